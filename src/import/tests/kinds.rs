//! Kinds of lists that offices write, each with the outcome that a careful clerk expects of a suggested mapping.

use super::super::Plan;
use super::super::read::{Limits, Options, Table, read_with};
use super::files::{archive, ods, ods_text_row, sheets};
use super::fixture::*;
use super::suggestions::{offers, one, suggested};
use crate::register::{Facility, PositionSource};
use crate::units::Lang;

#[track_caller]
fn named<'p>(plan: &'p Plan, name: &str) -> &'p Facility {
    let mut found = plan.insert.iter().filter(|facility| facility.name == name);
    let facility = found.next().unwrap_or_else(|| panic!("{name}\n{}", plan.report));
    assert!(found.next().is_none(), "{name} is there twice");
    facility
}

#[track_caller]
fn from_csv(text: &str) -> (String, Plan) {
    suggested(&table(text), "liste.csv")
}

fn read(bytes: Vec<u8>) -> Table {
    read_with("list", bytes, &Options::default(), &Limits::default()).unwrap()
}

fn german(plan: &Plan) -> String {
    plan.report.text(Lang::De)
}

/// The upper row names what the lower one leaves open.
#[test]
fn header_of_two_rows_of_which_the_upper_has_the_name() {
    let file = sheets(&[(
        "Heime",
        &[
            &["Übersicht der Heime"],
            &["Träger", "Einrichtung", "Anschrift", "", "", "Angebotene Plätze", ""],
            &["", "", "Straße", "PLZ", "Ort", "Dauerpflege", "Tagespflege"],
            &["DRK", "Haus Uhu", "Seeweg 3", "17213", "Malchow", "31", "14"],
            &["AWO", "Haus Kauz", "Am Wall 2", "17139", "Malchin", "44", ""],
        ],
    )]);
    let (toml, plan) = suggested(&read(file), "heime.xlsx");
    let uhu = named(&plan, "Haus Uhu");
    let address = (uhu.address.street.as_deref(), uhu.address.postcode.as_deref(), &*uhu.address.place);
    assert_eq!(address, (Some("Seeweg 3"), Some("17213"), "Malchow"), "{toml}");
    assert_eq!(uhu.provider.as_ref().unwrap().name, "DRK");
    assert_eq!(uhu.offers.len(), 2, "{toml}");
    assert_eq!(offers(&plan, "Haus Kauz"), one("residential_care", Some(44)));
}

/// Sheets with nearly the same columns are parts of one list, and each keeps its kind.
#[test]
fn sheets_of_several_kinds_with_a_column_more_or_less() {
    let file = sheets(&[
        (
            "Kurzzeitpflege",
            &[&["Haus", "Straße", "PLZ", "Ort", "Plätze"], &["KZP Eins", "Weg 1", "23966", "Wismar", "9"]],
        ),
        (
            "Sozialstationen",
            &[
                &["Haus", "Straße", "PLZ", "Ort", "Einzugsgebiet"],
                &["Station Zwei", "Weg 2", "23966", "Wismar", "Stadt"],
            ],
        ),
        (
            "TP 2025",
            &[
                &["Haus", "Straße", "PLZ", "Ort", "Plätze", "Fahrdienst"],
                &["TP Drei", "Weg 3", "23966", "Wismar", "12", "ja"],
            ],
        ),
        ("Zahlen", &[&["Art", "Anzahl"], &["Tagespflege", "1"]]),
    ]);
    let (toml, plan) = suggested(&read(file.clone()), "angebote.xlsx");
    assert_eq!(offers(&plan, "KZP Eins"), one("short_term_care", Some(9)), "{toml}");
    assert_eq!(offers(&plan, "Station Zwei"), one("home_care_service", None), "{toml}");
    assert_eq!(offers(&plan, "TP Drei"), one("day_care", Some(12)), "{toml}");
    assert!(german(&plan).contains("„Zahlen“ wurde nicht gelesen"), "{}", plan.report);
    // As the import reads it, which knows the mapping.
    let layouts = [layout(&toml)];
    let options = super::super::reading_options(&layouts);
    let again = read_with("list", file, &options, &Limits::default()).unwrap();
    let again = super::super::plan(&again, &layouts[0], &[], &context()).unwrap();
    assert_eq!(again.insert, plan.insert, "{toml}");
}

/// A filter may still be set, and a column may be hidden because it is nobody's business.
#[test]
fn hidden_rows_and_columns_are_said() {
    let head = ods_text_row(&["Name", "Art", "PLZ", "Ort", "intern"]);
    let row = ods_text_row(&["Haus A", "Tagespflege", "18246", "Bützow", "x"]);
    let hidden = ods_text_row(&["Haus B", "Tagespflege", "18246", "Bützow", "y"])
        .replace("<table:table-row>", "<table:table-row table:visibility=\"filter\">");
    let columns = "<table:table-column table:number-columns-repeated=\"4\"/><table:table-column table:visibility=\"collapse\"/>";
    let (_, plan) = suggested(&read(ods(&format!("{columns}{head}{row}{hidden}"))), "liste.ods");
    assert_eq!(plan.insert.len(), 2);
    assert!(
        german(&plan).contains("1 ausgeblendete Zeile und die ausgeblendeten Spalten intern"),
        "{}",
        plan.report
    );
    let sheet = |rows: &str| {
        format!(
            "<worksheet><cols><col min=\"4\" max=\"5\" hidden=\"1\"/></cols><sheetData>{rows}</sheetData></worksheet>"
        )
    };
    let cell = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let cells = |line: usize, texts: [&str; 4]| -> String {
        ["A", "B", "C", "D"]
            .iter()
            .zip(texts)
            .map(|(column, text)| cell(&format!("{column}{line}"), text))
            .collect()
    };
    let head = cells(1, ["Name", "Art", "Ort", "Notizen"]);
    let body = cells(2, ["Haus C", "Tagespflege", "Bützow", "n"]);
    let rows = format!("<row r=\"1\">{head}</row><row r=\"2\" hidden=\"true\">{body}</row>");
    let file = archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"L\" id=\"r1\"/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"a.xml\"/></Relationships>",
        ),
        ("xl/a.xml", sheet(&rows).as_bytes()),
    ]);
    let remarks: Vec<String> = read(file).remarks.into_iter().map(|remark| remark.en).collect();
    assert_eq!(
        remarks,
        ["the sheet \"L\" has 1 hidden row and the hidden columns Notizen, which were read too"]
    );
}

/// The column of names is called by the kind of the list.
#[test]
fn list_of_one_kind_whose_names_stand_below_the_kind() {
    for (head, slug) in [
        ("Nachtpflege", "night_care"),
        ("Sozialstation", "home_care_service"),
        ("Seniorenheim", "residential_care"),
    ] {
        let list = format!(
            "{head};Straße;PLZ;Ort;Ansprechpartner\nAm Bodden;Weg 1;18311;Ribnitz-Damgarten;Fr. Muster\n\
             Zur Linde;Weg 2;18356;Barth;Hr. Beispiel\n{head} Sonne;Weg 3;18356;Barth;Fr. Probe\n"
        );
        let (toml, plan) = from_csv(&list);
        assert_eq!(plan.insert.len(), 3, "{toml}{}", plan.report);
        assert_eq!(offers(&plan, "Am Bodden"), one(slug, None), "{toml}");
    }
}

/// Which row is of which kind is not known, and the suggestion says so.
#[test]
fn a_title_of_several_kinds_is_a_guess() {
    let list = "Name;PLZ;Ort\nA;17489;Greifswald\nB;17489;Greifswald\n";
    let (both, _) = suggested(&table(list), "Pflegeheime und Pflegedienste.csv");
    assert!(both.contains("# geraten: Titel oder Dateiname nennen mehrere Arten"), "{both}");
    let (one_kind, _) = suggested(&table(list), "Ambulante Pflegedienste.csv");
    assert!(one_kind.contains("\"home_care_service\"  # wahrscheinlich"), "{one_kind}");
}

/// Headers are questions, and postcode and place stand in one cell.
#[test]
fn answers_to_a_questionnaire() {
    let list = "Zeitpunkt;Wie lautet der Name der Einrichtung?;Was bieten Sie an?;PLZ, Ort;Wie viele Plätze gibt es?;Ihre Telefonnummer?\n\
                1.1.2026;Haus Birke;Tagespflege;18439 Stralsund;14;03831 1\n\
                2.1.2026;Haus Erle;Vollstationäre Pflege, Nachtpflege;18435 Stralsund;50;03831 2\n\
                3.1.2026;Haus Weide;Tagespflege;18507 Grimmen;10;038326 2\n";
    let (toml, plan) = from_csv(list);
    let birke = named(&plan, "Haus Birke");
    assert_eq!(
        (birke.municipality.as_str(), birke.address.postcode.as_deref()),
        ("13073088", Some("18439")),
        "{toml}"
    );
    assert_eq!(offers(&plan, "Haus Birke"), one("day_care", Some(14)), "{toml}");
    assert_eq!(named(&plan, "Haus Erle").offers.len(), 2, "{toml}");
    assert_eq!(birke.contact.phone.as_deref(), Some("03831 1"), "{toml}");
    // A mapping of before, in which the cell is the postcode.
    let own = layout(
        "name = \"l\"\ntitle = \"l\"\nsource = \"l\"\nrecognise = [\"N\"]\n[constants]\ncategory = \"day_care\"\n[columns]\nname = \"N\"\npostcode = \"PLZ\"\n",
    );
    let plan = super::super::plan(&table("N;PLZ\nHaus;23936 Grevesmühlen\n"), &own, &[], &context()).unwrap();
    assert_eq!(only(&plan).municipality.as_str(), "13074026", "{}", plan.report);
}

#[test]
fn wide_list_with_short_headers_and_parts_of_numbers() {
    let list = "Haus;PLZ;Ort;Plätze VS;Plätze KZ;davon Demenz;Pl. TP;amb. Dienst\n\
                Haus Hecht;17235;Neustrelitz;60;4;20;;\nHaus Barsch;17235;Neustrelitz;;nach Bedarf;;12;x\nHaus Aal;17235;Neustrelitz;33;;;0;nein\n";
    let (toml, plan) = from_csv(list);
    let mut hecht = offers(&plan, "Haus Hecht");
    hecht.sort();
    let some = |slug: &str, places| (slug.to_owned(), places);
    assert_eq!(hecht, [some("residential_care", Some(60)), some("short_term_care", Some(4))], "{toml}");
    let mut barsch = offers(&plan, "Haus Barsch");
    barsch.sort();
    let expected =
        [some("day_care", Some(12)), some("home_care_service", None), some("short_term_care", None)];
    assert_eq!(barsch, expected, "{toml}");
    assert_eq!(offers(&plan, "Haus Aal"), one("residential_care", Some(33)));
    // Places of kinds that nobody knows are not those of all.
    let (unknown, _) = from_csv("Haus;Art;PLZ;Ort;Plätze A;Plätze B\nA;Pflegeheim;17235;Neustrelitz;60;4\n");
    assert!(!unknown.contains("\nplaces = "), "{unknown}");
}

/// What a home is good at beside its columns of kinds is no further offer.
#[test]
fn wide_list_with_yes_and_no_and_a_column_of_specialities() {
    let list = "IK;Name;PLZ;Ort;Vollstationär;Kurzzeit;Tagespflege;Schwerpunkt\n\
                511300001;Haus V;18435;Stralsund;Ja;Ja;Nein;Demenz\n511300002;Haus W;18435;Stralsund;Nein;Nein;Ja;\n\
                511300003;Haus X;18435;Stralsund;Nein;Nein;Ja;\n";
    let (toml, plan) = from_csv(list);
    let mut kinds: Vec<String> = offers(&plan, "Haus V").into_iter().map(|(slug, _)| slug).collect();
    kinds.sort();
    assert_eq!(kinds, ["residential_care", "short_term_care"], "{toml}");
    assert_eq!(named(&plan, "Haus W").source.id, "511300002");
}

#[test]
fn closed_and_planned_homes_do_not_go_live_unseen() {
    let list = "Einrichtung;Art;PLZ;Ort;Betriebsstatus\nHaus A;Pflegeheim;19386;Lübz;geöffnet\n\
                Haus B;Pflegeheim;19386;Lübz;stillgelegt seit 2024\nHaus C;Tagespflege;19386;Lübz;im Bau\n\
                Haus D - in Planung;Tagespflege;19386;Lübz;\n";
    let (toml, plan) = from_csv(list);
    let names: Vec<&str> = plan.insert.iter().map(|facility| &*facility.name).collect();
    assert_eq!(names, ["Haus A", "Haus D - in Planung"], "{toml}");
    assert_eq!(plan.report.totals.ignored, 2);
    assert!(german(&plan).contains("„Haus D - in Planung“ klingt geschlossen"), "{}", plan.report);
    // A beginning with a star in the mapping.
    let starred = toml.replace("\"stillgelegt seit 2024\"", "\"stillgelegt *\"");
    let again = super::super::plan(&table(list), &layout(&starred), &[], &context()).unwrap();
    assert_eq!(again.report.totals.ignored, 2, "{starred}");
}

/// Other trades are left out by their words; a word that may be care is asked about, and its rows are not lost.
#[test]
fn list_of_more_than_care() {
    let list = "Rubrik;Titel;PLZ;Ort\nZahnarzt;Praxis A;17489;Greifswald\nOptiker;Laden B;17489;Greifswald\n\
                Tagespflege;TP C;17489;Greifswald\nPflegedienst;PD D;17489;Greifswald\nSeniorenstift;Stift E;17489;Greifswald\n";
    let (toml, plan) = from_csv(list);
    assert_eq!(
        (plan.insert.len(), plan.report.totals.ignored, plan.report.totals.rejected),
        (2, 2, 1),
        "{toml}"
    );
    assert!(toml.contains("# \"Seniorenstift\" = \"\""), "{toml}");
}

#[test]
fn columns_that_are_parts_of_a_value() {
    let list = "Name 1;Name 2;Art;Straße;Nr;Hausnr.-Zusatz;PLZ;Ort;Vorwahl;Telefon;Mobil\n\
                AWO;Haus Ahorn;Pflegeheim;Ring;7;a;19230;Hagenow;03883;4411;0160 1\n\
                AWO;Haus Ulme;Tagespflege;Ring;7;b;19230;Hagenow;03883;4412;\n";
    let (toml, plan) = from_csv(list);
    let ahorn = named(&plan, "AWO Haus Ahorn");
    assert_eq!(ahorn.address.house_number.as_deref(), Some("7a"), "{toml}");
    assert_eq!(ahorn.contact.phone.as_deref(), Some("03883/4411, 0160 1"), "{toml}");
    assert!(toml.contains("and = [\"Mobil\"]"), "{toml}");
    let (toml, plan) =
        from_csv("Name;Art;PLZ;Ort;Tel. 1;Tel. 2\nA;Tagespflege;19230;Hagenow;03883 1;03883 2\n");
    assert_eq!(only(&plan).contact.phone.as_deref(), Some("03883 1, 03883 2"), "{toml}");
}

/// A number that is dialled must be one, and that of a telephone.
#[test]
fn telephone_cells_with_fax_without_zero_and_with_words() {
    let list = "Name;Art;PLZ;Ort;Telefon / Fax;E-Mail\n\
                A;Pflegeheim;17309;Pasewalk;Tel. 03973 11 - Fax 03973 12;haus(at)a.example\n\
                B;Pflegeheim;17309;Pasewalk;3973/2211;b@b.example, c@b.example\n\
                C;Tagespflege;17309;Pasewalk;siehe Homepage;keine\nD;Tagespflege;17309;Pasewalk;22 11 0;\n";
    let (toml, plan) = from_csv(list);
    let contact = |name: &str| {
        let contact = &named(&plan, name).contact;
        (contact.phone.as_deref().map(str::to_owned), contact.email.as_deref().map(str::to_owned))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(contact("A"), (some("Tel. 03973 11"), some("haus@a.example")), "{toml}");
    assert_eq!(contact("B"), (some("03973/2211"), some("b@b.example")));
    assert_eq!(contact("C"), (None, None));
    assert_eq!(contact("D").0, some("22 11 0"));
    let report = german(&plan);
    for said in [
        "„Fax 03973 12“",
        "„siehe Homepage“ ist keine Nummer",
        "„22 11 0“ hat keine Vorwahl",
        "als haus@a.example gelesen",
    ] {
        assert!(report.contains(said), "{said}\n{report}");
    }
}

#[test]
fn a_number_of_places_of_another_kind_is_none_of_this_one() {
    let list = "Name;Art;PLZ;Ort;Plätze;Stand\nA;Pflegeheim;17166;Teterow;15 Tagespflege;44926\n\
                B;Pflegeheim;17166;Teterow;48 Dauerpflege, 3 KZP;III/2022\nC;Pflegeheim;17166;Teterow;rd. 70;31.12.2022\n";
    let (_, plan) = from_csv(list);
    let places = |name: &str| (named(&plan, name).offers[0].places, named(&plan, name).offers[0].places_on);
    assert_eq!(places("A"), (None, None));
    assert_eq!(places("C"), (Some(70), Some(day("2022-12-31"))));
    assert!(german(&plan).contains("„15 Tagespflege“ nennt Plätze einer anderen Art"), "{}", plan.report);
    let serial = from_csv("Name;Art;PLZ;Ort;Plätze;Stand\nA;Pflegeheim;17166;Teterow;15;44926\n").1;
    assert_eq!(only(&serial).offers[0].places_on, Some(day("2022-12-31")));
    assert!(german(&serial).contains("„44926“ als 2022-12-31 gelesen"), "{}", serial.report);
}

/// Without a postcode the district, the municipality key or the text itself tells places of one name apart.
#[test]
fn places_of_one_name_are_told_apart_by_what_else_the_row_says() {
    let list = "Name;Art;Ort;Kreis\nA;Pflegeheim;Wieck;VR\nB;Pflegeheim;Kirchdorf;Landkreis Nordwestmecklenburg\n\
                C;Tagespflege;Göhren;13076\nD;Tagespflege;Ahlbeck;Schwerin\n";
    let (toml, plan) = from_csv(list);
    assert_eq!(named(&plan, "A").municipality.as_str(), "13073100", "{toml}{}", plan.report);
    assert_eq!(named(&plan, "B").municipality.as_str(), "13074035", "{}", plan.report);
    assert!(german(&plan).contains("Mehrere Orte heißen „Wieck“"), "{}", plan.report);
    // Two of the name in the district, and none: still a question.
    assert_eq!((plan.insert.len(), plan.report.totals.rejected), (2, 2), "{}", plan.report);
}

#[test]
fn a_point_as_text_without_a_named_system() {
    for (head, cells) in [
        (
            "WKT",
            [
                "POINT (13.7 53.73)",
                "\"POLYGON ((13.7 53.73,13.71 53.73,13.71 53.74,13.7 53.73))\"",
                "POINT Z (13.7 53.73 4)",
            ],
        ),
        ("Geokoordinaten", ["\"53.7301, 13.7001\"", "\"53,7302; 13,7002\"", "\"53.73° N, 13.70° E\""]),
    ] {
        let rows: String = ["Haus A", "Haus B", "Haus C"]
            .iter()
            .zip(cells)
            .map(|(name, cell)| format!("{name};Tagespflege;{cell}\n"))
            .collect();
        let (toml, plan) = from_csv(&format!("Name;Art;{head}\n{rows}"));
        assert_eq!(plan.insert.len(), 3, "{toml}{}", plan.report);
        for facility in &plan.insert {
            assert_eq!(facility.position_source, PositionSource::Source, "{toml}");
            assert!((facility.point.lat - 53.73).abs() < 0.01 && (facility.point.lon - 13.70).abs() < 0.01);
        }
    }
}

/// A street that is spelt another way, and a letter in another column, make no second home.
#[test]
fn the_same_home_with_its_address_spelt_another_way() {
    let (before, after) = (
        "Name;Art;Straße;PLZ;Ort\nHaus Reiher;Pflegeheim;Mühlenstraße 4b;17192;Waren\nHaus Storch;Tagespflege;Lange Straße 9;17192;Waren\n",
        "Name;Art;Straße;Haus-Nr.;PLZ;Ort\nHaus Reiher;Pflegeheim;Muehlenstr.;4 b;17192;Waren (Müritz)\nHaus Storch;Tagespflege;Lange Str.;9;17192;Waren (Müritz)\n",
    );
    let (_, first) = from_csv(before);
    let (toml, _) = from_csv(after);
    let complete = format!("complete = true\n{toml}");
    let second = super::super::plan(&table(after), &layout(&complete), &first.insert, &context()).unwrap();
    assert!(second.insert.is_empty(), "{}", second.report);
    let register = applied(&first.insert, &second);
    assert!(
        register.iter().all(|facility| facility.valid_to.is_none() && facility.offers[0].valid_to.is_none())
    );
}
