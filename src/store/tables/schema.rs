//! The tables as diesel needs them; `migrations/` defines them.

diesel::table! {
    register_state (id) {
        id -> Integer,
        version -> BigInt,
    }
}

diesel::table! {
    provider (id) {
        id -> Integer,
        name -> Text,
        kind -> Text,
        association -> Text,
    }
}

diesel::table! {
    facility (id) {
        id -> Text,
        name -> Text,
        provider_id -> Nullable<Integer>,
        street -> Nullable<Text>,
        house_number -> Nullable<Text>,
        postcode -> Nullable<Text>,
        place -> Text,
        locality -> Nullable<Text>,
        lat -> Double,
        lon -> Double,
        position_source -> Text,
        municipality_ags -> Text,
        phone -> Nullable<Text>,
        email -> Nullable<Text>,
        website -> Nullable<Text>,
        opening_hours -> Nullable<Text>,
        note -> Nullable<Text>,
        source -> Text,
        source_id -> Text,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        example -> Bool,
        confirmed -> Nullable<Bool>,
    }
}

diesel::table! {
    facility_feature (facility_id, feature) {
        facility_id -> Text,
        feature -> Text,
    }
}

diesel::table! {
    offer (facility_id, category) {
        facility_id -> Text,
        category -> Text,
        places -> Nullable<Integer>,
        places_on -> Nullable<Date>,
        free_places -> Nullable<Integer>,
        counted_on -> Nullable<Date>,
        note -> Nullable<Text>,
        source_id -> Text,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        source -> Nullable<Text>,
    }
}

diesel::table! {
    offer_costs (facility_id, category) {
        facility_id -> Text,
        category -> Text,
        per -> Text,
        holds_on -> Date,
        own_share_cents -> Nullable<Integer>,
        care_share_cents -> Nullable<Integer>,
        board_and_lodging_cents -> Nullable<Integer>,
        investment_cents -> Nullable<Integer>,
        training_levy_cents -> Nullable<Integer>,
        price_cents -> Nullable<Integer>,
    }
}

diesel::table! {
    places_history (id) {
        id -> Integer,
        facility_id -> Text,
        category -> Text,
        places -> Nullable<Integer>,
        places_on -> Nullable<Date>,
        free_places -> Nullable<Integer>,
        counted_on -> Nullable<Date>,
        version -> BigInt,
    }
}

diesel::table! {
    facility_change (id) {
        id -> Integer,
        version -> BigInt,
        facility_id -> Text,
        kind -> Text,
    }
}

diesel::table! {
    import_run (id) {
        id -> Integer,
        version -> BigInt,
        imported_at -> Timestamp,
        source -> Text,
        file_name -> Text,
        sha256 -> Text,
        layout -> Text,
        rows_total -> Integer,
        rows_rejected -> Integer,
    }
}

diesel::joinable!(facility -> provider (provider_id));
diesel::allow_tables_to_appear_in_same_query!(facility, facility_feature, offer, provider);

diesel::table! {
    statistics_import (id) {
        id -> Integer,
        statistic -> Text,
        title -> Text,
        publisher -> Text,
        licence -> Text,
        imported_at -> Timestamp,
        file_name -> Text,
        sha256 -> Text,
        layout -> Text,
        facts -> Integer,
        left_out -> Integer,
        warnings -> Integer,
    }
}

diesel::table! {
    statistics_fact (id) {
        id -> Integer,
        import_id -> Integer,
        measure -> Text,
        area -> Text,
        year -> Integer,
        sex -> Nullable<Text>,
        age_from -> Nullable<Integer>,
        age_to -> Nullable<Integer>,
        grade -> Nullable<Integer>,
        kind -> Nullable<Text>,
        sign -> Text,
        number -> Nullable<Double>,
        quality -> Nullable<Text>,
        reference_date -> Nullable<Date>,
    }
}

diesel::table! {
    statistics_pattern (measure, year) {
        measure -> Text,
        year -> Integer,
        cells -> Text,
    }
}

diesel::table! {
    statistics_publication (id) {
        id -> Integer,
        at -> Timestamp,
    }
}

diesel::table! {
    statistics_event (id) {
        id -> Integer,
        import_id -> Integer,
        kind -> Text,
        at -> Timestamp,
    }
}

diesel::joinable!(statistics_event -> statistics_import (import_id));
diesel::allow_tables_to_appear_in_same_query!(statistics_event, statistics_import);

diesel::table! {
    account (id) {
        id -> Integer,
        name -> Text,
        display_name -> Text,
        role -> Text,
        password_hash -> Nullable<Text>,
        disabled -> Bool,
        created_at -> Timestamp,
    }
}

diesel::table! {
    account_facility (account_id, facility_id) {
        account_id -> Integer,
        facility_id -> Text,
    }
}

diesel::table! {
    account_session (token_hash) {
        token_hash -> Text,
        account_id -> Integer,
        created_at -> Timestamp,
        last_seen_at -> Timestamp,
    }
}

diesel::table! {
    account_invitation (token_hash) {
        token_hash -> Text,
        account_id -> Integer,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    sign_in_failure (key_hash) {
        key_hash -> Text,
        failures -> Integer,
        window_start -> Timestamp,
    }
}

diesel::table! {
    account_event (id) {
        id -> Integer,
        at -> Timestamp,
        account_id -> Integer,
        actor_id -> Nullable<Integer>,
        kind -> Text,
    }
}

diesel::table! {
    register_history (id) {
        id -> Integer,
        version -> BigInt,
        facility_id -> Text,
        kind -> Text,
        at -> Timestamp,
        account_id -> Nullable<Integer>,
        author -> Text,
        request_id -> Text,
        changes -> Text,
    }
}
