DROP TABLE statistics_publication;
DROP TABLE statistics_pattern;
ALTER TABLE statistics_fact DROP COLUMN reference_date;
