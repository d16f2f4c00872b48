//! Minutes beside kilometres in the search, the way to a facility, and maps on paper.

use super::*;

async fn post(path: &str, body: &'static str) -> Answer {
    ask(facilities(), TestRequest::post().uri(path).set_payload(body)).await
}

#[actix_web::test]
async fn a_number_and_its_unit_redirect_to_an_address_with_api_parameters() {
    for (from, to) in [
        (
            "/?near=Ludwigslust&within=30&unit=minutes&mode=foot",
            "/?near=Ludwigslust&mode=foot&max_minutes=30",
        ),
        ("/en/?near=&category=day_care&within=20&unit=km", "/en/?category=day_care&radius_km=20"),
        ("/eingebettet/?within=20&unit=km&near=R%C3%B6bel", "/eingebettet/?near=R%C3%B6bel&radius_km=20"),
    ] {
        let answer = get(from).await;
        assert_eq!((answer.status, answer.header(header::LOCATION)), (StatusCode::SEE_OTHER, to));
    }
    let strange = get("/?near=Ludwigslust&within=20&unit=miles").await;
    assert_eq!(strange.status, StatusCode::BAD_REQUEST);
    assert!(strange.visible_text().contains("Die Angabe „unit“ in der Adresse ist unbekannt"));
}

/// By hand, see `routing::estimate`: one kilometre takes 270 s, two take 167.3 s + 2,000 m · 0.1027 s/m = 373 s.
#[actix_web::test]
async fn minutes_limit_the_list_and_are_marked_as_estimates_once() {
    let page = get(&format!("/?{CENTRE}&category=day_care&max_minutes=5&mode=car&sort=travel_time")).await;
    let visible = page.visible_text();
    assert!(
        visible.contains("1 Tagespflege in höchstens 5 Minuten mit dem Auto ab dem gewählten Punkt"),
        "{visible}"
    );
    assert!(visible.contains("Mitte") && !visible.contains("Tagespflege Nord"), "{visible}");
    assert!(visible.contains("Sortieren nach: Dauer des Weges"), "{visible}");
    assert_eq!(visible.matches("Zeiten mit dem Auto geschätzt, Entfernungen als Luftlinie.").count(), 1);
    assert!(visible.contains("4 Min. 1,0 km"), "{visible}");
    assert!(page.html.contains("inputmode=\"decimal\" value=\"5\""), "{}", page.html);
    assert!(page.html.contains("<option value=\"minutes\" selected>"));
    assert!(page.html.contains("<option value=\"foot\">zu Fuß (Zeiten geschätzt)</option>"), "{}", page.html);
    assert!(!page.html.contains("data-radius-km"), "what minutes reach is no circle");
    let longer = get(&format!("/?{CENTRE}&category=day_care&max_minutes=7&mode=car")).await.visible_text();
    assert!(longer.contains("2 Tagespflegen in höchstens 7 Minuten"), "{longer}");
    assert!(longer.contains("Garten 2"), "wishes are counted within the minutes: {longer}");
    let plain = get(&format!("/?{CENTRE}&category=day_care&radius_km=20")).await;
    assert!(plain.html.contains("data-radius-km=\"20.0\""), "{}", plain.html);
}

/// By hand: 40 km are 680.8 s and 35 km · 1.417 at 55 km/h, 3,246 s more, in sum 65.4 minutes.
#[actix_web::test]
async fn a_radius_limits_minutes_only_if_both_are_given() {
    let path = format!("/?{CENTRE}&category=residential_care&max_minutes=66");
    assert!(get(&path).await.visible_text().contains("Haus am See"));
    let both = get(&format!("{path}&radius_km=20")).await;
    let visible = both.visible_text();
    assert!(visible.contains("Kein Pflegeheim in höchstens 66 Minuten"), "{visible}");
    assert!(visible.contains("Außerdem gefiltert: Umkreis 20 km entfernen"), "{visible}");
    assert!(visible.contains("im Umkreis von 50 km suchen (1)"), "{visible}");
    assert!(both.html.contains("<input type=\"hidden\" name=\"radius_km\" value=\"20\">"), "{}", both.html);
    let alone = get(&format!("/?{CENTRE}&radius_km=20")).await;
    assert!(!alone.visible_text().contains("Außerdem gefiltert"), "a circle that stands alone has its field");
}

#[actix_web::test]
async fn an_empty_result_within_minutes_offers_more_minutes() {
    let page = get(&format!("/?{CENTRE}&category=residential_care&max_minutes=20")).await;
    let visible = page.visible_text();
    assert!(visible.contains("in höchstens 90 Minuten (1)"), "{visible}");
    assert!(
        !visible.contains("in höchstens 60 Minuten (") && !visible.contains("im Umkreis von"),
        "{visible}"
    );
    assert!(page.html.contains("category=residential_care&amp;max_minutes=90#ergebnisse"), "{}", page.html);
    let afoot =
        get(&format!("/?{CENTRE}&category=residential_care&max_minutes=70&mode=foot")).await.visible_text();
    assert!(afoot.contains("mit dem Auto (1)"), "{afoot}");
}

#[actix_web::test]
async fn invalid_minutes_and_modes_are_reported_at_their_fields() {
    let page = get("/?near=Ludwigslust&max_minutes=900&mode=train").await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    let visible = page.visible_text();
    assert!(visible.contains("Bitte geben Sie eine Zahl über 0 und höchstens 600 Minuten an."), "{visible}");
    assert!(visible.contains("Bitte wählen Sie Auto, Fahrrad oder zu Fuß."), "{visible}");
    assert!(page.html.contains("value=\"900\" aria-invalid=\"true\" aria-describedby=\"within-error\""));
    assert!(page.html.contains("id=\"mode\" name=\"mode\" aria-invalid=\"true\""), "{}", page.html);
    assert!(!visible.contains("in der Adresse ist unbekannt"), "{visible}");
}

#[actix_web::test]
async fn a_facility_page_shows_routes_from_the_origin_of_the_search() {
    let page = get(&format!("/einrichtung/b-2?{CENTRE}&category=day_care")).await;
    let visible = page.visible_text();
    assert!(visible.contains("Von dem gewählten Punkt: 1,0 km Luftlinie"), "{visible}");
    // By hand: 0.999 of 270 s, of 511 s and of 1,148 s.
    for way in
        ["mit dem Autoetwa 4 Min., 2,2 km, geschätzt", "mit dem Fahrradetwa 9 Min.", "zu Fußetwa 19 Min."]
    {
        assert!(visible.contains(way), "{way} is missing in {visible}");
    }
    assert_eq!(visible.matches("Zeiten geschätzt: aus der Luftlinie gerechnet.").count(), 1);
    assert!(!page.html.contains("data-way="), "an estimate has no line to show");
    let rough = get(&format!("/einrichtung/d-4?{CENTRE}")).await.visible_text();
    assert!(
        rough.contains("Deshalb nennen wir keine Fahrzeiten.") && !rough.contains("mit dem Auto"),
        "{rough}"
    );
    let named = get("/en/einrichtung/b-2?near=Ludwigslust").await.visible_text();
    assert!(named.contains("From Ludwigslust (Ludwigslust-Parchim): "), "{named}");
    let unknown = get("/einrichtung/b-2?near=Stralsnd").await.visible_text();
    assert!(unknown.contains("Wie weit ist es von …") && unknown.contains("Meinten Sie"), "{unknown}");
}

#[actix_web::test]
async fn a_route_origin_is_posted_and_appears_in_no_address() {
    let page = post("/einrichtung/b-2?category=day_care", "from=Grabow").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header(header::CACHE_CONTROL), "no-store");
    assert!(!page.headers.contains_key(header::ETAG));
    assert!(page.visible_text().contains("Von Grabow (Ludwigslust-Parchim): "), "{}", page.visible_text());
    assert!(page.visible_text().contains("Zurück zur Suche"));
    let here = post("/einrichtung/b-2", "from=&lat=53.31119&lon=11.49577").await;
    assert!(here.visible_text().contains("Von Ihrem Standort: 2,5 km Luftlinie"), "{}", here.visible_text());
    for address in here.html.split("href=\"").chain(here.html.split("action=\"")).skip(1) {
        let address = address.split('"').next().unwrap();
        assert!(!address.contains("53.3") && !address.contains("11.4"), "{address}");
    }
    let framed = post("/eingebettet/einrichtung/b-2", "from=Grabow").await;
    assert!(framed.visible_text().contains("Von Grabow"), "{}", framed.visible_text());
    assert_eq!(post("/einrichtung/nobody", "from=Grabow").await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn an_unknown_route_origin_is_asked_for_again() {
    let page = post("/einrichtung/b-2", "from=Ludwigslsut").await;
    let visible = page.visible_text();
    assert!(visible.contains("Diesen Ort haben wir nicht gefunden."), "{visible}");
    assert!(
        page.html.contains("value=\"Ludwigslsut\"")
            && page.html.contains("aria-describedby=\"from-error from-hint\"")
    );
    assert!(page.html.contains("type=\"submit\" name=\"instead\" value=\"Ludwigslust"), "{}", page.html);
    let chosen = post("/einrichtung/b-2", "from=Ludwigslsut&instead=Ludwigslust").await.visible_text();
    assert!(chosen.contains("Von Ludwigslust (Ludwigslust-Parchim): "), "{chosen}");
    let broken = post("/einrichtung/b-2", "lat=95&lon=11").await.visible_text();
    assert!(broken.contains("Bitte geben Sie einen Ort oder eine Postleitzahl"), "{broken}");
}

#[actix_web::test]
async fn a_transit_planner_is_linked_if_it_is_configured() {
    let site = Site {
        transit_planner_url: Some("https://fahrplan.example.org/?ziel={destination}".into()),
        ..Site::default()
    };
    let request = || TestRequest::get().uri("/einrichtung/b-2?near=Grabow");
    let page = ask_of(site, facilities(), request()).await;
    let link = "<a href=\"https://fahrplan.example.org/?ziel=Am%20Markt%204%20a%2C%2019288%20Ludwigslust\" \
                rel=\"external noreferrer noopener\">";
    assert!(page.html.contains(link), "{}", page.html);
    assert!(page.visible_text().contains("andere Website: fahrplan.example.org; sie erfährt nur das Ziel"));
    assert_eq!(page.header(header::REFERRER_POLICY), "no-referrer");
    assert!(!ask(facilities(), request()).await.visible_text().contains("Bus und Bahn"));
}

#[actix_web::test]
async fn the_print_map_shows_the_numbers_of_the_list() {
    let page = get("/merkliste?id=c-3&id=a-1").await;
    assert!(page.html.contains("<title id=\"paper-map-name\">Karte mit den Nummern der Liste</title>"));
    assert!(page.html.contains("1: Haus am See, 19288 Ludwigslust; 2: Tagespflege Nord"), "{}", page.html);
    let numbers: Vec<&str> = page.html.split("class=\"paper-number\"").skip(1).collect();
    let numbers: Vec<&str> =
        numbers.iter().filter_map(|rest| rest.split('>').nth(1)?.split('<').next()).collect();
    assert_eq!(numbers, ["1", "2"]);
    // 40 km and 2 km north of one point: number 1 lies above number 2.
    let marker = |at: usize| {
        let placed = page.html.split("class=\"paper-marker").nth(at).unwrap();
        let (_, place) = placed.split_once("translate(").unwrap();
        let place: Vec<f64> =
            place.split(')').next().unwrap().split(' ').map(|it| it.parse().unwrap()).collect();
        [place[0], place[1]]
    };
    assert!(marker(1)[1] + 100.0 < marker(2)[1]);
    assert!((marker(1)[0] - marker(2)[0]).abs() <= 1.0);
    assert!(page.visible_text().contains(
        "© GeoBasis-DE / BKG (VG250) und Zensus 2011 (dl-de/by-2-0), Daten verändert. Gewässer: GSHHG"
    ));
    let facility = get("/en/einrichtung/a-1").await;
    assert!(
        facility.html.contains("Map of where the facility lies</title>")
            && !facility.html.contains("paper-number")
    );
    assert!(!get("/merkliste").await.html.contains("print-map"), "an empty list has no map");
}
