//! The form of a facility, generated from the list of register fields: labels, kinds of values, choices and limits.

use serde::Serialize;

use super::call::Call;
use super::input::{Choice, Input};
use crate::app::office::typed_facility::{TypedFault, categories_of, facility_fields, longest, offer_fields};
use crate::register::fields::ValueKind;
use crate::register::values::{ValueKey, Values};
use crate::register::{CategorySlug, CategoryTree, CostPer, Feature, Field, ProviderKind};

/// Fields of the form beside those of the register.
pub(super) const VERSION: &str = "stand";
pub(super) const ADD_OFFER: &str = "angebot-dazu";
pub(super) const DO: &str = "tun";
pub(super) const OTHER: &str = "andere";
const FEATURE: &str = "merkmal.";
const REMOVE: &str = "entfernen.";

/// The groups of the form: heading, the first field, and a sentence below the heading.
const GROUPS: [(&str, Field, &str); 6] = [
    ("Name und Träger", Field::Name, ""),
    ("Anschrift", Field::Street, ""),
    (
        "Lage auf der Karte",
        Field::Y,
        "Ohne Koordinaten kommt die Lage aus dem Ortsverzeichnis: Ort und Postleitzahl genügen.",
    ),
    ("Kontakt und Öffnungszeiten", Field::Phone, ""),
    ("Merkmale", Field::Features, ""),
    (
        "Bemerkung und Gültigkeit",
        Field::FacilityNote,
        "Zum Schließen den letzten Tag eintragen, zum Wiederöffnen den Tag löschen.",
    ),
];

#[derive(Serialize)]
struct Group {
    heading: String,
    hint: &'static str,
    inputs: Vec<Input>,
    /// The checkboxes of the features.
    checks: Vec<Choice>,
}

#[derive(Serialize)]
struct OfferForm {
    slug: String,
    heading: String,
    inputs: Vec<Input>,
}

/// All of it.
#[derive(Serialize)]
pub(super) struct FacilityForm {
    groups: Vec<Group>,
    offers: Vec<OfferForm>,
    /// Kinds of care that the facility does not offer yet.
    further: Vec<Choice>,
    /// Faults of the whole, and how many there are in all.
    faults: Vec<String>,
    fault_count: usize,
}

/// Whether the form of a facility has a field of this name; the categories are those of any tree.
pub(super) fn is_field(name: &str) -> bool {
    let known = |name: &str| Field::ALL.iter().any(|field| field.info().name == name);
    let is_slug =
        |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if [VERSION, ADD_OFFER, DO, OTHER].contains(&name) {
        return true;
    }
    if let Some(word) = name.strip_prefix(FEATURE) {
        return Feature::from_word(word).is_some();
    }
    if let Some(slug) = name.strip_prefix(REMOVE) {
        return is_slug(slug);
    }
    match name.split_once('.') {
        Some((slug, field)) => is_slug(slug) && known(field),
        None => facility_fields().any(|field| field.info().name == name && field != Field::Features),
    }
}

/// The values that were sent. Empty fields are values that are not known. `None` if a field is not one of this form.
pub(super) fn typed(call: &Call) -> Option<Values> {
    let categories = &call.state.reference.categories;
    let mut typed = Values::new();
    let mut features = Vec::new();
    let mut removed = Vec::new();
    for (name, value) in &call.form {
        if let Some(word) = name.strip_prefix(FEATURE) {
            features.push(word.to_owned());
        } else if let Some(slug) = name.strip_prefix(REMOVE) {
            removed.push(CategorySlug::new(slug));
        } else if name.contains('.') || facility_fields().any(|field| field.info().name == name) {
            let key = ValueKey::parse(name, categories)?;
            let is_offered = |category: &CategorySlug| {
                key.field == Field::Category || offer_fields(categories, category).any(|it| it == key.field)
            };
            if !key.category.as_ref().is_none_or(is_offered) {
                return None;
            }
            let value = if key.field == Field::Category {
                key.category.as_ref().map(ToString::to_string).unwrap_or_default()
            } else {
                value.trim().to_owned()
            };
            if !value.is_empty() {
                typed.insert(key, value);
            }
        }
    }
    if !features.is_empty() {
        typed.insert(ValueKey::of_facility(Field::Features), features.join("|"));
    }
    if let Some(category) = categories.get(call.field(ADD_OFFER)) {
        typed.insert(ValueKey::of_offer(&category.slug, Field::Category), category.slug.to_string());
    }
    typed.retain(|key, _| key.category.as_ref().is_none_or(|category| !removed.contains(category)));
    // Values of an offer whose category was not sent belong to nothing.
    let offered = categories_of(&typed);
    typed.keys().all(|key| key.category.as_ref().is_none_or(|it| offered.contains(it))).then_some(typed)
}

/// The form with what stands in it and what is wrong.
pub(super) fn form(categories: &CategoryTree, typed: &Values, faults: &[TypedFault]) -> FacilityForm {
    let input = |key: ValueKey| input(&key, typed, faults);
    let mut groups: Vec<Group> = Vec::new();
    for field in facility_fields() {
        if let Some((heading, _, hint)) = GROUPS.iter().find(|(_, first, _)| *first == field) {
            let (inputs, checks) = (Vec::new(), Vec::new());
            groups.push(Group { heading: (*heading).to_owned(), hint, inputs, checks });
        }
        let Some(group) = groups.last_mut() else { continue };
        match field {
            Field::Features => group.checks = features(typed),
            _ => group.inputs.push(input(ValueKey::of_facility(field))),
        }
    }
    let offered = categories_of(typed);
    let name = |slug: &CategorySlug| {
        categories.get(slug.as_str()).map_or_else(|| slug.to_string(), |category| category.names.de.clone())
    };
    let offers = offered.iter().map(|slug| OfferForm {
        slug: slug.to_string(),
        heading: name(slug),
        inputs: offer_fields(categories, slug).map(|field| input(ValueKey::of_offer(slug, field))).collect(),
    });
    let further = categories.categories().filter(|category| !offered.contains(&category.slug));
    let further = further.map(|category| Choice {
        value: category.slug.to_string(),
        label: category.names.de.clone(),
        is_chosen: false,
    });
    FacilityForm {
        groups,
        offers: offers.collect(),
        further: further.collect(),
        faults: faults.iter().filter(|fault| fault.key.is_none()).map(|fault| fault.text.clone()).collect(),
        fault_count: faults.len(),
    }
}

fn features(typed: &Values) -> Vec<Choice> {
    let chosen = typed.get(&ValueKey::of_facility(Field::Features)).map_or("", String::as_str);
    let choice = |feature: Feature| Choice {
        value: format!("{FEATURE}{}", feature.word()),
        label: format!("feature-{}", feature.word()),
        is_chosen: chosen.split('|').any(|word| word == feature.word()),
    };
    Feature::ALL.into_iter().map(choice).collect()
}

fn input(key: &ValueKey, typed: &Values, faults: &[TypedFault]) -> Input {
    let info = key.field.info();
    let value = typed.get(key).cloned().unwrap_or_default();
    let choices = choices(key.field, &value);
    let kind = match info.value {
        _ if !choices.is_empty() => "choice",
        _ if longest(key.field) > 1_000 => "long",
        ValueKind::Number => "number",
        ValueKind::Euro | ValueKind::Coordinate => "decimal",
        ValueKind::Date => "date",
        ValueKind::Text | ValueKind::Word | ValueKind::YesNo => "text",
    };
    Input {
        name: key.to_string(),
        label: info.de.to_owned(),
        kind,
        value,
        choices,
        longest: longest(key.field),
        hint: hint(key.field),
        fault: faults.iter().find(|fault| fault.key.as_ref() == Some(key)).map(|fault| fault.text.clone()),
        ..Input::default()
    }
}

fn hint(field: Field) -> &'static str {
    match field {
        Field::OpeningHours => "Zum Beispiel: Mo-Fr 08:00-16:00; Sa nach Vereinbarung",
        Field::Y => "In Grad, zum Beispiel 53,6294",
        Field::X => "In Grad, zum Beispiel 11,4146",
        Field::CountedOn => "Ohne diesen Tag zählen freie Plätze nicht.",
        _ => "",
    }
}

/// The words of a closed list in German; a word that is not in it stays as it was typed.
fn choices(field: Field, value: &str) -> Vec<Choice> {
    let words: Vec<(&str, &str)> = match (field, field.info().value) {
        (Field::ProviderKind, _) => ProviderKind::ALL.into_iter().map(|it| (it.word(), kind(it))).collect(),
        (Field::CostsPer, _) => CostPer::ALL.into_iter().map(|it| (it.word(), per(it))).collect(),
        (_, ValueKind::YesNo) => vec![("yes", "ja"), ("no", "nein")],
        _ => return Vec::new(),
    };
    let choice = |(word, label): (&str, &str)| Choice {
        value: word.to_owned(),
        label: label.to_owned(),
        is_chosen: word == value,
    };
    let mut choices = vec![choice(("", "nicht bekannt"))];
    if !value.is_empty() && !words.iter().any(|(word, _)| *word == value) {
        choices.push(Choice { value: value.to_owned(), label: value.to_owned(), is_chosen: true });
    }
    choices.extend(words.into_iter().map(choice));
    choices
}

fn kind(kind: ProviderKind) -> &'static str {
    match kind {
        ProviderKind::Public => "öffentlich",
        ProviderKind::NonProfit => "freigemeinnützig",
        ProviderKind::Private => "privat",
        ProviderKind::Unknown => "nicht angegeben",
    }
}

fn per(per: CostPer) -> &'static str {
    match per {
        CostPer::Month => "im Monat",
        CostPer::Day => "am Tag",
        CostPer::Hour => "je Stunde",
        CostPer::Meal => "je Mahlzeit",
    }
}
