"""The words all rooms use: contract, table engine, graph, signal, run folder, ids, errors."""
