//! The tables as diesel sees them; `migrations/` is the truth.

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
