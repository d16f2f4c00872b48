//! Mappings that are suggested for lists as offices have them: each layout goes live without anybody writing TOML.

use super::super::read::{Limits, Table, read_bytes};
use super::super::{Layout, Plan, plan, suggest};
use super::files::{Value, xlsx};
use super::fixture::*;
use crate::model;
use crate::register::{Facility, PositionSource};
use crate::units::Lang;

/// The suggested mapping and what comes of it.
#[track_caller]
pub fn suggested(table: &Table, file_name: &str) -> (String, Plan) {
    let text = |layout: &Layout| model::text(&format!("import/{}.toml", layout.name)).unwrap();
    let known: Vec<(Layout, String)> =
        world().layouts.iter().map(|layout| (layout.clone(), text(layout))).collect();
    let toml = suggest(table, file_name, &known, Lang::De, &context());
    let layout =
        Layout::from_toml(&toml, &world().categories).unwrap_or_else(|fault| panic!("{fault}\n{toml}"));
    let plan = plan(table, &layout, &[], &context()).unwrap_or_else(|fault| panic!("{fault}\n{toml}"));
    (toml, plan)
}

/// Category and places of the offers of one facility, by the name of the facility.
#[track_caller]
pub fn offers(plan: &Plan, name: &str) -> Vec<(String, Option<u32>)> {
    let offer = |facility: &Facility| {
        facility.offers.iter().map(|offer| (offer.category.to_string(), offer.places)).collect::<Vec<_>>()
    };
    plan.insert.iter().find(|it| *it.name == *name).map(offer).unwrap_or_else(|| panic!("{}", plan.report))
}

pub fn one(category: &str, places: Option<u32>) -> Vec<(String, Option<u32>)> {
    vec![(category.to_owned(), places)]
}

#[track_caller]
fn address(plan: &Plan, name: &str) -> String {
    let facility = plan.insert.iter().find(|it| *it.name == *name).unwrap();
    let address = &facility.address;
    let part = |text: &Option<crate::register::Text>| text.as_deref().unwrap_or("-").to_owned();
    let (street, number, postcode) = (&address.street, &address.house_number, &address.postcode);
    format!("{} {} {} {}", part(street), part(number), part(postcode), address.place)
}

#[test]
fn a_list_with_english_headers_goes_live() {
    let list = "Facility name,Type of care,Operator,Street address,ZIP,City,Phone,E-Mail,Website,Beds\n\
                Seagull,Nursing home,Care Ltd,Am Markt 1,19370,Parchim,03871 1,a@b.example,https://b.example,60\n\
                Owl,Day care,Care Ltd,Am Markt 2,19370,Parchim,03871 2,,,12\n\
                Help,Home care service,Care Ltd,Am Markt 3,19288,Ludwigslust,03874 3,,,\n";
    let (_, plan) = suggested(&table(list), "homes_2025.csv");
    assert_eq!(offers(&plan, "Seagull"), one("residential_care", Some(60)));
    assert_eq!(offers(&plan, "Owl"), one("day_care", Some(12)));
    assert_eq!(offers(&plan, "Help"), one("home_care_service", None));
    let seagull = plan.insert.iter().find(|it| *it.name == *"Seagull").unwrap();
    assert_eq!(seagull.contact.email.as_deref(), Some("a@b.example"));
    assert_eq!(&*seagull.source.source, "homes");
}

#[test]
fn a_list_in_capitals_with_abbreviations_and_tabs_goes_live() {
    let list = "LFD NR\tEINRICHTUNG\tTRÄGER\tSTR\tHNR\tPLZ\tORT\tTEL\tPFLEGEART\tPL\n\
                1\tHAUS AM SEE\tDRK\tSEEWEG\t3\t19055\tSCHWERIN\t0385 1\tVOLLSTAT. PFLEGE\t80\n\
                2\tHAUS AM TOR\tAWO\tTORWEG\t4 a\t19055\tSCHWERIN\t0385 2\tKZP\t9\n\
                3\tPFLEGE MOBIL\tAWO\tTORWEG\t5\t19055\tSCHWERIN\t0385 3\tAMB. PFLEGE\t\n";
    let (toml, plan) = suggested(&table(list), "Liste.txt");
    assert_eq!(offers(&plan, "HAUS AM SEE"), one("residential_care", Some(80)), "{toml}");
    assert_eq!(offers(&plan, "HAUS AM TOR"), one("short_term_care", Some(9)));
    assert_eq!(offers(&plan, "PFLEGE MOBIL"), one("home_care_service", None));
    assert_eq!(address(&plan, "HAUS AM TOR"), "TORWEG 4 a 19055 SCHWERIN");
}

/// No header speaks of the kind of care, and postcode and town share a cell.
#[test]
fn a_column_of_kinds_is_found_by_its_words_and_postcode_with_town_is_taken_apart() {
    let list = "Bezeichnung;Bereich;Straße / Nr.;PLZ Ort;Telefon\n\
                Haus Möwe;Tagespflege;Am Markt 1;19370 Parchim;1\nHaus Eule;Pflegeheim;Am Markt 2;19370 Parchim;2\n\
                Haus Star;Pflegeheim;Am Markt 3;19288 Ludwigslust;3\nDr. Muster;Zahnarzt;Am Markt 4;19370 Parchim;4\n";
    let (toml, plan) = suggested(&table(list), "liste.csv");
    assert_eq!(offers(&plan, "Haus Möwe"), one("day_care", None));
    assert_eq!(address(&plan, "Haus Star"), "Am Markt 3 - 19288 Ludwigslust");
    assert_eq!(plan.report.totals.ignored, 1, "{toml}");
    assert!(toml.contains("\"Zahnarzt\" = \"ignore\"  # wahrscheinlich: 1 Zeile"), "{toml}");
}

/// One row, several offers: what an import would take apart is not suggested as one kind.
#[test]
fn several_kinds_in_one_cell_are_suggested_each_for_itself() {
    for (cell, expected) in [
        ("Pflegeheim und Kurzzeitpflege", vec!["residential_care", "short_term_care"]),
        ("Tagespflege sowie Pflegedienst", vec!["day_care", "home_care_service"]),
        (
            "Pflegeheim / Tagespflege und Kurzzeitpflege",
            vec!["residential_care", "day_care", "short_term_care"],
        ),
        // One word for one kind, whatever stands in it.
        ("Alten- und Pflegeheim", vec!["residential_care"]),
    ] {
        let list = format!(
            "Bezeichnung;Art;Anschrift\nHaus Möwe;{cell};\"Am Markt 1, 19370 Parchim\"\n\
             Haus Eule;Pflegeheim;\"Am Markt 2, 19370 Parchim\"\nHaus Star;Tagespflege;\"Am Markt 3, 19288 Ludwigslust\"\n"
        );
        let (toml, plan) = suggested(&table(&list), "liste.csv");
        let found: Vec<String> = offers(&plan, "Haus Möwe").into_iter().map(|(slug, _)| slug).collect();
        let (mut found, mut expected) = (found, expected);
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected, "{cell}\n{toml}");
    }
}

/// A row that says nothing of where it lies is told so, and not that a place without a name is unknown.
#[test]
fn a_row_without_place_and_coordinates_says_that_both_are_missing() {
    let list = "Bezeichnung;Art;Anschrift\nHaus Möwe;Tagespflege;\nHaus Eule;Pflegeheim;-\nHaus Star;Pflegeheim;\"Am Markt 3, 19288 Ludwigslust\"\n";
    let (_, plan) = suggested(&table(list), "liste.csv");
    let german = plan.report.text(Lang::De);
    assert_eq!(german.matches("Weder Koordinaten noch ein Ort sind angegeben.").count(), 2, "{german}");
    assert!(!german.contains("„“"), "{german}");
}

#[test]
fn a_list_without_any_kind_takes_it_from_its_name() {
    let list =
        "Name;Anschrift;Telefon\nA;\"Am Markt 1, 19370 Parchim\";1\nB;\"Weg 2, 19288 Ludwigslust\";2\n";
    let (toml, plan) = suggested(&table(list), "Tagespflegen 2025.csv");
    assert_eq!(offers(&plan, "A"), one("day_care", None), "{toml}");
    assert_eq!(address(&plan, "B"), "Weg 2 19288 Ludwigslust");
    let (unsure, _) = suggested(&table(list), "liste.csv");
    assert!(unsure.contains("category = \"residential_care\"  # geraten: "), "{unsure}");
}

#[test]
fn a_wide_list_below_titles_with_its_day_goes_live() {
    let list = "Pflegeangebote im Musterkreis;;;;;;\nStand: 31.12.2025;;;;;;\n;;;;;;\n\
                Name der Einrichtung;Straße;PLZ;Ort;vollstationär;Kurzzeitpflege;ambulant\n\
                Breit;Am Markt 1;19370;Parchim;60;5;x\nSchmal;Am Markt 2;19370;Parchim;40;-;\n";
    let (toml, plan) = suggested(&table(list), "liste.csv");
    let mut wide = offers(&plan, "Breit");
    wide.sort();
    let expected =
        [("home_care_service", None), ("residential_care", Some(60)), ("short_term_care", Some(5))];
    let expected: Vec<(String, Option<u32>)> =
        expected.into_iter().map(|(category, places)| (category.to_owned(), places)).collect();
    assert_eq!(wide, expected, "{toml}");
    assert_eq!(offers(&plan, "Schmal"), one("residential_care", Some(40)));
    let counted = plan.insert[0].offers.iter().find(|offer| offer.places.is_some()).unwrap();
    assert_eq!(counted.places_on, Some(day("2025-12-31")), "{toml}");
}

/// The town hall of Ludwigslust in EPSG:25833, under headers that say nothing.
#[test]
fn coordinates_are_found_by_their_values_whatever_their_columns_are_called() {
    let list = "Name;Art;Ort;Wert 1;Wert 2\nA;Pflegeheim;Ludwigslust;5914140,7;266636,0\nB;Tagespflege;Ludwigslust;5914150,7;266646,0\n";
    let (toml, plan) = suggested(&table(list), "liste.csv");
    assert!(toml.contains("crs = \"EPSG:25833\""), "{toml}");
    assert_eq!(plan.insert.len(), 2);
    let (lat, lon) = (plan.insert[0].point.lat, plan.insert[0].point.lon);
    assert!((lat - 53.3249).abs() < 0.0002 && (lon - 11.4957).abs() < 0.0002, "{lat} {lon}");
    assert!(plan.insert.iter().all(|facility| facility.position_source == PositionSource::Source));
}

/// Of a kind: a layout that fits too loosely.
#[test]
fn a_known_layout_is_taken_as_it_is_but_not_where_it_fits_too_loosely() {
    let head = "id;versorgungsart;angebot;einrichtung;strasse;hnr;plz;gemeinde;gemeindeschl;telefon;kapazitaet;jahr;ortsteil;traeger;dachverband;internet;besonderheit;eigentuemer";
    let row = "94;Ambulante Pflege;Pflegedienst;Dienst;Weg;8;19075;Pampow;13076107;;1;2015;;GmbH;Privat;;;";
    let (known, _) = suggested(&table(&format!("{head};lon;lat\n{row};11.36;53.58\n")), "lup.csv");
    assert_eq!(known, model::text("import/lup-2016.toml").unwrap());
    let loose = table(&format!(
        "X;Y;email;{head}\n259051.8;5941559.3;post@dienst.example;{row}\n280441.5;5927796.1;;4;Gesundheit;Arzt;Praxis;Weg;36;19372;Lewitzrand;13076085;;1;2015;Garwitz;;;;;\n"
    ));
    assert!(
        Layout::recognise(&world().layouts, &loose).is_ok(),
        "the positions are found by the names X and Y"
    );
    let renamed = |name: &String| match name.as_str() {
        "X" => "Koordinaten".to_owned(),
        "Y" => "Punkt".to_owned(),
        other => other.to_owned(),
    };
    let unclear = Table { header: loose.header.iter().map(renamed).collect(), ..loose.clone() };
    let refused = Layout::recognise(&world().layouts, &unclear).unwrap_err().to_string();
    assert!(
        refused.contains("\"lup-2016\" fits too loosely") && refused.contains("Koordinaten, Punkt"),
        "{refused}"
    );
    let (toml, plan) = suggested(&loose, "county.csv");
    let service = only(&plan);
    assert_eq!(service.contact.email.as_deref(), Some("post@dienst.example"), "{toml}");
    assert_eq!((service.municipality.as_str(), plan.report.totals.ignored), ("13076107", 1), "{toml}");
}

#[test]
fn sheets_that_are_named_by_kinds_of_care_say_the_kind() {
    let row = |cells: &[&'static str]| cells.iter().map(|text| Value::Text(text)).collect::<Vec<Value>>();
    let single = xlsx(&[row(&["Name", "PLZ", "Ort"]), row(&["A", "19370", "Parchim"])]);
    let mut table = read_bytes("a.xlsx", single, None, &Limits::default()).unwrap();
    table.sheets = vec!["Pflegeheime".to_owned(), "Tagespflege".to_owned()];
    let mut second = table.rows[0].clone();
    (second.sheet, second.line) = (1, 3);
    second.cells[0] = "B".to_owned();
    table.rows.push(second);
    let (toml, plan) = suggested(&table, "a.xlsx");
    assert_eq!(offers(&plan, "A"), one("residential_care", None), "{toml}");
    assert_eq!(offers(&plan, "B"), one("day_care", None), "{toml}");
}

/// Numbers within words ("ca. 55", "60 Plätze") are numbers too: a column of them is one of its kind of care, and its
/// homes are not lost.
#[test]
fn a_column_of_a_kind_keeps_its_kind_where_some_numbers_stand_in_words() {
    for (column, slug, numbers) in [
        ("Plätze vollstationär", "residential_care", ["ca. 55", "60 Plätze", "72"]),
        ("Plätze Tagespflege", "day_care", ["12 Pl.", "ca. 14", "16 (davon 2 frei)"]),
        ("Kurzzeitpflege Plätze", "short_term_care", ["etwa 8", "9", "10 Plätze"]),
    ] {
        let [a, b, c] = numbers;
        let text = format!(
            "Umfrage\nStand: 30.09.2025\n\nName der Einrichtung;PLZ;Ort;{column};Betreutes Wohnen\n\
             Haus A;19386;Lübz;{a};x\nHaus B;19370;Parchim;{b};\nHaus C;19395;Plau am See;{c};x\n"
        );
        let (toml, plan) = suggested(&table(&text), "umfrage.csv");
        assert_eq!(plan.insert.len(), 3, "{toml}{}", plan.report);
        let found = offers(&plan, "Haus A");
        assert!(
            found.iter().any(|(category, places)| category == slug && places.is_some()),
            "{toml}{found:?}"
        );
    }
}

/// Beside the list's own number a GIS program writes one of its own, which the next export numbers anew.
#[test]
fn the_number_of_the_list_is_its_id_and_not_that_of_a_gis_program() {
    for own in ["fid", "gml_id", "OBJECTID"] {
        let text = format!(
            "{own};Kennung;Name;Art;PLZ;Ort\n1;K-7;Haus A;Pflegeheim;19386;Lübz\n2;K-3;Haus B;Pflegeheim;19370;Parchim\n"
        );
        let (toml, plan) = suggested(&table(&text), "gis.csv");
        assert!(toml.contains("id = \"Kennung\""), "{toml}");
        assert_eq!(plan.insert[0].source.id, "K-7");
    }
}

/// Numbers of several kinds in one cell, with words beside them or in the order of the header.
#[test]
fn places_of_several_kinds_in_one_cell_are_taken_apart() {
    type Counted<'a> = &'a [(&'a str, u32)];
    let both: Counted = &[("residential_care", 40), ("day_care", 12)];
    for (header, cell, expected) in [
        ("Plätze", "40 (vollst.) / 12 (TP)", both),
        ("Platzzahl", "vollst. 40, TP 12", both),
        ("Plätze", "40 vollstationär, 12 Tagespflege", both),
        (
            "Plätze (stationär/TP/KZP)",
            "40 / 12 / 8",
            &[("residential_care", 40), ("day_care", 12), ("short_term_care", 8)],
        ),
        ("vollstationär/Tagespflege/Kurzzeitpflege", "40/12/-", both),
    ] {
        let list = format!(
            "Einrichtung;Ort;PLZ;{header}\nHaus Möwe;Parchim;19370;{cell}\nHaus Eule;Parchim;19370;{cell}\nHaus Specht;Lübz;19386;{cell}\n"
        );
        let (text, plan) = suggested(&table(&list), "liste.csv");
        assert!(plan.report.totals.rejected == 0, "{text}\n{}", plan.report);
        let facility = plan.insert.iter().find(|facility| &*facility.name == "Haus Möwe").unwrap();
        let mut counted: Vec<(&str, u32)> = facility
            .offers
            .iter()
            .map(|offer| (offer.category.as_str(), offer.places.unwrap_or(0)))
            .collect();
        counted.sort_unstable();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(counted, expected, "{header}: {cell}\n{text}");
    }
}

#[test]
fn a_mobile_number_stands_beside_area_code_and_number_and_takes_part_in_neither() {
    for header in ["Vorwahl;Rufnummer;Mobil", "Vorwahl;Mobil;Rufnummer", "Mobiltelefon;Vorwahl;Telefon"] {
        let cell = |name: &str, number: &str| match name {
            "Vorwahl" => "03871".to_owned(),
            name if name.starts_with("Mobil") => "0171 1234567".to_owned(),
            _ => number.to_owned(),
        };
        let row =
            |number: &str| header.split(';').map(|name| cell(name, number)).collect::<Vec<_>>().join(";");
        let list = format!(
            "Einrichtung;Art;Ort;PLZ;{header}\nHaus Möwe;Pflegeheim;Parchim;19370;{}\nHaus Eule;Tagespflege;Parchim;19370;{}\n",
            row("123456"),
            row("")
        );
        let (text, plan) = suggested(&table(&list), "liste.csv");
        let phone = |name: &str| {
            let facility = plan.insert.iter().find(|facility| &*facility.name == name).unwrap();
            facility.contact.phone.as_deref().map(str::to_owned)
        };
        assert_eq!(phone("Haus Möwe").as_deref(), Some("03871/123456, 0171 1234567"), "{header}\n{text}");
        assert_eq!(phone("Haus Eule").as_deref(), Some("0171 1234567"), "{header}\n{text}");
    }
}

/// The first mapping takes day, kind and title from the lines above the header, so the report does not call them unread.
#[test]
fn lines_above_the_header_that_a_suggestion_uses_are_not_called_unread() {
    let text = "Tagespflegen im Kreis\nStand: 30.11.2025\nErstellt von Fachdienst 50\n\nName;Straße;PLZ;Ort;Plätze\nHaus A;Weg 3;19370;Parchim;12\nHaus B;Weg 5;19370;Parchim;14\n";
    let table = table(text);
    let toml = super::super::suggest(&table, "liste.csv", &[], Lang::De, &context());
    assert!(toml.contains("places_on = \"30.11.2025\""), "{toml}");
    let plan = super::super::plan(&table, &layout(&toml), &[], &context()).unwrap();
    let said = "Über der Kopfzeile steht, ungelesen: Erstellt von Fachdienst 50";
    assert_eq!(plan.report.file.remarks_de, [said], "{toml}");
}
