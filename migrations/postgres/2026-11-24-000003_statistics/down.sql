DROP TABLE statistics_event;
DROP TABLE statistics_fact;
DROP TABLE statistics_import;
