"""What is known of earlier arrears."""
