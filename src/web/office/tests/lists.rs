//! Lists in the browser: looked at, corrected, released and taken back, and what an attacker may not.

use actix_web::http::StatusCode;

use super::editing::{fields, with};
use super::{Answer, Browser, Office};
use crate::accounts::Role;
use crate::register::Facility;

const PATH: &str = "/amt/listen";
const RELEASE: &str = "/amt/listen/freigeben";
const LIST: &str = "Bezeichnung;Straße;PLZ;Ort;Art;Plätze\n\
    Haus Linde;Lange Straße 5;19370;Parchim;Pflegeheim;48\n\
    Haus Eiche;Markt 1;19288;Ludwigslust;Seniorenwohnstätte;20\n\
    Tagestreff Am Park;Bahnhofstraße 2;19230;Hagenow;Tagespflege;14\n";

impl Office {
    fn register(&self) -> Vec<Facility> {
        self.state.database.load().unwrap().0
    }

    async fn send_list(&self, browser: &mut Browser, name: &str, list: &[u8]) -> Answer {
        self.send_named(browser, PATH, name, list).await
    }

    /// Facilities of the register that were not there when the office opened.
    fn added(&self) -> Vec<Facility> {
        let old = ["a-1", "b-2", "c-3", "d-4"];
        self.register().into_iter().filter(|facility| !old.contains(&facility.id.as_str())).collect()
    }
}

/// The name of the field of a line of the form, by what stands in the line.
fn field_of(page: &Answer, line: &str) -> String {
    let row = page.html.split("<tr").find(|row| row.contains(&format!("<th scope=\"row\">{line}</th>")));
    let row = row.unwrap_or_else(|| panic!("no line {line} in {}", page.html));
    row.split_once("select name=\"").unwrap().1.split('"').next().unwrap().to_owned()
}

#[actix_web::test]
async fn a_list_is_looked_at_corrected_released_and_taken_back() {
    let office = Office::new();
    let before = office.register();
    let mut browser = office.signed_in(Role::Releaser);
    let first = office.send_list(&mut browser, "C:\\Listen\\heime 2026.csv", LIST.as_bytes()).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.html);
    assert!(first.html.contains("heime 2026.csv ansehen") && !first.html.contains("C:\\"), "{}", first.html);
    assert!(first.html.contains("<strong>1</strong> Zeile nicht übernommen"), "{}", first.html);
    assert_eq!(office.register(), before, "nothing is written by looking");

    let word = field_of(&first, "Seniorenwohnstätte");
    let chosen = with(fields(&first), &[(word.as_str(), "residential_care"), ("quelle", "heime")]);
    // Whoever corrects and releases at once has not seen what the correction does.
    let unseen = office.send_form(&mut browser, RELEASE, &chosen).await;
    assert_eq!(unseen.status, StatusCode::CONFLICT, "{}", unseen.html);
    assert_eq!(office.register(), before);
    assert!(unseen.html.contains("<strong>3</strong> neue Einrichtungen"), "{}", unseen.html);

    let second = office.send_form(&mut browser, "/amt/listen/vorschau", &chosen).await;
    assert_eq!(second.status, StatusCode::OK);
    let done = office.send_form(&mut browser, RELEASE, &fields(&second)).await;
    assert!(done.location().starts_with("/amt/listen/"), "{} {}", done.status, done.html);
    let added = office.added();
    let names: Vec<(&str, &str)> =
        added.iter().map(|it| (it.name.as_str(), it.offers[0].category.as_str())).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        [
            ("Haus Eiche", "residential_care"),
            ("Haus Linde", "residential_care"),
            ("Tagestreff Am Park", "day_care")
        ]
    );
    assert!(added.iter().all(|it| it.source.source == "heime"));
    let past = office.get(&mut browser, done.location()).await;
    assert!(
        past.html.contains("Die Liste ist übernommen") && past.html.contains(Role::Releaser.german()),
        "{}",
        past.html
    );
    assert!(office.get(&mut browser, PATH).await.html.contains("heime 2026.csv"));

    let address = done.location().split('?').next().unwrap().to_owned();
    let back = office.send_form(&mut browser, &format!("{address}/zuruecknehmen"), &[]).await;
    assert_eq!(back.location(), format!("{address}?zurueck=3"));
    assert_eq!(office.register(), before, "the register is as before");
    let again = office.get(&mut browser, &address).await;
    assert!(again.html.contains("Alles ist wieder wie vorher"), "{}", again.html);
}

async fn taken_in(office: &Office, browser: &mut Browser, list: &str, choices: &[(&str, &str)]) -> String {
    let page = office.send_list(browser, "liste.csv", list.as_bytes()).await;
    let page = office.send_form(browser, "/amt/listen/vorschau", &with(fields(&page), choices)).await;
    let done = office.send_form(browser, RELEASE, &fields(&page)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    done.location().split('?').next().unwrap().to_owned()
}

#[actix_web::test]
async fn taking_back_gives_old_values_back_and_keeps_what_somebody_has_changed_since() {
    let office = Office::new();
    let mut browser = office.signed_in(Role::Administrator);
    let known: &[(&str, &str)] = &[("quelle", "heime")];
    let list = LIST.replace("Seniorenwohnstätte", "Pflegeheim");
    taken_in(&office, &mut browser, &list, known).await;
    let first = office.register();
    let newer =
        list.replace(";48", ";60").replace(";14", ";18") + "Haus Ulme;Markt 7;19370;Parchim;Pflegeheim;9\n";
    let second = taken_in(&office, &mut browser, &newer, known).await;
    let of_name = |name: &str| office.register().into_iter().find(|it| it.name == name).unwrap();
    assert_eq!(of_name("Haus Linde").offers[0].places, Some(60));

    let park = of_name("Tagestreff Am Park");
    let path = format!("/amt/einrichtungen/{}", park.id);
    let form = office.get(&mut browser, &path).await;
    let saved =
        office.send_form(&mut browser, &path, &with(fields(&form), &[("day_care.places", "21")])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);

    let page = office.get(&mut browser, &second).await;
    assert!(page.html.contains("seitdem geändert, bleibt"), "{}", page.html);
    let back = office.send_form(&mut browser, &format!("{second}/zuruecknehmen"), &[]).await;
    assert!(back.location().ends_with("?zurueck=2"), "{}", back.location());
    let expected: Vec<Facility> = first.into_iter().filter(|it| it.id != park.id).collect();
    let found: Vec<Facility> = office.register().into_iter().filter(|it| it.id != park.id).collect();
    assert_eq!(found, expected, "old values, and the new home is gone");
    assert_eq!(of_name("Tagestreff Am Park").offers[0].places, Some(21), "what was typed since stays");
}

#[actix_web::test]
async fn what_somebody_has_changed_since_the_look_is_looked_at_again() {
    let office = Office::new();
    let (mut one, mut two) = (office.signed_in(Role::Releaser), office.signed_in(Role::Administrator));
    let list = LIST.replace("Seniorenwohnstätte", "Pflegeheim");
    let page = office.send_list(&mut one, "liste.csv", list.as_bytes()).await;
    let path = "/amt/einrichtungen/a-1";
    let form = office.get(&mut two, path).await;
    office.send_form(&mut two, path, &with(fields(&form), &[("phone", "03871 12345")])).await;
    let answer = office.send_form(&mut one, RELEASE, &fields(&page)).await;
    assert_eq!(answer.status, StatusCode::PRECONDITION_FAILED, "{}", answer.html);
    assert_eq!(office.added(), Vec::new());
    let done = office.send_form(&mut one, RELEASE, &fields(&answer)).await;
    assert_eq!((done.status, office.added().len()), (StatusCode::SEE_OTHER, 3), "{}", done.html);
    let same = office.send_list(&mut one, "liste.csv", list.as_bytes()).await;
    let nothing = office.send_form(&mut one, RELEASE, &fields(&same)).await;
    assert!(nothing.html.contains("Es gibt nichts zu ändern"), "{}", nothing.html);
}

#[actix_web::test]
async fn files_that_are_no_lists_are_refused_and_change_nothing() {
    let office = Office::new();
    let before = office.register();
    let mut browser = office.signed_in(Role::Releaser);
    let wide = (0..100_000).map(|at| format!("s{at};")).collect::<String>() + "\n1\n";
    let long = "Name;Ort\n".to_owned() + &"Haus;Parchim\n".repeat(11_000);
    let bomb = {
        let zeros = vec![b' '; 60 << 20];
        let mut packed = Vec::new();
        let mut encoder = flate2::read::DeflateEncoder::new(&zeros[..], flate2::Compression::best());
        std::io::Read::read_to_end(&mut encoder, &mut packed).unwrap();
        packed
    };
    for (name, list) in [
        ("leer.csv", b"".as_slice()),
        ("breit.csv", wide.as_bytes()),
        ("lang.csv", long.as_bytes()),
        ("kaputt.xlsx", b"PK\x03\x04 not an archive"),
        ("bombe.xlsx", &bomb),
        ("bild.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("programm.exe", b"MZ\x90\0\x03\0\0\0"),
        ("../../etc/passwd", b"\0\0\0\0"),
    ] {
        let answer = office.send_list(&mut browser, name, list).await;
        assert!(answer.status.is_client_error(), "{name}: {} {}", answer.status, answer.html);
        assert!(
            answer.html.contains("Nichts wurde geändert") || answer.html.contains("zu groß"),
            "{name}: {}",
            answer.html
        );
    }
    let formula = "Name;Ort;Art;Plätze\n\"=HYPERLINK(\"\"x\"\";\"\"<script>alert(1)</script>\"\")\";Parchim;Pflegeheim;3\n";
    let answer = office.send_list(&mut browser, "<script>.csv", formula.as_bytes()).await;
    assert!(
        !answer.html.contains("<script>alert") && !answer.html.contains("<h1><script>"),
        "{}",
        answer.html
    );

    let page = office.send_list(&mut browser, "liste.csv", LIST.as_bytes()).await;
    for (field, value) in [
        ("paket", "%%%"),
        ("paket", "AAAA"),
        ("zuordnung", ""),
        ("zuordnung", "AAAA"),
        ("verglichen", "x"),
        ("spalte-1000", "name"),
        ("wort-", "x"),
    ] {
        let answer = office.send_form(&mut browser, RELEASE, &with(fields(&page), &[(field, value)])).await;
        assert!(answer.status.is_client_error(), "{field}={value}: {} {}", answer.status, answer.html);
    }
    let own = office.send_form(&mut browser, RELEASE, &with(fields(&page), &[("quelle", "../x")])).await;
    assert!(own.status.is_client_error() && own.html.contains("class=\"notice\""), "{}", own.html);
    assert_eq!(office.register(), before);
    for path in ["/amt/listen/0", "/amt/listen/x", "/amt/listen/99999999999999999999"] {
        assert_eq!(office.get(&mut browser, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
