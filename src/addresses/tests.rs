use std::io::Cursor;
use std::sync::OnceLock;

use proptest::prelude::*;

use super::*;
use crate::areas::Areas;
use crate::extract;
use crate::extract::fixture::Pbf;
use crate::gazetteer::{Gazetteer, Tables};
use crate::units::Metres;

struct World {
    areas: Areas,
    gazetteer: Gazetteer,
    index: AddressIndex,
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let areas = Areas::of_models().unwrap();
        let text =
            |path: &str| std::fs::read_to_string(format!("{}/models/{path}", env!("CARGO_MANIFEST_DIR")));
        let gazetteer = Gazetteer::from_tables(&Tables::read(text).unwrap(), &areas).unwrap();
        let index = index_of(&small_region(), &areas).0;
        World { areas, gazetteer, index }
    })
}

fn index_of(pbf: &Pbf, areas: &Areas) -> (AddressIndex, BuildReport) {
    let bytes = pbf.bytes();
    let extract = extract::read(|| Ok(Cursor::new(bytes.clone())), |_| {}).unwrap();
    build(&extract, areas, &"ab".repeat(32))
}

/// Invented houses in Parchim with its village Slate, in Rostock, and in a town outside of the state.
fn small_region() -> Pbf {
    let mut pbf = Pbf::default();
    pbf.made_at = Some(1_793_534_400);
    pbf.node(53.4264, 11.8486, &[("place", "town"), ("name", "Parchim")]);
    pbf.node(53.3890, 11.8370, &[("place", "village"), ("name", "Slate")]);
    pbf.node(54.0887, 12.1400, &[("place", "city"), ("name", "Rostock")]);
    pbf.node(54.1760, 12.0830, &[("place", "suburb"), ("name", "Warnemünde")]);
    for number in [1, 2, 3, 4, 8, 10] {
        let east = f64::from(number) * 0.0002;
        pbf.house(53.4250, 11.8480 + east, "Lange Straße", &number.to_string(), "19370", "Parchim");
        pbf.house(54.0880, 12.1390 + east, "Lange Straße", &number.to_string(), "18055", "Rostock");
        pbf.house(53.4230, 11.8500 + east, "Dorfstraße", &number.to_string(), "19370", "Parchim");
        pbf.house(53.3895, 11.8370 + east, "Dorfstraße", &(number + 20).to_string(), "19370", "Parchim");
        pbf.house(54.1765, 12.0835 + east, "Mühlenstraße", &number.to_string(), "18119", "Rostock");
        pbf.house(49.5100, 11.2800 + east, "Marktplatz", &number.to_string(), "91207", "Lauf a.d.Pegnitz");
    }
    pbf.house(53.4261, 11.8487, "Am Markt", "1", "19370", "Parchim");
    pbf.house(53.4262, 11.8489, "Am Markt", "5a", "19370", "Parchim");
    pbf.house(53.4280, 11.8520, "Ernst-Thälmann-Straße", "7", "19370", "Parchim");
    pbf.house(53.4290, 11.8540, "Straße des 17. Juni", "4", "19370", "Parchim");
    let ends = [pbf.node(54.0900, 12.1300, &[]), pbf.node(54.0902, 12.1310, &[])];
    pbf.way(&ends, &[("highway", "residential"), ("name", "Kröpeliner Straße")]);
    pbf
}

fn outcome(text: &str) -> AddressOutcome {
    world().index.locate(text, &world().gazetteer)
}

fn found(text: &str) -> String {
    match outcome(text) {
        AddressOutcome::Found(found) => format!("{} [{}]", found.label, found.precision.word()),
        AddressOutcome::Open(several) => {
            format!("open: {}", several.iter().map(|it| it.label.as_str()).collect::<Vec<_>>().join(" | "))
        }
        AddressOutcome::Unknown => "unknown".to_owned(),
    }
}

#[test]
fn an_address_is_found_in_the_ways_people_write_it() {
    let lange = "Lange Straße 3, 19370 Parchim [house]";
    for text in [
        "Lange Straße 3, Parchim",
        "Lange Str. 3, 19370 Parchim",
        "19370 Parchim, Lange Str. 3",
        "Parchim, Lange Straße 3",
        "lange str 3 parchim",
        "Parchim Langestr. 3",
        "Lange Str.3 Parchim",
        "LANGE STRASSE 3 D-19370 PARCHIM",
        "Lange Straße 3, 19370",
        "Lange Straße 3, Stadt Parchim",
        "Lange Straße Nr. 3, Parchim, Deutschland",
        lange.strip_suffix(" [house]").unwrap(),
    ] {
        assert_eq!(found(text), lange, "{text}");
    }
    assert_eq!(found("Am Markt 5 a, Parchim"), "Am Markt 5a, 19370 Parchim [house]");
    assert_eq!(found("E.-Thälmann-Str. 7, Parchim"), "Ernst-Thälmann-Straße 7, 19370 Parchim [house]");
    assert_eq!(found("Straße des 17. Juni 4 Parchim"), "Straße des 17. Juni 4, 19370 Parchim [house]");
    assert_eq!(found("Muehlenstr. 4, Rostock-Warnemünde"), "Mühlenstraße 4, 18119 Rostock [house]");
    assert_eq!(found("Muhlenstrasse 4 Warnemuende"), "Mühlenstraße 4, 18119 Rostock [house]");
    assert_eq!(found("Marktplatz 2, Lauf an der Pegnitz"), "Marktplatz 2, 91207 Lauf a.d.Pegnitz [house]");
    assert_eq!(found("Marktplatz 2, Lauf"), "Marktplatz 2, 91207 Lauf a.d.Pegnitz [house]");
}

#[test]
fn an_answer_says_how_well_it_knows_the_point() {
    assert_eq!(found("Lange Straße, Rostock"), "Lange Straße, 18055 Rostock [street]");
    assert_eq!(found("Lange Straße 6, Rostock"), "Lange Straße 6, 18055 Rostock [interpolated]");
    assert_eq!(found("Lange Straße 3b, Rostock"), "Lange Straße 3b, 18055 Rostock [interpolated]");
    assert_eq!(found("Lange Straße 77, Rostock"), "Lange Straße 77, 18055 Rostock [street]");
    assert_eq!(found("Kröpeliner Str. 12, Rostock"), "Kröpeliner Straße 12, Rostock [street]");
    let AddressOutcome::Found(six) = outcome("Lange Straße 6, Rostock") else { panic!("not found") };
    // Between 4 and 8, which lie at 12.1398 and 12.1406.
    assert!((six.point.lon - 12.1402).abs() < 1e-6 && (six.point.lat - 54.0880).abs() < 1e-6, "{six:?}");
    assert_eq!(six.municipality.unwrap().as_str(), "13003000");
}

#[test]
fn what_is_not_beyond_doubt_is_asked() {
    assert_eq!(found("Lange Str. 3"), "open: Lange Straße 3, 19370 Parchim | Lange Straße 3, 18055 Rostock");
    assert_eq!(found("Dorfstr. 22, Parchim"), "Dorfstraße 22, 19370 Parchim OT Slate [house]");
    assert_eq!(
        found("Dorfstraße 22, 19370 Parchim OT Slate"),
        "Dorfstraße 22, 19370 Parchim OT Slate [house]"
    );
    assert_eq!(found("Dorfstraße 22, Slate"), "Dorfstraße 22, 19370 Parchim OT Slate [house]");
    let both = "open: Dorfstraße, 19370 Parchim | Dorfstraße, 19370 Parchim OT Slate";
    assert_eq!(found("Dorfstraße, Parchim"), both);
    // The postcode says Parchim, the town Rostock.
    assert_eq!(found("19370 Rostock, Lange Str. 3"), "open: Lange Straße 3, 18055 Rostock");
    for text in ["Kuhgasse 3, Parchim", "Lange Straße 3, Wismar", "3, Parchim", "Parchim", "", ",,,", "12345"]
    {
        assert_eq!(found(text), "unknown", "{text}");
    }
}

#[test]
fn typos_find_a_house_and_ask_for_a_street() {
    assert_eq!(found("Krämtner Str. 3, Parchim"), "unknown");
    assert_eq!(found("Ernst-Tälmann-Straße 7, Parchim"), "Ernst-Thälmann-Straße 7, 19370 Parchim [house]");
    assert_eq!(found("Lange Straße 3, Parhcim"), "Lange Straße 3, 19370 Parchim [house]");
    assert_eq!(found("Ernst-Tälmann-Straße, Parchim"), "open: Ernst-Thälmann-Straße, 19370 Parchim");
    assert_eq!(found("Ernst-Tälmann-Straße 99, Parchim"), "open: Ernst-Thälmann-Straße 99, 19370 Parchim");
}

#[test]
fn suggestions_complete_the_street_or_the_place() {
    let suggest = |text: &str| -> Vec<String> {
        world().index.suggest(text, &world().gazetteer, 5).into_iter().map(|it| it.label).collect()
    };
    assert_eq!(suggest("Lang"), ["Lange Straße, 19370 Parchim", "Lange Straße, 18055 Rostock"]);
    assert_eq!(suggest("Lange Str. 3, Ro"), ["Lange Straße 3, 18055 Rostock"]);
    assert_eq!(suggest("Parchim, Am M"), ["Am Markt, 19370 Parchim"]);
    assert_eq!(suggest("Parchim Am M"), ["Am Markt, 19370 Parchim"]);
    assert_eq!(suggest("19370 Ern"), ["Ernst-Thälmann-Straße, 19370 Parchim"]);
    assert_eq!(suggest("Kröpl"), ["Kröpeliner Straße, Rostock"]);
    assert!(suggest("La").is_empty() && suggest("").is_empty());
}

#[test]
fn parts_of_an_address_are_located_like_a_text() {
    let locate = |street, house_number, postcode, place, locality| {
        let parts = AddressParts { street, house_number, postcode, place, locality };
        match world().index.locate_parts(&parts, &world().gazetteer) {
            AddressOutcome::Found(found) => found.label,
            other => format!("{other:?}"),
        }
    };
    let slate = "Dorfstraße 21, 19370 Parchim OT Slate";
    assert_eq!(locate("Dorfstr.", Some("21"), Some("19370"), "Parchim", Some("Slate")), slate);
    assert_eq!(locate("Am Markt", Some("1"), None, "Parchim", Some("Zentrum")), "Am Markt 1, 19370 Parchim");
}

#[test]
fn an_index_is_the_same_after_it_was_written_and_read() {
    let bytes = world().index.to_bytes();
    let again = AddressIndex::from_bytes(&bytes).unwrap();
    assert_eq!(again.content, world().index.content);
    assert_eq!(AddressIndex::stamp_of(&bytes).unwrap(), *world().index.stamp());
    assert_eq!(again.stamp().date.unwrap().to_string(), "2026-11-01");
    assert_eq!((again.streets(), again.houses()), (10, 40));
}

#[test]
fn a_file_of_anything_else_is_refused() {
    let bytes = world().index.to_bytes();
    let fault = |bytes: &[u8]| AddressIndex::from_bytes(bytes).unwrap_err();
    assert_eq!(fault(b""), AddressFileError::Foreign);
    assert_eq!(fault(b"PFLADDR\n"), AddressFileError::Checksum);
    let mut newer = bytes.clone();
    newer[8] = 9;
    assert_eq!(fault(&newer), AddressFileError::Version { found: 9 });
    for end in [12, 40, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(fault(&bytes[..end]), AddressFileError::Checksum, "{end}");
    }
}

/// A file with a checksum that fits, whatever it holds.
fn sealed(body: &[u8]) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    [&b"PFLADDR\n\x01\0\0\0"[..], &Sha256::digest(body), body].concat()
}

proptest! {
    #[test]
    fn damage_below_a_fitting_checksum_never_breaks_the_reader_or_a_search(
        at in any::<prop::sample::Index>(), byte in any::<u8>(), end in any::<prop::sample::Index>(), cut in any::<bool>(),
    ) {
        let mut body = world().index.to_bytes()[44..].to_vec();
        let at = at.index(body.len());
        body[at] = byte;
        if cut {
            body.truncate(end.index(body.len()));
        }
        if let Ok(index) = AddressIndex::from_bytes(&sealed(&body)) {
            index.suggest("Lange Str. 3, Parchim", &world().gazetteer, 5);
            index.locate("Dorfstraße", &world().gazetteer);
        }
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,60}", number in 0..100_000_u32) {
        outcome(&text);
        outcome(&format!("{text} {number}, {text}"));
        world().index.suggest(&text, &world().gazetteer, 8);
    }
}

/// Distance of two names by the textbook (optimal string alignment), with the whole table.
fn distance(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut table = vec![vec![0; other.len() + 1]; one.len() + 1];
    for i in 0..=one.len() {
        for j in 0..=other.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let cost = usize::from(one[i - 1] != other[j - 1]);
                let plain = (table[i - 1][j] + 1).min(table[i][j - 1] + 1).min(table[i - 1][j - 1] + cost);
                let is_swap = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
                if is_swap { plain.min(table[i - 2][j - 2] + 1) } else { plain }
            };
        }
    }
    table[one.len()][other.len()]
}

const STEMS: [&str; 12] = [
    "Birken",
    "Buchen",
    "Eichen",
    "Linden",
    "Rosen",
    "Tulpen",
    "Schweriner",
    "Wismarsche",
    "Goldberger",
    "Neue",
    "Bahnhofs",
    "Kastanien",
];
const ENDS: [&str; 4] = ["weg", "straße", "allee", "platz"];

/// Every stem with every end, in a town.
fn many_streets() -> &'static AddressIndex {
    static INDEX: OnceLock<AddressIndex> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut pbf = Pbf::default();
        pbf.node(53.4264, 11.8486, &[("place", "town"), ("name", "Parchim")]);
        for (row, stem) in STEMS.iter().enumerate() {
            for (column, end) in ENDS.iter().enumerate() {
                let (lat, lon) = (53.40 + row as f64 * 0.004, 11.80 + column as f64 * 0.02);
                pbf.house(lat, lon, &format!("{stem}{end}"), "1", "19370", "Parchim");
            }
        }
        index_of(&pbf, &world().areas).0
    })
}

/// One letter less, another letter, or two swapped.
fn misspelt(name: &str, at: usize, kind: u8) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = at % (letters.len() - 1);
    match kind % 3 {
        0 => drop(letters.remove(at)),
        1 => letters[at] = 'x',
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

proptest! {
    /// A plain scan of all streets: who is nearest to what was typed must be among the answers, and each answer must be as
    /// near as is forgiven.
    #[test]
    fn a_search_with_a_typo_agrees_with_a_plain_scan(
        stem in 0..STEMS.len(), end in 0..ENDS.len(), at in 0..30_usize, kind in any::<u8>(),
    ) {
        let typed = misspelt(&format!("{}{}", STEMS[stem], ENDS[end]), at, kind);
        let key = |name: &str| Spelling::of_street(name).forms().next().unwrap().to_owned();
        let all = STEMS.iter().flat_map(|stem| ENDS.iter().map(move |end| format!("{stem}{end}")));
        let scanned: Vec<(usize, String)> = all.map(|name| (distance(&key(&typed), &key(&name)), name)).collect();
        let least = scanned.iter().map(|(distance, _)| *distance).min().unwrap();
        let nearest: Vec<&String> = scanned.iter().filter(|one| one.0 == least).map(|one| &one.1).collect();
        let hits: Vec<String> = match many_streets().locate(&format!("{typed} 1, Parchim"), &world().gazetteer) {
            AddressOutcome::Found(found) => vec![found.street],
            AddressOutcome::Open(several) => several.into_iter().map(|it| it.street).collect(),
            AddressOutcome::Unknown => Vec::new(),
        };
        // In a short stem no typo is forgiven, and "ss" for "ß" lets one edit count two.
        let stem_letters = STEMS[stem].chars().count();
        if least <= 1 && stem_letters >= 6 && !typed.contains("xe") {
            prop_assert!(!hits.is_empty(), "{} finds nothing", typed);
        }
        if !hits.is_empty() {
            let mut expected: Vec<&String> = nearest;
            let mut found: Vec<&String> = hits.iter().collect();
            expected.sort();
            found.sort();
            prop_assert_eq!(found, expected, "{}", typed);
        }
    }
}

#[test]
fn streets_that_meet_are_one_and_villages_apart_are_two() {
    let mut pbf = Pbf::default();
    let mut add = |lon: f64, number: u32| pbf.house(53.5, lon, "Weg", &number.to_string(), "19370", "X");
    // 0.003 degrees are 198 m here: neighbours touch. The second run begins 1.3 km behind the first.
    (0..10).for_each(|at| add(11.8 + 0.003 * f64::from(at), at + 1));
    (0..5).for_each(|at| add(11.847 + 0.003 * f64::from(at), at + 101));
    let (index, report) = index_of(&pbf, &world().areas);
    assert_eq!((report.streets, report.houses, report.left_out), (2, 15, 0));
    let spans: Vec<u32> = index.content.streets.iter().map(|street| street.houses.length).collect();
    assert_eq!(spans, [10, 5]);
}

#[test]
fn a_number_that_occurs_twice_parts_a_street_by_its_villages() {
    let mut pbf = Pbf::default();
    pbf.node(53.5, 11.80, &[("place", "village"), ("name", "Altdorf")]);
    pbf.node(53.5, 11.83, &[("place", "village"), ("name", "Neudorf")]);
    for at in 0..11_u32 {
        let number = if at < 6 { at + 1 } else { at - 5 };
        pbf.house(53.5, 11.8 + 0.003 * f64::from(at), "Hauptstraße", &number.to_string(), "19370", "X");
    }
    let (index, report) = index_of(&pbf, &world().areas);
    assert_eq!(report.streets, 2);
    assert!(index.content.streets.iter().all(|street| street.shows_part));
}

#[cfg(feature = "shared-data")]
mod real {
    use super::*;
    use crate::units::GeoPoint;
    use std::fs::File;

    fn lauf() -> (extract::Extract, AddressIndex) {
        let path = format!("{}/../shared/data/roads/lauf.osm.pbf", env!("CARGO_MANIFEST_DIR"));
        let extract = extract::read(|| File::open(&path), |_| {}).unwrap();
        let index = build(&extract, &world().areas, &"00".repeat(32)).0;
        (extract, index)
    }

    /// Read out of the extract with osmium 4.3.2 (PyPI): the node, or the mean of the corners of the building.
    const KNOWN: [(&str, f64, f64); 10] = [
        ("Kuhnhofer Hauptstraße 40, 91207 Lauf a.d.Pegnitz", 49.5278188, 11.2741879),
        ("Eschenauer Straße 43, 91207 Lauf a.d.Pegnitz", 49.5152910, 11.2616030),
        ("Hersbrucker Straße 52a, 91207 Lauf a.d.Pegnitz", 49.5148772, 11.2873853),
        ("Geuderstraße 11, 91207 Lauf a.d.Pegnitz", 49.5200516, 11.2911292),
        ("Eschenauer Straße 5, 91207 Lauf a.d.Pegnitz", 49.5087103, 11.2705970),
        ("Hans-Sachs-Straße 56, 91207 Lauf a.d.Pegnitz", 49.5185293, 11.2730654),
        ("Kuhnhofer Weg 12, 91207 Lauf a.d.Pegnitz", 49.5256918, 11.2716464),
        ("Kunigundenstraße 55, 91207 Lauf a.d.Pegnitz", 49.5246542, 11.2702368),
        ("Tilsiter Straße 2, 91207 Lauf a.d.Pegnitz", 49.5142482, 11.2561386),
        ("Kuhnhofer Weg 30, 91207 Lauf a.d.Pegnitz", 49.5270921, 11.2703662),
    ];

    #[test]
    fn ten_addresses_of_lauf_are_found_to_the_house() {
        let (_, index) = lauf();
        for (text, lat, lon) in KNOWN {
            let AddressOutcome::Found(found) = index.locate(text, &world().gazetteer) else {
                panic!("{text}")
            };
            assert_eq!(found.precision, Precision::House, "{text}");
            let distance = found.point.geodesic_to(GeoPoint { lat, lon });
            assert!(distance < Metres(5.0), "{text}: {distance:?}");
        }
    }

    /// Some addresses are those of several objects, such as a building and the shops in it: one of them is the answer.
    #[test]
    fn all_addresses_of_lauf_are_found_by_their_own_text() {
        let (extract, index) = lauf();
        let text = |number| extract.names.text(number);
        let mut points: HashMap<(u32, String), Vec<GeoPoint>> = HashMap::new();
        let key = |house: &extract::House| (house.street, text(house.number).to_lowercase());
        for house in &extract.houses {
            points.entry(key(house)).or_default().push(house.position.into());
        }
        for house in &extract.houses {
            let (street, number) = (text(house.street), text(house.number));
            let asked = format!("{street} {number}, {} {}", text(house.postcode), text(house.city));
            let hits = index.suggest(&asked, &world().gazetteer, 1);
            let Some(first) = hits.first() else { panic!("{asked} is not found") };
            let is_there = |point: &GeoPoint| first.point.geodesic_to(*point) <= Metres(5.0);
            assert!(points[&key(house)].iter().any(is_there), "{asked}: {first:?}");
        }
    }
}
