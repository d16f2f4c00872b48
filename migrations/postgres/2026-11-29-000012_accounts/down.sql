DROP TABLE account_event;
DROP TABLE sign_in_failure;
DROP TABLE account_invitation;
DROP TABLE account_session;
DROP TABLE account_facility;
DROP TABLE account;
