-- One row a month of the calendar: its span of 60 months, and the bit that stands for it within the span.
SELECT
    month,
    CAST(floor(month_number(month) / 60e0) AS INTEGER) AS span,
    CAST(power(2e0, month_number(month) % 60) AS BIGINT) AS bit
FROM (SELECT substr(CAST(day AS STRING), 1, 7) AS month FROM calendar GROUP BY substr(CAST(day AS STRING), 1, 7)) AS m
ORDER BY month
