mod address;
mod names;
mod table;

use super::*;
use crate::areas::Level;
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../../models/places/places.csv");
const AREAS: &str = include_str!("../../../../models/areas/areas.csv");

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/");
    Tables::read(|path| std::fs::read_to_string(format!("{folder}{path}"))).unwrap()
});

static AREAS_OF_STATE: LazyLock<Areas> = LazyLock::new(|| Areas::with_table(AREAS));
static GAZETTEER: LazyLock<Gazetteer> =
    LazyLock::new(|| Gazetteer::from_tables(&TABLES, &AREAS_OF_STATE).unwrap());

fn municipalities() -> impl Iterator<Item = &'static Entry> {
    GAZETTEER.entries().filter(|entry| entry.kind == Kind::Municipality)
}

fn labels(text: &str) -> Vec<String> {
    GAZETTEER.suggest(text, 8).into_iter().map(|candidate| candidate.label).collect()
}

fn first(text: &str) -> (Kind, String) {
    let candidate =
        GAZETTEER.suggest(text, 1).into_iter().next().unwrap_or_else(|| panic!("nothing for {text}"));
    (candidate.kind, candidate.label)
}

fn found(text: &str) -> Candidate {
    match GAZETTEER.resolve(text) {
        Resolution::Found(meaning) => meaning.candidate,
        other => panic!("{text} is not found, but {other:?}"),
    }
}

fn unknown(text: &str) -> Vec<String> {
    match GAZETTEER.resolve(text) {
        Resolution::Found(meaning) => panic!("{text} is found as {meaning:?}"),
        Resolution::Ambiguous { bearers: offered } | Resolution::Unknown { did_you_mean: offered } => {
            offered.into_iter().map(|candidate| candidate.label).collect()
        }
    }
}

const LUDWIGSLUST: &str = "Ludwigslust (Ludwigslust-Parchim)";
const ROEBEL: &str = "Röbel/Müritz (Mecklenburgische Seenplatte)";

// Spelling

#[test]
fn case_umlauts_punctuation_and_blanks_do_not_matter() {
    for text in [
        "Röbel/Müritz",
        "roebel mueritz",
        "ROEBEL/MUERITZ",
        "  Röbel   Müritz ",
        "Röbel-Müritz",
        "Ro\u{308}bel",
        "Röbel an der Müritz",
    ] {
        assert_eq!(found(text).label, ROEBEL, "{text}");
    }
    assert_eq!(found("Boizenburg Elbe").key, "13076014");
    assert_eq!(found("Born am Darß").label, "Born a. Darß (Vorpommern-Rügen)");
    assert_eq!(found("Born a. Darss").label, "Born a. Darß (Vorpommern-Rügen)");
    assert_eq!(found("Hammer an der Uecker").key, "13075045");
    assert_eq!(found("Gr. Laasch").key, "13076058");
    assert_eq!(found("ueckermuende").label, "Ueckermünde (Vorpommern-Greifswald)");
    assert_eq!(found("Brueel").label, found("Brüel").label);
    assert_eq!(found("zierow").label, "Zierow (Nordwestmecklenburg)");
    assert_eq!(found("Samtens").label, "Samtens (Vorpommern-Rügen)");
}

#[test]
fn an_umlaut_left_out_is_found_too_with_a_little_less_certainty() {
    assert_eq!(found("Gustrow").label, "Güstrow (Landkreis Rostock)");
    assert_eq!(found("Bruel").label, "Brüel (Ludwigslust-Parchim)");
    assert!(found("Gustrow").score < found("Güstrow").score);
    assert!(found("Gustrow").score > 0.95);
}

// Ranks

#[test]
fn the_ranks_follow_each_other() {
    let score = |text: &str, label: &str| {
        let hits = GAZETTEER.suggest(text, usize::MAX);
        let hit = hits.into_iter().find(|candidate| candidate.label == label);
        hit.unwrap_or_else(|| panic!("{text} does not find {label}")).score
    };
    let scores = [
        score("Röbel/Müritz", ROEBEL),
        score("Röbel", ROEBEL),
        score("Röb", ROEBEL),
        score("Müri", ROEBEL),
        score("Röbbel/Müritz", ROEBEL),
        score("Röbbe", ROEBEL),
        score("Müriz", ROEBEL),
        score("Röbbel/Mürritz", ROEBEL),
    ];
    assert_eq!(scores[0], 1.0);
    assert!(scores.windows(2).all(|pair| pair[0] > pair[1]), "{scores:?}");
}

#[test]
fn typos_of_every_kind_are_forgiven_once_in_short_and_twice_in_long_names() {
    for text in ["Ludwgislust", "Ludwigslst", "Ludwiggslust", "Ludwikslust", "Ludwgislsut", "udwigslust"] {
        assert_eq!(first(text).1, LUDWIGSLUST, "{text}");
        assert!(unknown(text).contains(&LUDWIGSLUST.to_owned()), "{text}");
    }
    assert_eq!(first("Bizn").1, "Binz (Vorpommern-Rügen)");
    assert_eq!(first("Dobberan").1, "Bad Doberan (Landkreis Rostock)");
    assert_eq!(first("Ludwgi").1, LUDWIGSLUST);
    assert_eq!(first("Stolpe an edr Peene").1, "Stolpe an der Peene (Vorpommern-Greifswald)");
    // Three letters forgive nothing, four to six one typo.
    assert!(labels("Bxz").is_empty());
    assert!(!labels("Wsimra").contains(&"Wismar (Nordwestmecklenburg)".to_owned()));
}

#[test]
fn two_typos_are_no_noise_behind_a_name() {
    assert_eq!(
        labels("Malchow"),
        [
            "Malchow (Mecklenburgische Seenplatte)",
            "Malchow (Parchim, Ludwigslust-Parchim)",
            "Malchow (Insel Poel, Nordwestmecklenburg)",
            "Amt Malchow (Mecklenburgische Seenplatte)",
            // One typo away.
            "Salchow (Klein Bünzow, Vorpommern-Greifswald)",
            "Hof Lalchow (Plau am See, Ludwigslust-Parchim)",
        ]
    );
    assert_eq!(first("Malhcwo").1, "Malchow (Mecklenburgische Seenplatte)");
}

#[test]
fn within_a_rank_municipalities_come_first_and_the_more_populous_before_the_others() {
    let hits = GAZETTEER.suggest("Neu", usize::MAX);
    let population = |candidate: &Candidate| AREAS_OF_STATE.get(&candidate.key).unwrap().population;
    let towns: Vec<&Candidate> = hits.iter().take_while(|hit| hit.kind == Kind::Municipality).collect();
    assert_eq!(towns[0].label, "Neubrandenburg (Mecklenburgische Seenplatte)");
    for pair in towns.windows(2).filter(|pair| pair[0].score == pair[1].score) {
        assert!(population(pair[0]) >= population(pair[1]), "{pair:?}");
    }
    assert!(hits.iter().any(|hit| hit.kind == Kind::Locality));
}

#[test]
fn a_town_is_meant_by_its_short_name_before_a_village_of_just_this_name() {
    assert!(labels("Zarrentin").len() > 1);
    assert_eq!(found("Zarrentin").kind, Kind::Municipality);
}

#[test]
fn a_municipality_after_its_word_is_an_area_and_its_label_too() {
    let town = found("Ludwigslust");
    let area = found("Gemeinde Ludwigslust");
    assert_eq!((town.is_area, area.is_area), (false, true));
    assert_eq!(area.label, "Gemeinde Ludwigslust (Ludwigslust-Parchim)");
    assert_eq!(found(&area.label), Candidate { score: found(&area.label).score, ..area.clone() });
    assert_eq!(GAZETTEER.municipalities_in(&area).len(), 1);
}

#[test]
fn an_area_knows_its_municipalities() {
    let count = |text: &str| GAZETTEER.municipalities_in(&found(text)).len();
    assert_eq!(
        count("Landkreis Ludwigslust-Parchim"),
        AREAS_OF_STATE.within(Level::Municipality, AREAS_OF_STATE.get("13076").unwrap()).count()
    );
    assert!(found("Rügen").is_area && found("Amt Röbel-Müritz").is_area && !found("Warnemünde").is_area);
    let ruegen = GAZETTEER.municipalities_in(&found("Rügen"));
    let holds = |key: &str| ruegen.contains(&Ags::parse(key).unwrap());
    // Binz and Altefähr; neither Hiddensee nor Stralsund, which share an Amt or a bridge with it.
    assert_eq!(["13073011", "13073003", "13073040", "13073088"].map(holds), [true, true, false, false]);
    assert_eq!(count("Insel Usedom"), 5 + 15 + 1 + 3);
}

#[test]
fn every_municipality_is_found_by_its_own_name_in_small_letters_and_in_ascii() {
    for entry in municipalities() {
        let ascii = ["ä ae", "ö oe", "ü ue", "ß ss", "Ü Ue", "Ö Oe", "Ä Ae"].iter().fold(
            entry.name.clone(),
            |name, pair| {
                let (letter, transcription) = pair.split_once(' ').unwrap();
                name.replace(letter, transcription)
            },
        );
        for text in [&entry.name, &entry.name.to_lowercase(), &ascii] {
            let hits = GAZETTEER.suggest(text, 8);
            let own = hits.iter().find(|hit| hit.label == entry.label).expect(text);
            // First, or equal to the first: those bear the same name.
            assert_eq!((own.score, hits[0].score), (1.0, 1.0), "{text}");
        }
    }
}

#[test]
fn every_entry_is_found_by_every_beginning_of_its_name() {
    for entry in &GAZETTEER.entries {
        for (end, _) in entry.name.char_indices().skip(1) {
            let typed = entry.name.get(..end).unwrap();
            let query = Query::parse(typed, &GAZETTEER.titles);
            let rank = entry.rank(&query).unwrap_or_else(|| panic!("{typed} does not find {}", entry.name));
            assert!(rank.grade <= Grade::WordPrefix, "{typed} finds {} by {rank:?}", entry.name);
        }
    }
}

/// Every letter left out and every pair of neighbours swapped, in all names of six letters or more.
#[test]
fn a_letter_left_out_or_two_swapped_leave_a_municipality_within_the_first_five() {
    let mut lost = Vec::new();
    for entry in municipalities() {
        let letters: Vec<char> = entry.name.chars().collect();
        if letters.iter().filter(|letter| letter.is_alphabetic()).count() < 6 {
            continue;
        }
        let deleted = (0..letters.len()).map(|at| {
            let mut typed = letters.clone();
            typed.remove(at);
            typed
        });
        let swapped = (1..letters.len()).map(|at| {
            let mut typed = letters.clone();
            typed.swap(at - 1, at);
            typed
        });
        for typed in deleted.chain(swapped) {
            let typed: String = typed.into_iter().collect();
            if !GAZETTEER.suggest(&typed, 5).iter().any(|hit| hit.label == entry.label) {
                lost.push((typed, entry.name.as_str()));
            }
        }
    }
    // Five others bear what was typed, begin with it, or are more populous and one typo away as well.
    let lost: HashSet<(&str, &str)> = lost.iter().map(|(typed, name)| (typed.as_str(), *name)).collect();
    let expected = [
        ("Schwan", "Schwaan"),
        ("Grabow", "Grambow"),
        ("Wendorf", "Wiendorf"),
        ("Karow", "Kargow"),
        ("Warow", "Warlow"),
        ("Thürow", "Thürkow"),
    ];
    assert_eq!(lost, HashSet::from(expected));
}

// Postcodes

#[test]
fn a_postcode_is_followed_by_what_lies_in_it() {
    let hits = GAZETTEER.suggest("19288", 3);
    let seen: Vec<_> = hits.iter().map(|hit| (hit.kind, hit.label.as_str())).collect();
    assert_eq!(
        seen,
        [
            (Kind::Postcode, "19288 Ludwigslust"),
            (Kind::Municipality, "19288 Ludwigslust (Ludwigslust-Parchim)"),
            (Kind::Municipality, "19288 Groß Laasch (Ludwigslust-Parchim)"),
        ]
    );
    assert_eq!(hits[0].key, "13076090");
    for text in ["D-19288", "d19288", " 19288 ", "DE 19288"] {
        assert_eq!(found(text), hits[0], "{text}");
    }
}

#[test]
fn the_beginning_of_a_postcode_lists_postcodes_ascending_and_resolves_to_none() {
    let begun = labels("192");
    assert_eq!(begun.len(), 8);
    assert!(begun.iter().all(|label| label.starts_with("192")) && begun.is_sorted(), "{begun:?}");
    assert!(unknown("192").contains(&"19205 Gadebusch".to_owned()));
    assert_eq!(labels("192 Ludwigsl"), [LUDWIGSLUST]);
    assert_eq!(unknown("192 Ludwigslust"), [LUDWIGSLUST]);
    assert!(labels("99999").is_empty());
    assert!(labels("192881").is_empty());
}

#[test]
fn a_name_beside_a_postcode_is_the_place_within_it() {
    for text in ["19288 Ludwigslust", "Ludwigslust 19288", "D-19288 ludwigslust", "19288 Stadt Ludwigslust"] {
        let candidate = found(text);
        assert_eq!((candidate.kind, candidate.key.as_str()), (Kind::Municipality, "13076090"), "{text}");
        assert_eq!(candidate.label, "19288 Ludwigslust (Ludwigslust-Parchim)");
    }
    assert_eq!(first("19288 Ludw").1, "19288 Ludwigslust (Ludwigslust-Parchim)");
    assert_eq!(found("17498 Neuenkirchen").key, "13075102");
    assert_eq!(found("18246 Neuendorf").kind, Kind::Locality);
}

#[test]
fn a_city_lies_elsewhere_in_each_of_its_postcodes() {
    let centre = found("Rostock").point;
    for postcode in ["18119", "18147", "18109"] {
        let within = found(&format!("{postcode} Rostock"));
        assert_eq!((within.kind, within.key.as_str()), (Kind::Municipality, "13003000"));
        assert_eq!(within.point, found(postcode).point);
        assert!(within.point.geodesic_to(centre).0 > 2000.0, "{within:?}");
    }
    // The city as a whole is not listed a second time behind the postcode of the same label.
    assert_eq!(labels("18119"), ["18119 Rostock"]);
}

#[test]
fn a_postcode_and_a_name_that_do_not_fit_are_answered_apart() {
    assert_eq!(unknown("19288 Rostock"), ["Rostock", "Landkreis Rostock", "19288 Ludwigslust"]);
    assert_eq!(unknown("99999 Rostock"), ["Rostock", "Landkreis Rostock"]);
    assert_eq!(unknown("Schlossstraße 1, 19288 Musterort"), ["19288 Ludwigslust"]);
    assert!(GAZETTEER.suggest("19288 Rostock", 8).iter().all(|hit| hit.score < 0.3));
}

#[test]
fn postcodes_and_municipalities_know_each_other() {
    let rostock = municipalities().find(|entry| entry.name == "Rostock").unwrap();
    let postcodes: Vec<&str> = rostock.postcodes().collect();
    assert_eq!((postcodes.len(), rostock.postcode.as_deref()), (10, Some("18055")));
    for entry in GAZETTEER.entries() {
        assert!(entry.postcodes().count() + entry.possible_postcodes.len() > 0, "{}", entry.name);
        for postcode in entry.postcodes() {
            assert!(GAZETTEER.in_postcode(postcode).any(|member| member.label == entry.label));
        }
    }
    let within = GAZETTEER.in_postcode("19288");
    assert!(within.filter(|entry| entry.kind == Kind::Municipality).count() > 5);
    assert_eq!(GAZETTEER.in_postcode("99999").count(), 0);
}

// Districts, Ämter, titles, equal names

#[test]
fn a_bare_rostock_is_the_city_and_the_district_has_its_own_names() {
    assert_eq!(found("Rostock").key, "13003000");
    assert_eq!(labels("Rostock")[..2], ["Rostock", "Landkreis Rostock"]);
    for text in ["Landkreis Rostock", "LK Rostock", "Kreis Rostock", "Rostock, Landkreis"] {
        assert_eq!((found(text).kind, found(text).key.as_str()), (Kind::District, "13072"), "{text}");
    }
    for text in ["Ludwigslust-Parchim", "ludwigslust parchim", "Landkreis Ludwigslust-Parchim"] {
        assert_eq!(found(text).label, "Landkreis Ludwigslust-Parchim", "{text}");
    }
    // The seat is Parchim.
    assert_eq!(found("Ludwigslust-Parchim").point, found("Parchim").point);
}

#[test]
fn a_district_free_city_and_an_amt_of_one_municipality_stand_there_once() {
    assert_eq!(labels("Schwerin")[0], "Schwerin");
    assert_eq!(GAZETTEER.entries.iter().filter(|entry| entry.name == "Schwerin").count(), 1);
    assert_eq!(GAZETTEER.entries.iter().filter(|entry| entry.kind == Kind::District).count(), 6);
    assert_eq!(GAZETTEER.entries.iter().filter(|entry| entry.kind == Kind::Amt).count(), 76);
}

#[test]
fn an_amt_is_found_by_its_title_and_lies_at_its_most_populous_municipality() {
    let amt = found("Amt Röbel-Müritz");
    assert_eq!((amt.kind, amt.key.as_str()), (Kind::Amt, "130715159"));
    assert_eq!(amt.label, "Amt Röbel-Müritz (Mecklenburgische Seenplatte)");
    assert_eq!(amt.point, found("Röbel/Müritz").point);
    // Without the title it is the town.
    assert_eq!(found("Röbel-Müritz").kind, Kind::Municipality);
    assert_eq!(found("Zarrentin").label, "Zarrentin am Schaalsee (Ludwigslust-Parchim)");
}

#[test]
fn a_title_before_or_behind_a_town_does_not_matter() {
    for text in [
        "Hansestadt Rostock",
        "Hanse- und Universitätsstadt Rostock",
        "Rostock, Hanse- und Universitätsstadt",
    ] {
        assert_eq!(found(text).key, "13003000", "{text}");
    }
    assert_eq!(first("Rostock, Hanse").1, "Rostock");
    assert_eq!(found("Barlachstadt Güstrow").key, "13072043");
    assert_eq!(found("Reuterstadt Stavenhagen").key, "13071142");
    assert_eq!(found("Ostseebad Binz").key, "13073011");
}

#[test]
fn equal_names_are_told_apart_by_district_amt_or_municipality() {
    let hits = labels("Neuenkirchen");
    assert_eq!(
        hits[..4],
        [
            "Neuenkirchen (Amt Landhagen, Vorpommern-Greifswald)",
            "Neuenkirchen (Mecklenburgische Seenplatte)",
            "Neuenkirchen (Vorpommern-Rügen)",
            "Neuenkirchen (Amt Anklam-Land, Vorpommern-Greifswald)",
        ]
    );
    assert_eq!(unknown("Neuenkirchen")[..4], hits[..4]);
    assert_eq!(found("Neuenkirchen (Vorpommern-Rügen)").key, "13073059");
    assert_eq!(found("Neuenkirchen Vorpommern-Rügen").key, "13073059");
    let bresegard = unknown("Bresegard");
    assert_eq!(bresegard.len(), 2, "{bresegard:?}");
}

#[test]
fn the_largest_of_equal_names_is_meant_only_if_it_clearly_is_the_largest() {
    // 2,551 residents against 196.
    assert_eq!(found("Papendorf").key, "13072077");
    // 4,032 against the 375 of Tessin b. Boizenburg.
    assert_eq!(found("Tessin").key, "13072105");
    // 1,074 against 644.
    assert_eq!(unknown("Benz")[..2].len(), 2);
    // The exact name has 279 residents, Garz/Rügen has 2,196.
    assert_eq!(unknown("Garz")[..2], ["Garz (Vorpommern-Greifswald)", "Garz/Rügen (Vorpommern-Rügen)"]);
}

#[test]
fn a_town_is_meant_before_a_mere_place_and_a_village_is_not() {
    let hits = labels("Ahlbeck");
    assert_eq!(hits, ["Ahlbeck (Vorpommern-Greifswald)", "Ahlbeck (Heringsdorf, Vorpommern-Greifswald)"]);
    // The municipality has 605 residents, and the seaside resort more.
    assert_eq!(unknown("Ahlbeck"), hits);
    assert_eq!(found("Seebad Ahlbeck").key, "13075049");
    assert_eq!(found("Grabow").kind, Kind::Municipality);
    assert_eq!(found("Ahlbeck, Heringsdorf").kind, Kind::Locality);
    // Two villages, no municipality.
    assert_eq!(
        unknown("Damm")[..2],
        ["Damm (Parchim, Ludwigslust-Parchim)", "Damm (Dummerstorf, Landkreis Rostock)"]
    );
}

#[test]
fn every_label_is_unique_and_names_its_own_entry() {
    let mut seen = HashSet::new();
    for entry in &GAZETTEER.entries {
        assert!(seen.insert(&entry.label), "{}", entry.label);
        let candidate = found(&entry.label);
        assert_eq!((&candidate.label, candidate.point), (&entry.label, entry.point));
        for within in &entry.postcodes {
            let label = format!("{} {}", within.postcode, entry.label);
            let candidate = found(&label);
            assert_eq!((candidate.label, candidate.point), (label, within.point));
        }
    }
}

// Bounds

#[test]
fn nothing_is_found_for_nothing_and_nothing_far_for_the_unknown() {
    for text in [
        "",
        "   ",
        "\t\n",
        "-/.,()",
        "🎉",
        "\u{202e}",
        "xyzzyxyzzy",
        "Saarbrücken",
        "Росток",
        "روستوك",
        "東京",
    ] {
        assert!(labels(text).is_empty(), "{text}");
        assert!(unknown(text).is_empty(), "{text}");
    }
    // One typo away from a village, so it is offered and not taken.
    assert!(unknown("Hamburg")[0].starts_with("Hamberge"));
    assert_eq!(first("🎉 Wismar\u{0}").1, "Wismar (Nordwestmecklenburg)");
    assert!(GAZETTEER.suggest("Rostock", 0).is_empty());
    assert_eq!(GAZETTEER.suggest("Neu", 3).len(), 3);
}

#[test]
fn a_very_long_text_is_cut_at_100_characters() {
    let long = format!("Wismar{}", " ".repeat(94));
    assert_eq!(found(&format!("{long}Rostock")).label, "Wismar (Nordwestmecklenburg)");
    assert!(labels(&"ü".repeat(1_000_000)).is_empty());
    assert!(labels(&"1".repeat(1_000_000)).is_empty());
}

fn check_order(hits: &[Candidate]) -> Result<(), TestCaseError> {
    prop_assert!(hits.iter().all(|hit| (0.0..=1.0).contains(&hit.score)));
    prop_assert!(hits.windows(2).all(|pair| pair[0].score >= pair[1].score), "{hits:?}");
    let labels: HashSet<_> = hits.iter().map(|hit| (hit.label.as_str(), hit.kind as u8)).collect();
    prop_assert_eq!(labels.len(), hits.len());
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_answered_in_order_and_within_the_limit(text in any::<String>(), limit in 0usize..20) {
        let hits = GAZETTEER.suggest(&text, limit);
        prop_assert!(hits.len() <= limit);
        check_order(&hits)?;
        let _ = GAZETTEER.resolve(&text);
        let _ = GAZETTEER.locate_address(Some(&text), &text, Some(&text));
    }

    #[test]
    fn texts_like_names_are_answered_in_order(text in "(1[789][0-9]{0,3} ?)?[A-Zgknörü][aeinoü][bcdlnrstw ]{0,2}[aeiou]?[a-z/ ]{0,4}") {
        let hits = GAZETTEER.suggest(&text, usize::MAX);
        check_order(&hits)?;
        prop_assert_eq!(hits, GAZETTEER.suggest(&text, usize::MAX));
    }
}

/// Positions, and the quarter that OpenData.HRO counts them to: at its borders, where another quarter's point is nearer.
#[test]
fn a_position_is_named_after_the_quarter_it_lies_in() {
    let of_rostock = |(lon, lat)| {
        let (found, _) = GAZETTEER.nearest(GeoPoint { lon, lat }, &AREAS_OF_STATE).unwrap();
        assert_eq!(found.key, "13003000");
        found.name
    };
    // The lighthouse, the station and the fish market of Warnemünde; the ferry's other side.
    for at in [(12.0857, 54.1813), (12.0906, 54.1768), (12.0880, 54.1790)] {
        assert_eq!(of_rostock(at), "Warnemünde", "{at:?}");
    }
    assert_eq!(of_rostock((12.1010, 54.1790)), "Hohe Düne");
    // In whatever quarter a grid of points lies, the answer lies in it too, and is the nearest there.
    let all = GAZETTEER.entries().filter(|it| it.municipality.as_str() == "13003000");
    let all: Vec<&Entry> = all.collect();
    let grid = (0..40)
        .flat_map(|x| (0..40).map(move |y| (12.0 + 0.007 * f64::from(x), 54.05 + 0.005 * f64::from(y))));
    let mut inside = 0;
    for (lon, lat) in grid {
        let point = GeoPoint { lon, lat };
        let Some(quarter) = GAZETTEER.quarters.iter().find(|quarter| quarter.holds(point)) else { continue };
        if AREAS_OF_STATE.locate(point, SHORE) != Located::Inside(Ags::parse("13003000").unwrap()) {
            continue;
        }
        let (found, far) = GAZETTEER.nearest(point, &AREAS_OF_STATE).unwrap();
        let held = all.iter().filter(|it| quarter.holds(it.point));
        let least = held.map(|it| point.geodesic_to(it.point).0).fold(f64::INFINITY, f64::min);
        assert!((far.0 - least).abs() < 1e-6, "{point:?} is told as {}", found.label);
        inside += 1;
    }
    assert!(inside > 100, "{inside}");
}

#[test]
fn the_place_of_a_point_is_the_nearest_of_its_municipality_and_its_label_is_found_again() {
    let places = &*GAZETTEER;
    for (lon, lat) in [(11.4957, 53.3249), (13.09, 54.31), (14.2, 53.9), (10.9, 53.4)] {
        let point = GeoPoint { lon, lat };
        let (found, distance) = places.nearest(point, &AREAS_OF_STATE).unwrap();
        let Located::Inside(holder) = AREAS_OF_STATE.locate(point, SHORE) else { panic!("{point:?}") };
        let held = places.entries().filter(|entry| entry.municipality == holder);
        let scan = held.map(|it| point.geodesic_to(it.point).0).fold(f64::INFINITY, f64::min);
        assert!((distance.0 - scan).abs() < 1e-6, "{found:?}");
        let Resolution::Found(again) = places.resolve(&found.label) else { panic!("{found:?}") };
        assert_eq!(again.candidate.key, found.key);
    }
    let is_inside = |entry: &&Entry| AREAS_OF_STATE.contains(entry.municipality.as_str(), entry.point);
    for entry in places.entries().filter(is_inside).step_by(9) {
        let (found, far) = places.nearest(entry.point, &AREAS_OF_STATE).unwrap();
        assert!(far.0 < 1.0, "{} is told as {}", entry.name, found.label);
    }
}
