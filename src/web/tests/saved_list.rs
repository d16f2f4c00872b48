//! The kept list, the comparison, files to save, and what search engines read.

use std::collections::BTreeSet;

use super::*;

#[actix_web::test]
async fn a_saved_list_is_read_from_its_address_and_reports_unknown_ids() {
    let page = get("/merkliste?id=b-2&id=nobody&id=a-1&id=b-2").await;
    let visible = page.visible_text();
    assert!(visible.find("Mitte") < visible.find("Tagespflege Nord"), "in the order of the address");
    assert!(visible.contains("1 Einrichtung steht nicht mehr im Verzeichnis"), "{visible}");
    assert!(visible.contains("(03874) 12 34"), "{visible}");
    assert!(visible.contains("Fragen für Anruf und Besuch"), "{visible}");
    assert_eq!(page.html.matches("<li class=\"item\"").count(), 2);
    for link in [
        "href=\"/vergleich?id=b-2&amp;id=a-1\"",
        "href=\"/merkliste.csv?id=b-2&amp;id=a-1\"",
        "href=\"/merkliste?id=a-1\" data-unkeep=\"b-2\"",
    ] {
        assert!(page.html.contains(link), "{link} is missing in {}", page.html);
    }
    assert!(get("/en/merkliste").await.visible_text().contains("Nothing saved yet."));
}

#[actix_web::test]
async fn four_facilities_are_compared_and_a_fifth_is_reported() {
    let page = get("/vergleich?id=a-1&id=c-3").await;
    assert!(page.html.contains("<a class=\"compare-name\" href=\"/einrichtung/c-3\">Haus am See</a>"));
    assert!(page.html.contains("scope=\"row\">Garten</th>"), "{}", page.html);
    assert!(page.visible_text().contains("2 Angebote im Vergleich"), "{}", page.visible_text());
    assert!(!page.visible_text().contains("Haustiere möglich"), "a row that says nothing is left out");
    let mut many = facilities();
    many.push(facility("e-5", "Fünftes Haus", 5.0, vec![offer("day_care", None, None)]));
    let path = "/vergleich?id=a-1&id=b-2&id=c-3&id=d-4&id=e-5";
    let page = ask(many, TestRequest::get().uri(path)).await;
    assert!(page.visible_text().contains("Nebeneinander passen 4. Gezeigt werden die ersten."));
    assert!(!page.visible_text().contains("Fünftes Haus"));
    assert!(get("/vergleich").await.visible_text().contains("Noch nichts zu vergleichen."));
}

/// The register, in which a home states what it costs.
fn with_costs() -> Vec<Facility> {
    let amounts = [(CostKind::OwnShare, 241_000), (CostKind::CareShare, 147_262)];
    let amounts = amounts.map(|(kind, cents)| (kind, Cents::new(cents).unwrap())).into();
    let on = NaiveDate::from_ymd_opt(2024, 10, 1).unwrap();
    let costs = Costs::new(CostPer::Month, on, amounts);
    let home = Offer { costs, ..offer("residential_care", Some(60), None) };
    let mut all = facilities();
    all.push(facility("e-5", "Haus mit Preisen", 5.0, vec![home]));
    all
}

#[actix_web::test]
async fn costs_are_shown_with_their_day_on_the_page_and_in_the_comparison() {
    let page = ask(with_costs(), TestRequest::get().uri("/einrichtung/e-5")).await;
    let visible = page.visible_text();
    for text in [
        "Das kostet ein Monat",
        "Preise vom 1.10.2024.",
        "Eigenanteil insgesamt2.410,00 €",
        "Pflege, Ihr Anteil (EEE)1.472,62 €",
        "Diese Angaben sind älter als ein Jahr.",
        "§ 43c SGB XI",
    ] {
        assert!(visible.contains(text), "{text} is missing in {visible}");
    }
    assert!(!page.html.contains("makesOffer"), "a share is no price");
    let page = ask(with_costs(), TestRequest::get().uri("/vergleich?id=c-3&id=e-5")).await;
    let visible = page.visible_text();
    assert!(visible.contains("Kosten im Monat"), "{visible}");
    assert!(visible.contains("Eigenanteil insgesamt bitte erfragen 2.410,00 €"), "{visible}");
    assert!(visible.contains("1.10.2024 älter als ein Jahr"), "{visible}");
    let page = ask(with_costs(), TestRequest::get().uri("/vergleich?id=a-1&id=b-2")).await;
    assert!(!page.visible_text().contains("Kosten"), "a section that says nothing is left out");
    let page = ask(with_costs(), TestRequest::get().uri("/en/einrichtung/e-5")).await;
    assert!(page.visible_text().contains("Own share in all€2,410.00"), "{}", page.visible_text());
}

#[actix_web::test]
async fn contacts_and_tables_can_be_saved() {
    let card = get("/einrichtung/a-1.vcf").await;
    assert_eq!(card.header(header::CONTENT_TYPE), "text/vcard; charset=utf-8");
    assert_eq!(card.header(header::CONTENT_DISPOSITION), "attachment; filename=\"a-1.vcf\"");
    let line =
        "\r\nADR;TYPE=work:;;Am Markt 4 a;Ludwigslust;Mecklenburg-Vorpommern;19288;Deuts\r\n chland\r\n";
    assert!(card.html.contains(line), "{}", card.html);
    assert!(card.html.contains("TEL;TYPE=work,voice;VALUE=text:(03874) 12 34\r\n"), "{}", card.html);
    assert_eq!(get("/einrichtung/nobody.vcf").await.status, StatusCode::NOT_FOUND);
    let cards = get("/merkliste.vcf?id=a-1&id=d-4").await;
    assert_eq!(cards.html.matches("BEGIN:VCARD").count(), 2);
    let unplaced = cards.html.split("BEGIN:VCARD").nth(2).unwrap();
    assert!(!unplaced.contains("GEO:"), "a centre of a place is no position: {unplaced}");
}

/// Of a kind: exports for machines given to people.
#[actix_web::test]
async fn a_list_opens_in_a_spreadsheet_of_the_language_by_double_click() {
    let table = get("/merkliste.csv?id=c-3").await;
    let head = "\u{FEFF}Einrichtung;Angebot;Plätze;Stand der Plätze;Freie Plätze;";
    assert!(table.html.starts_with(head), "{}", table.html);
    assert_eq!(table.html.lines().count(), 3, "a head and two offers");
    assert!(!table.html.contains("residential_care") && table.html.contains("Pflegeheim"), "{}", table.html);
    let english = get("/en/merkliste.csv?id=c-3").await;
    assert!(english.html.starts_with("\u{FEFF}Facility,Care offer,Places,"), "{}", english.html);
    let mut all = with_costs();
    all[0].name = "=HYPERLINK(\"https://x.example\")".into();
    all[0].contact.phone = Some("+49 3874 12".into());
    let table = ask(all, TestRequest::get().uri("/merkliste.csv?id=a-1&id=e-5")).await;
    assert!(table.html.contains("\"'=HYPERLINK"), "{}", table.html);
    assert!(table.html.contains(";03874 12;"), "{}", table.html);
    assert!(table.html.contains(";2410,00;01.10.2024;"), "{}", table.html);
    let book = get("/merkliste.xlsx?id=c-3").await;
    assert_eq!(book.header(header::CONTENT_DISPOSITION), "attachment; filename=\"pflegekarte.xlsx\"");
    let results = get("/?near=Ludwigslust&category=day_care&radius_km=20").await;
    assert!(results.html.contains("href=\"/merkliste.xlsx?id="), "{}", results.html);
    let advice = get("/beratung?near=Ludwigslust&category=day_care&radius_km=20").await;
    assert!(advice.html.contains("href=\"/merkliste.csv?id="), "{}", advice.html);
}

/// A part of an archive as text.
fn part(archive: &[u8], name: &str) -> String {
    use std::io::Read;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Of a kind: exports for machines given to people.
#[actix_web::test]
async fn the_workbook_of_a_list_holds_what_a_relative_needs() {
    use calamine::{Data, Reader};
    const HEADINGS: [&str; 18] = [
        "Einrichtung",
        "Angebot",
        "Plätze",
        "Stand der Plätze",
        "Freie Plätze",
        "Gezählt am",
        "Eigenanteil im Monat (€)",
        "Kosten ab",
        "Träger",
        "Straße",
        "PLZ",
        "Ort",
        "Telefon",
        "E-Mail",
        "Internet",
        "Öffnungszeiten",
        "Bemerkung",
        "Kennung",
    ];
    let day = NaiveDate::from_ymd_opt(2026, 9, 30).unwrap();
    let mut dated = offer("residential_care", Some(60), Some((2, 1)));
    dated.places_on = Some(day);
    dated.note = Some("@SUM(A1:A9)".into());
    let mut home = facility("x-1", "=HYPERLINK(\"https://example.org\")", 2.0, vec![dated]);
    home.contact.phone = Some("+49 3871 12".into());
    let list = vec![home];
    let get = |path: &'static str| ask(list.clone(), TestRequest::get().uri(path));
    let csv = get("/merkliste.csv?id=x-1").await;
    assert_eq!(csv.html.lines().next().unwrap(), format!("\u{FEFF}{}", HEADINGS.join(";")));
    let row = csv.html.lines().nth(1).unwrap();
    assert!(row.starts_with("\"'=HYPERLINK(") && row.contains(";'@SUM(A1:A9);"), "{row}");
    assert!(row.contains(";60;30.09.2026;2;01.10.2026;") && row.contains(";03871 12;"), "{row}");
    let book = get("/merkliste.xlsx?id=x-1").await;
    let mut read: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(book.bytes.clone())).unwrap();
    assert_eq!(read.sheet_names(), ["Angebote", "Hinweise"]);
    let sheet = read.worksheet_range("Angebote").unwrap();
    let text =
        |row: u32, column: u32| sheet.get_value((row, column)).map(Data::to_string).unwrap_or_default();
    assert_eq!((0..18).map(|column| text(0, column)).collect::<Vec<_>>(), HEADINGS);
    assert!(matches!(sheet.get_value((1, 2)), Some(Data::Float(places)) if *places == 60.0));
    let dates = [sheet.get_value((1, 3)), sheet.get_value((1, 5))];
    assert!(dates.iter().all(|it| matches!(it, Some(Data::DateTime(_)))), "{dates:?}");
    assert_eq!(sheet.get_value((1, 10)), Some(&Data::String("19288".into())), "a postcode is a text");
    assert_eq!(sheet.get_value((1, 12)), Some(&Data::String("03871 12".into())));
    // A cell of text calculates nothing; no formula stands in the workbook.
    assert!(matches!(sheet.get_value((1, 0)), Some(Data::String(name)) if name.contains("=HYPERLINK(")));
    let xml = part(&book.bytes, "xl/worksheets/sheet1.xml");
    assert!(!xml.contains("<f>") && !xml.contains("<hyperlink"), "{xml}");
    assert!(xml.contains("ySplit=\"1\"") && xml.contains("state=\"frozen\""), "{xml}");
    assert!(xml.contains("<autoFilter ref=\"A1:R2\"/>"), "{xml}");
    let widths = xml.split("<col ").skip(1).map(|it| it.split(" width=\"").nth(1).unwrap());
    let widths: Vec<f64> = widths.map(|it| it.split('"').next().unwrap().parse().unwrap()).collect();
    assert!(widths.len() > 10 && widths.iter().all(|width| (5.0..80.0).contains(width)), "{widths:?}");
}

#[actix_web::test]
async fn the_map_of_a_saved_list_is_a_separate_image() {
    let list = get("/?near=Ludwigslust&category=day_care&radius_km=20").await;
    let (_, behind) = list.html.split_once("src=\"/karte.svg").unwrap();
    let address = format!("/karte.svg{}", behind.split('"').next().unwrap().replace("&amp;", "&"));
    let drawing = get(&address).await;
    assert_eq!(drawing.header(header::CONTENT_TYPE), "image/svg+xml");
    let entries = list.html.matches(" id=\"e-").count();
    assert!(entries > 1, "{}", list.html);
    assert_eq!(drawing.html.matches("class=\"paper-number\"").count(), entries);
    assert!(drawing.html.contains(".paper-number {"), "an image has no styles but its own");
    assert!(drawing.html.contains("Ludwigslust</text>"), "{}", drawing.html);
    assert_eq!(get("/karte.svg?id=nobody").await.status, StatusCode::NOT_FOUND);
}

/// The words behind "pin-" of each marker of a text, where its mark stands before it.
fn shapes<'a>(text: &'a str, mark: &str) -> Vec<&'a str> {
    let parts = text.split(mark).skip(1);
    parts.filter_map(|part| part.split_once("pin-")?.1.split(['"', ' ']).next()).collect()
}

/// A facility with several offers has in each list the shape of what was asked for.
#[actix_web::test]
async fn the_markers_of_list_and_paper_have_one_shape() {
    let mut all = facilities();
    let several =
        vec![offer("day_care", Some(12), Some((0, 3))), offer("residential_care", Some(60), Some((3, 3)))];
    all.push(facility("e-5", "Haus mit zweierlei", 3.0, several));
    let mut seen = BTreeSet::new();
    for search in ["category=day_care", "category=residential_care", ""] {
        let path = format!("/?near=Ludwigslust&radius_km=100&{search}");
        let list = ask(all.clone(), TestRequest::get().uri(&path)).await.html;
        let (_, behind) = list.split_once("src=\"/karte.svg").unwrap();
        let address = format!("/karte.svg{}", behind.split('"').next().unwrap().replace("&amp;", "&"));
        let drawing = ask(all.clone(), TestRequest::get().uri(&address)).await.html;
        let (entries, markers) =
            (shapes(&list, "<li class=\"item\""), shapes(&drawing, "class=\"paper-marker"));
        assert!(!entries.is_empty());
        assert_eq!(entries, markers, "{path}");
        seen.extend(entries.into_iter().map(str::to_owned));
        for (status, element) in
            [("free", "<path"), ("full", "<rect"), ("unknown", "<circle"), ("on_request", "<circle")]
        {
            let mark = format!("paper-marker pin-{status}\"");
            let drawn = drawing.split(&mark).skip(1);
            assert!(
                drawn.map(|it| it.split('>').nth(1).unwrap()).all(|it| it.starts_with(element)),
                "{status}"
            );
        }
    }
    assert!(seen.contains("free") && seen.contains("full"), "{seen:?}");
    let saved = ask(all, TestRequest::get().uri("/merkliste?id=e-5&id=d-4")).await.html;
    assert_eq!(shapes(&saved, "<li class=\"item\""), shapes(&saved, "class=\"paper-marker"));
    assert_eq!(shapes(&saved, "class=\"paper-marker"), ["free", "on_request"]);
}

#[actix_web::test]
async fn search_engines_are_given_real_facilities_and_no_examples() {
    let page = get("/einrichtung/b-2").await;
    assert!(page.html.contains("<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\""));
    assert!(page.html.contains("\"name\":\"Tagespflege \\u003cb>Mitte"), "{}", page.html);
    let mut some = facilities();
    some[1].example = true;
    let invented = ask(some.clone(), TestRequest::get().uri("/einrichtung/b-2")).await;
    assert!(!invented.html.contains("ld+json"));
    assert!(invented.html.contains("<meta name=\"robots\" content=\"noindex\">"));

    assert_eq!(get("/sitemap.xml").await.status, StatusCode::NOT_FOUND, "without a public address");
    let site = Site { public_url: Some("https://pflege.example.org".into()), ..Site::default() };
    let map = ask_of(site.clone(), some.clone(), TestRequest::get().uri("/sitemap.xml")).await;
    let entry =
        "<url><loc>https://pflege.example.org/en/einrichtung/a-1</loc><lastmod>2026-10-01</lastmod></url>";
    assert!(map.html.contains(entry), "{}", map.html);
    assert!(map.html.contains("<loc>https://pflege.example.org/leicht/suche</loc>"));
    assert!(!map.html.contains("b-2"), "{}", map.html);
    let robots = ask_of(site, some, TestRequest::get().uri("/robots.txt")).await;
    assert!(robots.html.ends_with("Sitemap: https://pflege.example.org/sitemap.xml\n"), "{}", robots.html);
}

#[actix_web::test]
async fn a_facility_page_shows_the_week_neighbours_and_error_reports() {
    let page = get("/einrichtung/a-1").await;
    let visible = page.visible_text();
    assert!(visible.contains("08:00–16:00"), "{visible}");
    assert!(visible.contains("Ähnliche Angebote in der Nähe"), "{visible}");
    assert!(page.html.contains("<a href=\"/einrichtung/b-2\">"), "the other day care is 1 km away");
    assert!(!page.html.contains("/einrichtung/d-4"), "a care service is no day care");
    assert!(visible.contains("Fehler melden"), "{visible}");
}

#[actix_web::test]
async fn rows_in_which_all_say_the_same_can_be_left_out() {
    let all = get("/vergleich?id=a-1&id=b-2").await;
    let toggle = "href=\"/vergleich?id=a-1&amp;id=b-2&amp;nur=unterschiede\"";
    assert!(all.html.contains(toggle) && all.visible_text().contains("Beispielträger"), "{}", all.html);
    let differing = get("/vergleich?id=a-1&id=b-2&nur=unterschiede").await;
    let visible = differing.visible_text();
    assert!(visible.contains("14 Plätze · 2 Plätze frei 12 Plätze · Kein Platz frei"), "{visible}");
    assert!(!visible.contains("Beispielträger") && !visible.contains("Garten"), "{visible}");
    assert!(visible.contains("Zeilen, in denen überall dasselbe steht, sind ausgeblendet."), "{visible}");
    assert!(differing.html.contains("href=\"/vergleich?id=a-1&amp;id=b-2\">"), "{}", differing.html);
}

#[actix_web::test]
async fn a_visit_becomes_a_calendar_entry_or_is_asked_for_again() {
    let entry = get("/einrichtung/a-1.ics?tag=2026-12-03&uhrzeit=10:00").await;
    assert_eq!(entry.header(header::CONTENT_TYPE), "text/calendar; charset=utf-8");
    assert_eq!(entry.header(header::CONTENT_DISPOSITION), "attachment; filename=\"a-1.ics\"");
    assert_eq!(entry.header(header::CACHE_CONTROL), "no-store");
    for line in [
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
        "DTSTART:20261203T090000Z\r\nDTEND:20261203T100000Z\r\n",
        "SUMMARY:Besuch: Tagespflege Nord\r\n",
        "LOCATION:Am Markt 4 a\\, 19288 Ludwigslust\r\n",
        "DESCRIPTION:Telefon: (03874) 12 34\r\n",
    ] {
        assert!(entry.html.contains(line), "{line} is missing in {}", entry.html);
    }
    assert!(
        get("/en/einrichtung/a-1.ics?tag=2026-12-03&uhrzeit=10:00").await.html.contains("SUMMARY:Visit: ")
    );
    for wrong in ["/einrichtung/a-1.ics", "/einrichtung/a-1.ics?tag=2026-02-30&uhrzeit=10:00"] {
        let page = get(wrong).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{wrong}");
        assert!(page.visible_text().contains("Bitte geben Sie einen Tag und eine Uhrzeit an"), "{wrong}");
    }
    assert_eq!(
        get("/einrichtung/nobody.ics?tag=2026-12-03&uhrzeit=10:00").await.status,
        StatusCode::NOT_FOUND
    );
}

#[actix_web::test]
async fn an_older_card_is_there_for_older_programs() {
    let card = get("/einrichtung/a-1.vcf?version=3").await.html;
    assert!(card.starts_with("BEGIN:VCARD\r\nVERSION:3.0\r\nN:;;;;\r\nFN:Tagespflege Nord\r\n"), "{card}");
    assert!(card.contains("GEO:53.34") && card.contains("TEL;TYPE=work,voice:(03874) 12 34\r\n"), "{card}");
    assert_eq!(get("/merkliste.vcf?id=a-1&id=b-2&version=3").await.html.matches("VERSION:3.0").count(), 2);
}

/// The address of a printed page, as its letters say it.
fn printed(page: &Answer) -> String {
    let (_, rest) = page.html.split_once("class=\"paper-note").unwrap();
    visible_text(rest.split_once("<strong>").unwrap().1.split_once("</strong>").unwrap().0)
        .replace("&amp;", "&")
}

#[actix_web::test]
async fn paper_has_the_day_the_address_and_its_code_and_nothing_of_the_reader() {
    let site = Site { public_url: Some("https://pflege.example.org".into()), ..Site::default() };
    for (path, address) in [
        (format!("/einrichtung/a-1?{CENTRE}&category=day_care"), "pflege.example.org/einrichtung/a-1"),
        (format!("/?{CENTRE}&near=Am+Markt+4+a"), "pflege.example.org/"),
        (
            "/en/vergleich?id=a-1&id=b-2&nur=unterschiede".to_owned(),
            "pflege.example.org/en/vergleich?id=a-1&id=b-2",
        ),
        ("/eingebettet/einrichtung/a-1?near=Grabow".to_owned(), "pflege.example.org/einrichtung/a-1"),
    ] {
        let page = ask_of(site.clone(), facilities(), TestRequest::get().uri(&path)).await;
        assert_eq!(printed(&page), address, "{path}");
        assert!(page.html.contains("<svg class=\"paper-code\""), "{path}");
        assert!(
            page.visible_text().contains("3.10.2026") || page.visible_text().contains("3 Oct 2026"),
            "{path}"
        );
    }
    let unnamed =
        ask(facilities(), TestRequest::get().uri("/einrichtung/a-1").insert_header(("host", "karte.local")));
    assert_eq!(printed(&unnamed.await), "karte.local/einrichtung/a-1");
}

#[actix_web::test]
async fn search_engines_and_phones_are_told_what_a_page_is() {
    let site = Site { public_url: Some("https://pflege.example.org".into()), ..Site::default() };
    let page = ask_of(site, facilities(), TestRequest::get().uri("/einrichtung/a-1")).await;
    for part in [
        "<meta name=\"description\" content=\"Tagespflege Nord, 19288 Ludwigslust: Tagespflege. Freie Plätze",
        "<meta property=\"og:url\" content=\"https://pflege.example.org/einrichtung/a-1\">",
        "<link rel=\"alternate\" hreflang=\"de\" href=\"https://pflege.example.org/einrichtung/a-1\">",
        "<link rel=\"alternate\" hreflang=\"en\" href=\"https://pflege.example.org/en/einrichtung/a-1\">",
        "<link rel=\"manifest\" href=\"/site.webmanifest\">",
        "\"@id\":\"https://pflege.example.org/einrichtung/a-1\",\"url\":\"https://example.org/haus\"",
        "\"openingHoursSpecification\":[{\"@type\":\"OpeningHoursSpecification\",\"dayOfWeek\":\"Monday\",\"opens\":\"08:00\"",
    ] {
        assert!(page.html.contains(part), "{part} is missing in {}", page.html);
    }
    let manifest = get("/en/site.webmanifest").await;
    assert_eq!(manifest.header(header::CONTENT_TYPE), "application/manifest+json");
    let manifest: serde_json::Value = serde_json::from_str(&manifest.html).unwrap();
    assert_eq!((manifest["start_url"].as_str(), manifest["lang"].as_str()), (Some("/en/"), Some("en")));
    assert_eq!(get("/.well-known/security.txt").await.status, StatusCode::NOT_FOUND, "without an address");
}

#[actix_web::test]
async fn a_town_has_a_page_for_each_kind_of_care_that_it_has() {
    let page = get("/pflege/ludwigslust/tagespflege").await;
    assert_eq!(page.status, StatusCode::OK);
    let visible = page.visible_text();
    for text in [
        "Tagespflege in Ludwigslust",
        "In Ludwigslust kennen wir 2 Angebote. Zusammen sind es 26 Plätze. 1 davon hat",
        "Andere Angebote in Ludwigslust",
        "Ambulanter Pflegedienst",
    ] {
        assert!(visible.contains(text), "{text} is missing in {visible}");
    }
    assert!(
        page.html.contains("href=\"/?near=Ludwigslust&amp;category=day_care&amp;radius_km=20\""),
        "{}",
        page.html
    );
    assert!(!page.html.contains("noindex"), "{}", page.html);
    assert!(
        get("/en/pflege/ludwigslust/tagespflege").await.visible_text().contains("Day care in Ludwigslust")
    );
    let empty = get("/pflege/grabow/tagespflege").await;
    assert!(
        empty.html.contains("noindex") && empty.visible_text().contains("kennen wir kein Angebot dieser Art")
    );
    let by_contract = get("/en/pflege/ludwigslust/day_care").await;
    assert_eq!(by_contract.header(header::LOCATION), "/en/pflege/ludwigslust/tagespflege");
    for unknown in ["/pflege/atlantis/tagespflege", "/pflege/ludwigslust/raumfahrt"] {
        assert_eq!(get(unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
    }
    let site = Site { public_url: Some("https://pflege.example.org".into()), ..Site::default() };
    let map = ask_of(site, facilities(), TestRequest::get().uri("/sitemap.xml")).await;
    assert!(
        map.html.contains("<loc>https://pflege.example.org/pflege/ludwigslust/tagespflege</loc>"),
        "{}",
        map.html
    );
}
