DROP TABLE register_history;
