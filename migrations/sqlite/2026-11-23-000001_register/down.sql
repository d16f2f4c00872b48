DROP TABLE import_run;
DROP TABLE facility_change;
DROP TABLE places_history;
DROP TABLE offer;
DROP TABLE facility_feature;
DROP TABLE facility;
DROP TABLE provider;
DROP TABLE register_state;
