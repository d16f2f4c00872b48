//! The list of results: numbers of later pages, facilities of which the town alone is known, embedded places, notes.

use super::*;

/// So many facilities of day care, each a little farther north.
fn row(count: usize) -> Vec<Facility> {
    let one = |at: usize| {
        let offers = vec![offer("day_care", Some(10), None)];
        facility(&format!("r-{at:02}"), &format!("Haus {at:02}"), 1.0 + at as f64 * 0.1, offers)
    };
    (1..=count).map(one).collect()
}

/// The addresses of all pages of a search.
async fn pages(facilities: &[Facility], first: &str) -> Vec<Answer> {
    let mut answers = vec![ask(facilities.to_vec(), TestRequest::get().uri(first)).await];
    while let Some((before, _)) = answers.last().unwrap().html.split_once("#ergebnisse\" rel=\"next\"") {
        let next = before.rsplit_once("href=\"").unwrap().1.replace("&amp;", "&");
        answers.push(ask(facilities.to_vec(), TestRequest::get().uri(&next)).await);
    }
    answers
}

#[actix_web::test]
async fn numbers_go_on_on_later_pages() {
    for (count, limit, said) in [
        (
            55,
            20,
            vec![
                "20 von 55 werden gezeigt",
                "21 bis 40 von 55 werden gezeigt",
                "41 bis 55 von 55 werden gezeigt",
            ],
        ),
        (
            7,
            3,
            vec!["3 von 7 werden gezeigt", "4 bis 6 von 7 werden gezeigt", "7 bis 7 von 7 werden gezeigt"],
        ),
        (5, 4, vec!["4 von 5 werden gezeigt", "5 bis 5 von 5 werden gezeigt"]),
    ] {
        let list = row(count);
        let sorts =
            if count == 7 { ["", "&sort=name", "&max_minutes=60&mode=car"].as_slice() } else { &[""] };
        for sort in sorts {
            let first = format!("/?{CENTRE}&category=day_care&limit={limit}{sort}");
            let answers = pages(&list, &first).await;
            assert_eq!(answers.len(), said.len(), "{first}");
            let mut number = 0;
            for (answer, sentence) in answers.iter().zip(&said) {
                let text = answer.visible_text();
                assert!(text.contains(sentence), "{sentence} is missing: {text}");
                for part in answer.html.split("data-number=\"").skip(1) {
                    number += 1;
                    assert!(part.starts_with(&format!("{number}\"")), "{first}: {number}");
                }
            }
            assert_eq!(number, count, "{first}");
        }
    }
}

#[actix_web::test]
async fn the_map_on_paper_has_the_numbers_of_its_page() {
    let list = row(9);
    let answers = pages(&list, &format!("/?{CENTRE}&category=day_care&limit=4")).await;
    assert!(answers[1].html.contains("/karte.svg?ab=5&amp;id=r-05"), "{}", answers[1].html);
    let map = ask(list.clone(), TestRequest::get().uri("/karte.svg?ab=5&id=r-05&id=r-06")).await;
    assert!(
        map.html.contains(">5<") && map.html.contains(">6<") && !map.html.contains(">1<"),
        "{}",
        map.html
    );
    for wrong in ["ab=0", "ab=-3", "ab=99999999999999999999", "ab=x"] {
        let map = ask(list.clone(), TestRequest::get().uri(&format!("/karte.svg?{wrong}&id=r-05"))).await;
        assert!(map.status == StatusCode::OK && map.html.contains(">1<"), "{wrong}");
    }
}

#[actix_web::test]
async fn of_a_facility_at_the_middle_of_its_place_no_exact_way_is_claimed() {
    let in_town = |km: f64| {
        let offers = vec![offer("day_care", None, None)];
        let mut one = facility("t-1", "Ohne Lage", km, offers);
        one.position_source = PositionSource::Gazetteer;
        vec![one]
    };
    for km in [0.0, 0.05, 0.8] {
        for path in [
            format!("/?{CENTRE}&category=day_care&mode=car"),
            format!("/en/?{CENTRE}&category=day_care&mode=car"),
        ] {
            let page = ask(in_town(km), TestRequest::get().uri(&path)).await.visible_text();
            let (_, text) = page.split_once(" Ohne Lage ").unwrap();
            let said = ["genaue Lage ist nicht bekannt", "exact position is not known"];
            assert!(said.iter().any(|sentence| text.contains(sentence)), "{text}");
            assert!(
                !text.contains("Luftlinie") && !text.contains("1 Min.") && !text.contains("crow flies"),
                "{text}"
            );
        }
    }
    let text = ask(in_town(6.0), TestRequest::get().uri(&format!("/?{CENTRE}&category=day_care")))
        .await
        .visible_text();
    assert!(text.contains("ungefähr 6,0 km Luftlinie bis zur Ortsmitte"), "{text}");
}

#[actix_web::test]
async fn who_asks_for_short_term_care_finds_embedded_places_marked_as_such() {
    let home = |id: &str, offers: Vec<Offer>| facility(id, &format!("Haus {id}"), 2.0, offers);
    let list = vec![
        home("k-1", vec![offer("short_term_care", Some(12), None)]),
        home(
            "k-2",
            vec![offer("residential_care", Some(80), None), offer("short_term_care_embedded", Some(4), None)],
        ),
        home("k-3", vec![offer("residential_care", Some(50), None)]),
    ];
    for path in ["/", "/en/", "/eingebettet/", "/beratung"] {
        let page =
            ask(list.clone(), TestRequest::get().uri(&format!("{path}?{CENTRE}&category=short_term_care")))
                .await;
        assert!(page.html.contains("/einrichtung/k-1") && page.html.contains("/einrichtung/k-2"), "{path}");
        assert!(!page.html.contains("/einrichtung/k-3"), "{path}");
        let text = page.visible_text();
        assert!(
            text.contains("Kurzzeitpflege im Pflegeheim") || text.contains("Short-term care in a care home"),
            "{text}"
        );
    }
    // The limit in minutes counts both, and so does the sentence above the list.
    for (path, said) in [
        ("/", "2 Kurzzeitpflegen in höchstens 30 Minuten mit dem Auto"),
        ("/en/", "2 short-term care services within 30 minutes by car"),
    ] {
        let query = format!("{path}?{CENTRE}&category=short_term_care&max_minutes=30&mode=car");
        let page = ask(list.clone(), TestRequest::get().uri(&query)).await;
        assert_eq!(page.html.matches("data-number=\"").count(), 2, "{query}");
        assert!(page.html.contains("/einrichtung/k-1") && page.html.contains("/einrichtung/k-2"), "{query}");
        let text = page.visible_text();
        assert!(text.contains(said), "{said} is missing in {text}");
    }
    // Who asks for the embedded ones alone gets these alone, and other kinds stay as they are.
    let alone = ask(list.clone(), TestRequest::get().uri("/?category=short_term_care_embedded")).await.html;
    assert!(alone.contains("/einrichtung/k-2") && !alone.contains("/einrichtung/k-1"));
    let homes = ask(list, TestRequest::get().uri("/?category=residential_care")).await.html;
    assert!(homes.contains("/einrichtung/k-3") && !homes.contains("/einrichtung/k-1"));
}

#[actix_web::test]
async fn a_german_note_is_not_shown_on_pages_of_another_language() {
    let mut noted = Offer::new(CategorySlug::new("day_care"), "1");
    noted.note = Some("Hunde sind willkommen.".into());
    let mut one = facility("n-1", "Haus", 1.0, vec![noted]);
    one.note = Some("Der Eingang liegt im Hof.".into());
    let page = |path: &'static str| ask(vec![one.clone()], TestRequest::get().uri(path));
    let german = page("/einrichtung/n-1").await.visible_text();
    assert!(
        german.contains("Hunde sind willkommen.") && german.contains("Der Eingang liegt im Hof."),
        "{german}"
    );
    let english = page("/en/einrichtung/n-1").await.visible_text();
    assert!(!english.contains("Hunde") && !english.contains("Eingang"), "{english}");
    assert!(english.contains("There is a note on this on the German page."), "{english}");
    for path in [format!("/?{CENTRE}"), "/merkliste?id=n-1".to_owned(), "/vergleich?id=n-1".to_owned()] {
        let text = ask(vec![one.clone()], TestRequest::get().uri(&format!("/en{path}"))).await.visible_text();
        assert!(
            text.contains("Haus") && !text.contains("Hunde") && !text.contains("Eingang"),
            "{path}: {text}"
        );
    }
    let chosen =
        |path: &'static str| ask(vec![one.clone()], TestRequest::post().uri(path).set_payload("id=n-1"));
    let text = chosen("/en/beratung/gemerkt").await.visible_text();
    assert!(text.contains("Haus") && !text.contains("Hunde") && !text.contains("Eingang"), "{text}");
    for (path, has_note) in [("/merkliste.csv?id=n-1", true), ("/en/merkliste.csv?id=n-1", false)] {
        let table = ask(vec![one.clone()], TestRequest::get().uri(path)).await.html;
        assert_eq!(table.contains("Hunde"), has_note, "{path}: {table}");
        assert_eq!(
            table.contains("There is a note on this on the German page."),
            !has_note,
            "{path}: {table}"
        );
    }
}

/// The links of the places that a page asks about, as they stand in it.
fn choices(page: &Answer) -> Vec<String> {
    let (_, behind) = page.html.split_once("id=\"results-heading\"").unwrap();
    let (list, _) = behind.split_once("</ul>").unwrap();
    list.split("href=\"").skip(1).map(|it| it.split('"').next().unwrap().replace("&amp;", "&")).collect()
}

/// Of a kind: ambiguity settled in silence.
#[actix_web::test]
async fn a_place_of_several_is_asked_on_every_page() {
    const ENCODED: [(&str, usize); 3] = [("Ahlbeck", 2), ("G%C3%B6hren", 4), ("B%C3%BClow", 4)];
    for (near, bearers) in ENCODED {
        for (path, question) in [
            ("/", "Welchen Ort meinen Sie mit"),
            ("/en/", "Which place do you mean by"),
            ("/beratung", "Welchen Ort meinen Sie mit"),
            ("/en/beratung", "Which place do you mean by"),
            ("/eingebettet/", "Welchen Ort meinen Sie mit"),
        ] {
            let page = get(&format!("{path}?near={near}&category=day_care&radius_km=20")).await;
            assert!(page.visible_text().contains(question), "{path} {near}: {}", page.visible_text());
            let links = choices(&page);
            assert_eq!(links.len(), bearers, "{path} {near}: {links:?}");
            for link in links {
                assert!(link.starts_with(&format!("{path}?")), "{link}");
                assert!(link.contains("category=day_care&radius_km=20"), "{link}: the rest of the search");
                assert!(link.contains(&format!("near={near}+%28")), "{link}");
                let chosen = get(&link).await.visible_text();
                assert!(!chosen.contains(question), "{link}: {chosen}");
            }
        }
    }
    // One is clearly larger: it answers, and the other is offered.
    for (path, question) in [
        ("/", "Meinten Sie einen anderen Ort? Papendorf (Vorpommern-Greifswald)"),
        ("/en/", "Papendorf (Vorpommern-Greifswald)"),
    ] {
        let page = get(&format!("{path}?near=Papendorf&category=day_care&radius_km=200")).await;
        assert!(page.visible_text().contains(question), "{path}: {}", page.visible_text());
        assert!(
            page.html.contains("near=Papendorf+%28Vorpommern-Greifswald%29"),
            "a link that keeps the rest of the search"
        );
    }
}

#[actix_web::test]
async fn the_marked_facilities_of_a_case_are_printed_with_address_phone_and_places() {
    let part = |path: &'static str, body: &'static str| {
        ask(facilities(), TestRequest::post().uri(path).set_payload(body))
    };
    let printed = part("/beratung/gemerkt", "id=c-3&id=a-1&id=gone").await;
    assert_eq!((printed.status, printed.header(header::CACHE_CONTROL)), (StatusCode::OK, "no-store"));
    assert!(!printed.html.contains("<html"), "a part has no frame");
    let text = printed.visible_text();
    for said in
        ["Haus am See", "Am Markt 4 a, 19288 Ludwigslust", "(03874) 12 34", "1.080 Plätze", "2 freie Plätze"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(text.find("Haus am See") < text.find("Tagespflege Nord"), "in the order of marking");
    assert!(part("/en/beratung/gemerkt", "id=c-3").await.visible_text().contains("1,080 places"));
    assert_eq!(part("/beratung/gemerkt", "").await.visible_text(), "");
}

/// Of a kind: a syntax of programs in front of people.
#[actix_web::test]
async fn opening_hours_stand_in_words_wherever_they_are_shown() {
    for (hours, german, english) in [
        ("Mo-Sa 08:00-16:00", "Montag bis Samstag 8 bis 16 Uhr", "Monday to Saturday 8am to 4pm"),
        ("Tu,Th 09:00-12:00,14:00-18:00", "Dienstag", "Tuesday"),
        ("24/7", "rund um die Uhr", "around the clock"),
    ] {
        let mut one = facility("h-1", "Haus", 1.0, vec![offer("day_care", None, None)]);
        one.opening_hours = Some(hours.into());
        for path in ["/merkliste?id=h-1", "/vergleich?id=h-1&id=h-2"] {
            for (edition, said) in [("", german), ("/en", english)] {
                let path = format!("{edition}{path}");
                let text = ask(vec![one.clone()], TestRequest::get().uri(&path)).await.visible_text();
                assert!(
                    text.to_lowercase().contains(&said.to_lowercase()),
                    "{path}: {said} is missing in {text}"
                );
                assert!(!text.contains(hours), "{path}: {text}");
            }
        }
        for path in [format!("/?{CENTRE}"), format!("/beratung?{CENTRE}"), format!("/en/?{CENTRE}")] {
            let text = ask(vec![one.clone()], TestRequest::get().uri(&path)).await.visible_text();
            assert!(text.contains("Haus") && !text.contains(hours), "{path}: {text}");
        }
    }
}
