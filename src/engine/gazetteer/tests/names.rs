//! The names people type: seats, quarters, villages, islands and resorts, alone, beside a postcode or a municipality,
//! and with a typo. What is right is known without the gazetteer's code: from the rows of the tables and from the outline
//! in which the point found lies.

use super::*;
use rand::SeedableRng;
use rand::seq::{IndexedRandom, IteratorRandom};
use rand_pcg::Pcg64;

/// Rostock, Schwerin, Neubrandenburg and Stralsund.
const LARGEST_TOWNS: [&str; 4] = ["13003000", "13004000", "13071107", "13073088"];

/// A name in the tables.
struct Row {
    kind: String,
    name: String,
    postcode: Option<String>,
    municipality: String,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut rows = Vec::new();
    for text in [&TABLES.places, &TABLES.localities] {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader.headers().unwrap().clone();
        let column = |name: &str| headers.iter().position(|header| header == name);
        let [kind, name, key] = ["kind", "name", "municipality_ags"].map(|name| column(name).unwrap());
        let postcode = column("postcode");
        rows.extend(reader.records().map(Result::unwrap).map(|row| Row {
            kind: row[kind].to_owned(),
            name: row[name].to_owned(),
            postcode: postcode.map(|at| row[at].to_owned()),
            municipality: row[key].to_owned(),
        }));
    }
    rows
});

fn of_kind(kind: &str) -> impl Iterator<Item = &'static Row> {
    ROWS.iter().filter(move |row| row.kind == kind)
}

fn seat(key: &str) -> &'static Row {
    of_kind("municipality").find(|row| row.municipality == key).unwrap()
}

fn area_name(key: &str) -> &'static str {
    AREAS_OF_STATE.get(key).unwrap().name.as_str()
}

fn without_addition(name: &str) -> String {
    let joined = [" am ", " an ", " auf ", " b. ", " bei ", " a. ", " (", "/", ","];
    let end = joined.iter().filter_map(|joint| name.find(joint)).min().unwrap_or(name.len());
    name.get(..end).unwrap().to_lowercase()
}

/// A text and the municipality in which what it means lies.
struct Case {
    text: String,
    municipality: String,
    /// The bearers of the name in the tables lie in several municipalities, and nothing in the text tells them apart.
    is_shared: bool,
}

fn case(text: String, municipality: &str) -> Case {
    Case { text, municipality: municipality.to_owned(), is_shared: false }
}

/// A name alone.
fn bare(row: &Row) -> Case {
    let bearers = ROWS.iter().filter(|other| without_addition(&other.name) == without_addition(&row.name));
    let municipalities: HashSet<&str> = bearers.map(|other| other.municipality.as_str()).collect();
    let is_region = TABLES.regions.contains(&format!(",{},", row.name));
    let is_shared = municipalities.len() > 1 || is_region;
    Case { is_shared, ..case(row.name.clone(), &row.municipality) }
}

#[derive(Debug, PartialEq)]
enum Answer {
    First,
    /// A name of several: among those that are offered, or beside the largest that was taken.
    Asked,
    Missed,
    /// Something in another municipality is taken, and nothing says that there are others.
    Wrong(String),
}

/// Whether a point lies in a municipality, or on its shore: the outlines are simplified.
fn lies_in(point: GeoPoint, key: &str) -> bool {
    AREAS_OF_STATE.contains(key, point)
        || matches!(AREAS_OF_STATE.locate(point, SHORE), Located::Near(near, _) if near.as_str() == key)
        // Points of the tables lie up to 400 m outside of the simplified outline of their municipality.
        || [(0.0, 0.004), (0.0, -0.004), (0.006, 0.0), (-0.006, 0.0)].iter().any(|(lon, lat)| {
            AREAS_OF_STATE.contains(key, GeoPoint { lon: point.lon + lon, lat: point.lat + lat })
        })
}

fn answer(case: &Case) -> Answer {
    let is_right = |one: &Candidate| lies_in(one.point, &case.municipality);
    match GAZETTEER.resolve(&case.text) {
        Resolution::Found(found) if found.is_known_part => Answer::Missed,
        Resolution::Found(found) if is_right(&found.candidate) => Answer::First,
        Resolution::Found(found) if case.is_shared && found.also.iter().any(is_right) => Answer::Asked,
        Resolution::Found(found) => Answer::Wrong(found.candidate.label),
        Resolution::Ambiguous { bearers } if case.is_shared && bearers.iter().any(is_right) => Answer::Asked,
        Resolution::Ambiguous { .. } => Answer::Missed,
        Resolution::Unknown { did_you_mean } => match did_you_mean.first() {
            Some(first) if is_right(first) => Answer::First,
            _ => Answer::Missed,
        },
    }
}

/// Two neighbouring letters swapped, one left out, doubled or replaced, not the first.
fn with_typo(name: &str, random: &mut Pcg64) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let can = |at: &usize| {
        letters[*at] != letters[at + 1] && letters[*at].is_alphabetic() && letters[at + 1].is_alphabetic()
    };
    let Some(at) = (1..letters.len() - 1).filter(can).choose(random) else { return name.to_owned() };
    match [0, 1, 2, 3].choose(random) {
        Some(0) => letters.swap(at, at + 1),
        Some(1) => letters.insert(at, letters[at]),
        Some(2) => letters[at] = 'x',
        _ => drop(letters.remove(at)),
    }
    letters.into_iter().collect()
}

fn is_long(name: &str) -> bool {
    name.chars().filter(|letter| letter.is_alphabetic()).count() >= 7
}

/// Each seat once: alone, with its postcode, with its district, in small letters without umlauts, or with a typo.
fn seats(random: &mut Pcg64) -> Vec<Case> {
    let one = |(at, row): (usize, &'static Row)| {
        let postcode = row.postcode.as_deref().unwrap();
        let text = match at % 5 {
            0 => return bare(row),
            1 => format!("{postcode} {}", row.name),
            2 => format!("{}, {}", row.name, area_name(row.municipality.get(..5).unwrap())),
            3 => format!("{} {postcode}", row.name.to_lowercase().replace('ü', "ue").replace('ö', "oe")),
            _ if is_long(&row.name) => format!("{postcode} {}", with_typo(&row.name, random)),
            _ => format!("D-{postcode} {}", row.name),
        };
        // Two municipalities of a district bear one name.
        let same = |other: &&Row| {
            without_addition(&other.name) == without_addition(&row.name)
                && other.municipality.get(..5) == row.municipality.get(..5)
        };
        let is_shared = at % 5 == 2 && ROWS.iter().filter(same).count() > 1;
        Case { is_shared, ..case(text, &row.municipality) }
    };
    of_kind("municipality").enumerate().map(one).collect()
}

fn quarters() -> Vec<Case> {
    let of_towns = of_kind("quarter").filter(|row| LARGEST_TOWNS.contains(&row.municipality.as_str()));
    let both = |(at, row): (usize, &'static Row)| {
        let (town, name) = (area_name(&row.municipality), &row.name);
        let beside = match at % 4 {
            0 => format!("{town}-{name}"),
            1 => format!("{town}, {name}"),
            2 => format!("{name} {town}"),
            _ => format!("{town}, Stadtteil {name}"),
        };
        [bare(row), case(beside, &row.municipality)]
    };
    of_towns.enumerate().flat_map(both).collect()
}

fn villages(random: &mut Pcg64) -> Vec<Case> {
    let chosen = of_kind("place").sample(random, 200);
    let one = |(at, row): (usize, &&Row)| {
        let (municipality, name) = (area_name(&row.municipality), &row.name);
        let postcode = row.postcode.as_deref().or(seat(&row.municipality).postcode.as_deref()).unwrap();
        let text = match at % 5 {
            0 => return bare(row),
            1 => format!("{name}, {municipality}"),
            2 => format!("{municipality} OT {name}"),
            3 if is_long(name) => format!("{postcode} {}", with_typo(name, random)),
            _ => format!("{postcode} {name}"),
        };
        case(text, &row.municipality)
    };
    chosen.iter().enumerate().map(one).collect()
}

/// Municipalities with a word such as Ostseebad, which people put before the name.
fn resorts() -> Vec<Case> {
    let word = |area: &'static crate::areas::Area| {
        area.designation.split(',').map(str::trim).find(|word| word.ends_with("bad"))
    };
    let resort = |area| Some(case(format!("{} {}", word(area)?, area.name), &area.key));
    AREAS_OF_STATE.level(Level::Municipality).filter_map(resort).collect()
}

/// At least 97 of 100 are the first hit, where names of several count as right when they are asked for; nothing is taken for
/// another in silence.
#[test]
fn of_more_than_500_names_97_percent_are_found_first_and_none_is_taken_for_another_in_silence() {
    let mut random = Pcg64::seed_from_u64(18);
    let (seats, villages) = (seats(&mut random), villages(&mut random));
    let groups = [("seats", seats), ("quarters", quarters()), ("villages", villages), ("resorts", resorts())];
    let (mut total, mut right) = (0, 0);
    for (what, cases) in &groups {
        let answers: Vec<(&str, Answer)> =
            cases.iter().map(|case| (case.text.as_str(), answer(case))).collect();
        let count = |wanted: Answer| answers.iter().filter(|(_, answer)| *answer == wanted).count();
        let (first, asked) = (count(Answer::First), count(Answer::Asked));
        println!("{what}: {} names, {first} first, {asked} asked", answers.len());
        let wrong: Vec<_> = answers.iter().filter(|(_, answer)| matches!(answer, Answer::Wrong(_))).collect();
        let missed: Vec<_> = answers.iter().filter(|(_, answer)| *answer == Answer::Missed).collect();
        println!("{what}: missed {missed:?}");
        assert!(wrong.is_empty(), "{what}: {wrong:?}");
        assert!((first + asked) * 100 >= answers.len() * 97, "{what}: {missed:?}");
        total += answers.len();
        right += first + asked;
    }
    println!("{right} of {total}");
    assert!(total > 1_000, "{total}");
}

/// Islands and peninsulas lie inside of what they consist of, and so does an area's seat.
#[test]
fn islands_lie_on_themselves() {
    for row in csv::Reader::from_reader(TABLES.regions.as_bytes()).records().map(Result::unwrap) {
        let (name, kind, members) = (&row[1], &row[2], &row[3]);
        let text = if kind == "island" { format!("Insel {name}") } else { format!("Halbinsel {name}") };
        let found = found(&text);
        let is_on = |key: &str| {
            let area = AREAS_OF_STATE.get(key).unwrap();
            AREAS_OF_STATE.within(Level::Municipality, area).any(|part| lies_in(found.point, &part.key))
        };
        assert!(found.is_area && members.split('|').any(is_on), "{text}");
    }
}

/// Of a kind: thin gazetteer, no fall-back. Written down without the tables.
#[test]
fn well_known_quarters_resorts_islands_and_villages_are_found() {
    let known = [
        ("Warnemünde", "13003000"),
        ("Seebad Warnemünde", "13003000"),
        ("18119 Warnemünde", "13003000"),
        ("Warnemuende", "13003000"),
        ("Warnemünde, Rostock", "13003000"),
        ("Rostock-Evershagen", "13003000"),
        ("Rostock Lütten Klein", "13003000"),
        ("Groß Klein", "13003000"),
        ("Toitenwinkel", "13003000"),
        ("Markgrafenheide", "13003000"),
        ("Hohe Düne", "13003000"),
        ("KTV", "13003000"),
        ("Rostock Südstadt", "13003000"),
        ("Reutershagen", "13003000"),
        ("Gehlsdorf", "13003000"),
        ("Lankow", "13004000"),
        ("Schwerin, Lankow", "13004000"),
        ("19057 Lankow", "13004000"),
        ("Großer Dreesch", "13004000"),
        ("Schwerin Weststadt", "13004000"),
        ("Muesser Holz", "13004000"),
        ("Krebsförden", "13004000"),
        ("Neubrandenburg Oststadt", "13071107"),
        ("Datzeberg", "13071107"),
        ("Knieper West", "13073088"),
        ("Stralsund Grünhufe", "13073088"),
        ("Greifswald-Eldena", "13075039"),
        ("Schönwalde II", "13075039"),
        ("Wismar Friedenshof", "13074087"),
        ("Poel", "13074035"),
        ("Insel Poel", "13074035"),
        ("23999 Kirchdorf", "13074035"),
        ("Hiddensee", "13073040"),
        ("18565 Neuendorf", "13073040"),
        ("Vitte", "13073040"),
        ("Prora", "13073011"),
        ("18609 Prora", "13073011"),
        ("Ostseebad Binz", "13073011"),
        ("Heiligendamm", "13072006"),
        ("Kühlungsborn-West", "13072060"),
        ("Juliusruh", "13073013"),
        ("Seebad Ahlbeck", "13075049"),
        ("Kaiserbäder", "13075049"),
        ("Lauterbach", "13073070"),
        ("OT Slate", "13076108"),
        ("Parchim, OT Slate", "13076108"),
        ("Ribnitz", "13073075"),
        ("Rügen", "ruegen"),
        ("Ruegen", "ruegen"),
        ("Insel Usedom", "usedom"),
        ("Usedom (Insel)", "usedom"),
        ("Fischland Darss Zingst", "fischland-darss-zingst"),
        ("Darß", "darss"),
        ("Landkreis Rostock", "13072"),
        ("Ludwigslust-Parchim", "13076"),
        ("Kreis Ludwigslust-Parchim", "13076"),
        ("Vorpommern-Rügen", "13073"),
    ];
    for (text, key) in known {
        assert_eq!(found(text).key, key, "{text}");
    }
    for (typo, key) in [("Warnemüdne", "13003000"), ("Evershgaen", "13003000"), ("Hiddense", "13073040")] {
        assert_eq!(GAZETTEER.suggest(typo, 1).first().map(|one| one.key.as_str()), Some(key), "{typo}");
    }
}

/// Of a kind: ambiguity settled in silence.
#[test]
fn a_name_of_several_is_a_question_unless_one_is_clearly_larger_and_then_the_others_are_named() {
    for name in ["Usedom", "Südstadt", "Altstadt", "Neuenkirchen", "Wieck", "Ahlbeck", "Göhren", "Bülow"] {
        assert!(
            matches!(GAZETTEER.resolve(name), Resolution::Ambiguous { bearers } if bearers.len() > 1),
            "{name}"
        );
    }
    assert_eq!(unknown("Usedom")[..2], ["Usedom (Insel)", "Usedom (Vorpommern-Greifswald)"]);
    let also = |text: &str| match GAZETTEER.resolve(text) {
        Resolution::Found(found) => found.also.into_iter().map(|one| one.label).collect::<Vec<_>>(),
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(also("Papendorf")[0], "Papendorf (Vorpommern-Greifswald)");
    assert_eq!(also("Rostock"), ["Landkreis Rostock"]);
    for told_apart in ["Papendorf (Landkreis Rostock)", "18059 Papendorf", "Warnemünde", "19288", "Rügen"] {
        assert_eq!(also(told_apart), Vec::<String>::new(), "{told_apart}");
    }
}

/// Of a kind: thin gazetteer, no fall-back.
#[test]
fn of_an_address_the_known_part_answers_and_says_so_or_asks() {
    for (text, label) in [
        ("Am Markt 1, Parchim", "Parchim (Ludwigslust-Parchim)"),
        ("Lange Straße, Rostock", "Rostock"),
        ("Rostock, Kröpeliner Str. 5", "Rostock"),
        ("Schillerstr. 7, 19370 Parchim", "19370 Parchim (Ludwigslust-Parchim)"),
        ("Strandweg 2, Warnemünde", "Warnemünde (Rostock)"),
    ] {
        let Resolution::Found(found) = GAZETTEER.resolve(text) else { panic!("{text}") };
        assert_eq!((found.candidate.label.as_str(), found.is_known_part), (label, true), "{text}");
    }
    for (text, one) in [
        // The name of several, and a beginning and an end that name two.
        ("Dorfstraße 3, Neuendorf", "Neuendorf (Insel Hiddensee, Vorpommern-Rügen)"),
        ("Wismar, Parchim", "Parchim (Ludwigslust-Parchim)"),
    ] {
        let Resolution::Ambiguous { bearers } = GAZETTEER.resolve(text) else { panic!("{text}") };
        assert!(bearers.iter().any(|bearer| bearer.label == one), "{text}: {bearers:?}");
    }
    // What the whole text resembles is asked for before a part of it is taken.
    assert_eq!(unknown("Ludwigslust-Parhcim")[0], "Landkreis Ludwigslust-Parchim");
    assert_eq!(unknown("Rostock-Warnemüde")[0], "Warnemünde (Rostock)");
    assert!(unknown("Musterstraße 1, Musterhausen").is_empty());
}

#[test]
fn after_the_word_gemeinde_only_a_municipality_is_meant() {
    assert_eq!(found("Gemeinde Ahlbeck").label, "Gemeinde Ahlbeck (Vorpommern-Greifswald)");
    assert!(unknown("Gemeinde Neuenkirchen").iter().all(|label| label.starts_with("Neuenkirchen")));
}

#[test]
fn every_bearer_of_a_name_is_offered() {
    let mut bearers: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    for row in ROWS.iter().filter(|row| row.kind == "place" && row.postcode.is_none()) {
        *bearers.entry(row.name.as_str()).or_default() += 1;
    }
    let (name, count) = bearers.into_iter().max_by_key(|(name, count)| (*count, *name)).unwrap();
    assert!(count > 8 && unknown(name).len() >= count, "{name}: {count}");
    assert!(unknown(&format!("Dorfstraße 7, {name}")).len() >= count);
}

/// Signs of number plates, landscapes and a quarter, as people type them.
#[test]
fn short_names_of_districts_and_names_of_landscapes_are_found() {
    for (text, key) in [
        ("NWM", "13074"),
        ("nwm", "13074"),
        ("LUP", "13076"),
        ("VG", "13075"),
        ("VR", "13073"),
        ("MSE", "13071"),
        ("LRO", "13072"),
        ("HRO", "13003000"),
        ("SN", "13004000"),
        ("HST", "13073088"),
        ("HGW", "13075039"),
        ("HWI", "13074087"),
        ("Mecklenburgische Seenplatte", "13071"),
        ("Klützer Winkel", "130745454"),
        ("Fischland", "fischland"),
        ("Darß", "darss"),
        ("Halbinsel Wittow", "wittow"),
        ("Jasmund", "jasmund"),
        ("Zingst", "13073105"),
        ("Mönchgut", "13073107"),
        ("Buchenberg", "13072006"),
        ("Bad Doberan, Buchenberg", "13072006"),
    ] {
        assert_eq!(found(text).key, key, "{text}");
    }
}
