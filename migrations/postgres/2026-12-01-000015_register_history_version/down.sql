DROP INDEX register_history_version;
