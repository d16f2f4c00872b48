-- The reference date of a figure as its file gives it; empty where the file gives only the year.
ALTER TABLE statistics_fact ADD COLUMN reference_date DATE;

-- What was ever shown or withheld of measures with small counts, so that nothing that was withheld can be worked out
-- from what is shown later. A line for each cell: area, group, whether it was withheld, and the number.
CREATE TABLE statistics_pattern (
    measure TEXT NOT NULL,
    year INTEGER NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (measure, year)
);

-- Each time the pattern grew. The last number tells whether somebody else has changed it since it was read.
CREATE TABLE statistics_publication (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at TIMESTAMP NOT NULL
);
