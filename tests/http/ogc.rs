//! OGC API Features at `/ogc`: the points of the abstract test suites of the conformance classes that it claims.

use std::collections::BTreeSet;

use super::*;

fn features(answer: &Value) -> &[Value] {
    answer["features"].as_array().unwrap()
}

fn feature_ids(answer: &Value) -> Vec<&str> {
    features(answer).iter().map(|feature| feature["id"].as_str().unwrap()).collect()
}

/// The target of the link with a relation, without scheme and host.
fn target(document: &Value, rel: &str) -> Option<String> {
    let links = document["links"].as_array().unwrap();
    let href = links.iter().find(|link| link["rel"] == rel)?["href"].as_str().unwrap();
    Some(href.strip_prefix("http://localhost:8080").unwrap().to_owned())
}

async fn refused(service: &Service, path: &str, field: &str) {
    let (status, body) = service.get(path).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{path}: {body}");
    assert_eq!(body["errors"][0]["field"], field, "{path}: {body}");
}

/// Core, A.2.1 to A.2.4: landing page, definition, conformance, collections.
#[actix_web::test]
async fn the_landing_page_leads_to_everything() {
    let service = Service::whole("ogc-landing");
    let landing = service.ok("/ogc").await;
    assert_eq!(service.ok("/ogc/").await, landing);
    for rel in ["self", "alternate", "service-desc", "service-doc", "conformance", "data"] {
        let path = target(&landing, rel).unwrap_or_else(|| panic!("no link {rel}"));
        let (status, _, body) = service.send(TestRequest::get().uri(&path)).await;
        assert_eq!((status, body.is_empty()), (StatusCode::OK, false), "{rel} {path}");
    }
    let conformance = service.ok("/ogc/conformance").await;
    let classes = conformance["conformsTo"].as_array().unwrap();
    assert!(classes.iter().all(|class| class.as_str().unwrap().contains("/conf/")));
    assert!(classes.contains(&json!("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core")));

    let collections = service.ok("/ogc/collections").await;
    let all = collections["collections"].as_array().unwrap();
    let ids: Vec<&str> = all.iter().map(|one| one["id"].as_str().unwrap()).collect();
    for id in [
        "facilities",
        "offers",
        "districts",
        "amter",
        "municipalities",
        "forecast",
        "reach-day_care",
        "indicator-V04",
    ] {
        assert!(ids.contains(&id), "{id} in {ids:?}");
    }
    for one in all {
        let id = one["id"].as_str().unwrap();
        assert_eq!(service.ok(&format!("/ogc/collections/{id}")).await, *one);
        assert!(target(one, "items").unwrap().starts_with(&format!("/ogc/collections/{id}/items")));
        let bbox: Vec<f64> = serde_json::from_value(one["extent"]["spatial"]["bbox"][0].clone()).unwrap();
        assert!(
            bbox[0] <= bbox[2] && bbox[1] <= bbox[3] && bbox[0] > 10.0 && bbox[3] < 55.0,
            "{id} {bbox:?}"
        );
        let [german, english] = [0, 1].map(|at| one["title"].as_str().unwrap().split(" · ").nth(at).unwrap());
        assert!(!german.is_empty() && !english.is_empty());
        assert_eq!(one["storageCrs"], "http://www.opengis.net/def/crs/OGC/1.3/CRS84");
    }
    assert_eq!(service.get("/ogc/collections/nothing").await.0, StatusCode::NOT_FOUND);
    for path in [
        "/ogc?x=1",
        "/ogc/collections?x=1",
        "/ogc/conformance?limit=1",
        "/ogc/api?x=1",
        "/ogc/collections/offers?x=1",
        "/ogc/collections/offers/queryables?x=1",
    ] {
        assert_eq!(service.get(path).await.0, StatusCode::BAD_REQUEST, "{path}");
    }
}

/// Core, A.2.7: items with limit, bbox, datetime and parameters; GeoJSON, A.5.
#[actix_web::test]
async fn items_are_features_with_typed_values() {
    let service = Service::new("ogc-items");
    let (status, headers, body) = service.send(TestRequest::get().uri("/ogc/collections/offers/items")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "application/geo+json");
    assert_eq!(headers.get("content-crs").unwrap(), "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>");
    assert_eq!(headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).unwrap(), "*");
    let found: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((&found["numberMatched"], &found["numberReturned"]), (&json!(4), &json!(4)));
    assert!(DateTime::parse_from_rfc3339(found["timeStamp"].as_str().unwrap()).is_ok());
    assert_eq!(
        feature_ids(&found),
        ["test-1,day_care", "test-1,residential_care", "test-2,day_care", "test-3,home_care_service"]
    );
    let first = &found["features"][0];
    assert_eq!(first["geometry"], json!({"type": "Point", "coordinates": [11.51, 53.32]}));
    let properties = &first["properties"];
    for (name, value) in [
        ("facility_id", json!("test-1")),
        ("category", json!("day_care")),
        ("category_name", json!("Tagespflege")),
        ("places", json!(20)),
        ("places_on", json!("2023-12-15")),
        ("free_places", json!(2)),
        ("status", json!("free")),
        ("price_eur", json!(78.36)),
        ("own_share_eur", Value::Null),
        ("municipality", json!("Ludwigslust")),
        ("district", json!("Ludwigslust-Parchim")),
        ("barrier_free", json!(true)),
        ("dementia", Value::Null),
        ("example", json!(true)),
    ] {
        assert_eq!(properties[name], value, "{name}");
    }
    assert!(properties.as_object().unwrap().values().all(|value| !value.is_object() && !value.is_array()));
    let one = service.ok("/ogc/collections/offers/items/test-1,day_care").await;
    assert_eq!((&one["properties"], &one["geometry"]), (properties, &first["geometry"]));
    assert_eq!(target(&one, "collection").unwrap(), "/ogc/collections/offers");
    for path in [
        "offers/items/test-9,day_care",
        "offers/items/test-1",
        "nothing/items",
        "nothing/items/1",
        "facilities/items/x",
    ] {
        assert_eq!(service.get(&format!("/ogc/collections/{path}")).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[actix_web::test]
async fn parameters_select_and_wrong_ones_are_named() {
    let service = Service::new("ogc-select");
    let count = async |query: &str| {
        let found = service.ok(&format!("/ogc/collections/offers/items?{query}")).await;
        assert_eq!(found["numberReturned"], features(&found).len());
        found["numberMatched"].as_u64().unwrap()
    };
    for (query, expected) in [
        ("limit=1", 4),
        ("limit=100000", 4),
        ("bbox=11.505,53,11.515,54", 2),
        ("bbox=11.505,53,0,11.515,54,10", 2),
        ("bbox=170,-90,11.515,90", 2),
        ("bbox=0,0,1,1", 0),
        ("bbox=-180,-90,180,90", 4),
        ("category=day_care", 2),
        ("category=day_care&facility_id=test-2", 1),
        ("places=20", 3),
        ("example=true", 4),
        ("places_on=2023-12-15", 4),
        ("price_eur=78.36", 1),
        ("datetime=2026-01-01", 4),
        ("datetime=2026-01-01T00:00:00Z/..", 4),
        ("filter=free_places%20%3E%202", 1),
        ("filter=free_places%20IS%20NULL&filter-lang=cql2-text", 2),
        ("filter=name%20LIKE%20'Haus%25'%20AND%20NOT%20category%20IN%20('day_care')", 1),
        ("filter=S_INTERSECTS(geometry,BBOX(11.505,53,11.515,54))&category=day_care", 1),
    ] {
        assert_eq!(count(query).await, expected, "{query}");
    }
    let at = |query: &str| format!("/ogc/collections/offers/items?{query}");
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=x", "limit"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=1,2,3,x", "bbox"),
        ("bbox=11,54,12,53", "bbox"),
        ("bbox=11,53,12,95", "bbox"),
        ("bbox=NaN,53,12,54", "bbox"),
        ("bbox-crs=EPSG:25833", "bbox-crs"),
        ("crs=http://www.opengis.net/def/crs/EPSG/0/4711", "crs"),
        ("datetime=2025", "datetime"),
        ("datetime=2026-01-02/2026-01-01", "datetime"),
        ("colour=red", "colour"),
        ("places=many", "places"),
        ("cursor=zz", "cursor"),
        ("f=pdf", "f"),
        ("filter=beds%3E1", "filter"),
        ("filter=places%3E1&filter-lang=cql2-json", "filter-lang"),
        ("filter=places%3E1&filter-crs=x", "filter-crs"),
        ("limit=1&limit=2", "limit"),
    ] {
        refused(&service, &at(query), field).await;
    }
}

#[actix_web::test]
async fn pages_hold_each_item_once_and_keep_the_filter() {
    let service = Service::whole("ogc-pages");
    for (collection, query, expected) in [
        ("municipalities", "limit=300", 726),
        ("offers", "limit=1", 4),
        ("municipalities", "parent=13076&limit=3", 0),
        ("indicator-V04", "level=district&limit=5", 0),
    ] {
        let mut path = format!("/ogc/collections/{collection}/items?{query}");
        let mut seen = Vec::new();
        let matched = loop {
            let page = service.ok(&path).await;
            seen.extend(feature_ids(&page).into_iter().map(str::to_owned));
            let Some(next) = target(&page, "next") else { break page["numberMatched"].as_u64().unwrap() };
            path = next;
        };
        assert_eq!(seen.len() as u64, matched, "{collection}");
        assert!(expected == 0 || matched == expected, "{collection}: {matched}");
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), seen.len(), "{collection}");
        assert!(seen.is_sorted(), "{collection}");
    }
}

/// Part 2: each system of the list, its header, and coordinates where Krüger's series puts them (`src/crs.rs`).
#[actix_web::test]
async fn answers_come_in_each_coordinate_system() {
    let service = Service::new("ogc-crs");
    let list = service.ok("/ogc/collections").await["crs"].clone();
    assert_eq!(service.ok("/ogc/collections/facilities").await["crs"], list);
    for uri in list.as_array().unwrap() {
        let uri = uri.as_str().unwrap();
        let path = format!("/ogc/collections/facilities/items?crs={uri}&limit=1");
        let (status, headers, _) = service.send(TestRequest::get().uri(&path)).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers.get("content-crs").unwrap(), &format!("<{uri}>"));
    }
    let utm = "http://www.opengis.net/def/crs/EPSG/0/25833";
    let found = service.ok(&format!("/ogc/collections/facilities/items/test-1?crs={utm}")).await;
    let at: Vec<f64> = serde_json::from_value(found["geometry"]["coordinates"].clone()).unwrap();
    // pyproj 3.7, EPSG:4326 to EPSG:25833, of 11.51 E 53.32 N.
    assert!((at[0] - 267_555.8).abs() < 1_000.0 && (at[1] - 5_913_552.0).abs() < 1_000.0, "{at:?}");
    let [x, y] = [at[0], at[1]];
    let within = format!("bbox={},{},{},{}&bbox-crs={utm}", x - 1.0, y - 1.0, x + 1.0, y + 1.0);
    let found = service.ok(&format!("/ogc/collections/facilities/items?{within}")).await;
    assert_eq!(feature_ids(&found), ["test-1"]);
    let filter = format!(
        "filter=S_WITHIN(geometry,BBOX({},{},{},{}))&filter-crs={utm}",
        x - 1.0,
        y - 1.0,
        x + 1.0,
        y + 1.0
    );
    let found = service.ok(&format!("/ogc/collections/facilities/items?{filter}")).await;
    assert_eq!(feature_ids(&found), ["test-1"]);
    let inside = service.ok(&format!("/ogc/collections/districts/items?{within}")).await;
    assert_eq!(feature_ids(&inside), ["13076"]);
    let outline = service.ok(&format!("/ogc/collections/districts/items/13076?crs={utm}")).await;
    assert_eq!(outline["geometry"]["type"], "MultiPolygon");
    assert!(outline["geometry"]["coordinates"][0][0][0][1].as_f64().unwrap() > 5_800_000.0);
}

/// Part 3, queryables: a schema that names what filters take.
#[actix_web::test]
async fn queryables_name_each_property_with_its_type() {
    let service = Service::whole("ogc-queryables");
    for id in ["facilities", "offers", "amter", "forecast", "reach-day_care", "indicator-V04"] {
        let path = format!("/ogc/collections/{id}/queryables");
        let (_, headers, body) = service.send(TestRequest::get().uri(&path)).await;
        assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "application/schema+json");
        let queryables: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(queryables["type"], "object");
        assert!(queryables["$id"].as_str().unwrap().ends_with(&path));
        let named = queryables["properties"].as_object().unwrap();
        let page = service.ok(&format!("/ogc/collections/{id}/items?limit=30")).await;
        assert!(!features(&page).is_empty(), "{id}");
        for (number, feature) in features(&page).iter().enumerate() {
            for (name, value) in feature["properties"].as_object().unwrap() {
                let schema = named.get(name).unwrap_or_else(|| panic!("{id}: no {name}"));
                let is_of_type = match schema["type"].as_str().unwrap() {
                    "string" => value.is_string(),
                    "integer" => value.is_i64(),
                    "number" => value.is_number(),
                    "boolean" => value.is_boolean(),
                    other => panic!("{other}"),
                };
                assert!(value.is_null() || is_of_type, "{id} {name}: {value}");
                // Each call of the test builds the service anew, so one item stands for all.
                if number > 0 || !["offers", "amter"].contains(&id) {
                    continue;
                }
                let query = match value {
                    Value::Null => format!("filter={name}%20IS%20NULL"),
                    Value::String(text) => {
                        form_urlencoded::Serializer::new(String::new()).append_pair(name, text).finish()
                    }
                    value => format!("{name}={value}"),
                };
                let same = service.ok(&format!("/ogc/collections/{id}/items?{query}&limit=1000")).await;
                assert!(
                    feature_ids(&same).contains(&feature["id"].as_str().unwrap())
                        || same["numberMatched"].as_u64().unwrap() > 1_000,
                    "{id}: {query}"
                );
            }
        }
    }
}

/// OpenAPI 3.0, A.3: the definition names each path and parameter that there is.
#[actix_web::test]
async fn the_definition_describes_what_the_service_does() {
    let service = Service::whole("ogc-definition");
    let (_, headers, body) = service.send(TestRequest::get().uri("/ogc/api")).await;
    assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), "application/vnd.oai.openapi+json;version=3.0");
    let definition: Value = serde_json::from_slice(&body).unwrap();
    assert!(definition["openapi"].as_str().unwrap().starts_with("3.0."));
    let text = String::from_utf8(body).unwrap();
    for part in text.split("\"$ref\":\"#").skip(1) {
        let pointer = part.split('"').next().unwrap();
        assert!(definition.pointer(pointer).is_some(), "{pointer} leads nowhere");
    }
    let mut operations = BTreeSet::new();
    for (path, item) in definition["paths"].as_object().unwrap() {
        assert!(operations.insert(item["get"]["operationId"].as_str().unwrap().to_owned()), "{path}");
        let parameters = item["get"]["parameters"].as_array().unwrap();
        let named: Vec<&str> = parameters
            .iter()
            .map(|parameter| {
                let pointer = parameter["$ref"].as_str().unwrap().trim_start_matches('#');
                definition.pointer(pointer).unwrap()["name"].as_str().unwrap()
            })
            .collect();
        let Some(id) = path.strip_prefix("/collections/").and_then(|rest| rest.strip_suffix("/items")) else {
            continue;
        };
        if id.contains('{') || id.starts_with("indicator-") && id != "indicator-V04" {
            continue;
        }
        let known = service.get(&format!("/ogc/collections/{id}/items?nosuch=1")).await.1;
        let hint = known["errors"][0]["message"].as_str().unwrap();
        for name in named {
            assert!(hint.contains(name), "{id}: {name} is documented and not known: {hint}");
        }
    }
}

/// HTML, A.4: each resource is a page too, in the language it says, with nothing from elsewhere.
#[actix_web::test]
async fn each_resource_is_a_page_for_people() {
    let service = Service::whole("ogc-html");
    for path in [
        "/ogc",
        "/ogc/conformance",
        "/ogc/api",
        "/ogc/collections",
        "/ogc/collections/offers",
        "/ogc/collections/offers/queryables",
        "/ogc/collections/offers/schema",
        "/ogc/collections/offers/items",
        "/ogc/collections/offers/items/test-1,day_care",
        "/ogc/collections/forecast/items",
    ] {
        let accept = (header::ACCEPT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        let (status, headers, body) = service.send(TestRequest::get().uri(path).insert_header(accept)).await;
        let page = String::from_utf8(body).unwrap();
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(
            headers.get(header::CONTENT_TYPE).unwrap().to_str().unwrap().starts_with("text/html"),
            "{path}"
        );
        let policy = headers.get(header::CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'self'"),
            "{policy}"
        );
        assert!(page.starts_with("<!DOCTYPE html><html lang=\"de\">") && page.ends_with("</html>"), "{path}");
        assert!(!page.contains("<script") && !page.contains(" src="), "{path}");
        assert!(page.matches("<h1>").count() == 1 && page.contains("<main>"), "{path}");
        if !path.ends_with("/items") {
            let asked = service.send(TestRequest::get().uri(&format!("{path}?f=html"))).await.2;
            assert_eq!(String::from_utf8(asked).unwrap(), page, "{path}");
        }
    }
    let page = service.send(TestRequest::get().uri("/ogc/collections/offers/items?f=html&limit=1")).await.2;
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains("Haus &lt;Eins&gt; &amp; &quot;Anker&quot;") && page.contains("1 von 4 Objekten"));
    assert!(page.contains("Nächste Seite"));
}

#[actix_web::test]
async fn answers_are_validated_and_head_and_options_work() {
    let service = Service::whole("ogc-etag");
    for path in [
        "/ogc",
        "/ogc/api",
        "/ogc/collections",
        "/ogc/collections/offers",
        "/ogc/collections/offers/schema",
        "/ogc/collections/offers/items?limit=2",
        "/ogc/collections/offers/items/test-1,day_care",
        "/ogc/collections/forecast/items?limit=2",
        "/ogc/collections/indicator-V04/items?limit=2",
        "/ogc/collections/reach-day_care/items?limit=2",
    ] {
        let (_, headers, _) = service.send(TestRequest::get().uri(path)).await;
        let tag = headers.get(header::ETAG).unwrap().clone();
        let again = TestRequest::get().uri(path).insert_header((header::IF_NONE_MATCH, tag.clone()));
        let (status, _, body) = service.send(again).await;
        assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
        let (status, headers, _) = service.send(TestRequest::default().method(Method::HEAD).uri(path)).await;
        assert_eq!((status, headers.get(header::ETAG)), (StatusCode::OK, Some(&tag)), "{path}");
        let (status, headers, _) =
            service.send(TestRequest::default().method(Method::OPTIONS).uri(path)).await;
        assert_eq!(status, StatusCode::NO_CONTENT, "{path}");
        assert_eq!(headers.get(header::ALLOW).unwrap(), "GET, HEAD, OPTIONS", "{path}");
        assert_eq!(
            service.send(TestRequest::post().uri(path)).await.0,
            StatusCode::METHOD_NOT_ALLOWED,
            "{path}"
        );
    }
}

/// The figures are those of the API for the same question.
#[actix_web::test]
async fn figures_are_those_of_the_api() {
    let service = Service::whole("ogc-figures");
    let rows = service.ok("/api/v1/forecasts/13076?from=2040&to=2040").await["rows"].clone();
    let item = service.ok("/ogc/collections/forecast/items/13076-2040").await;
    let mut compared = 0;
    for row in rows.as_array().unwrap() {
        let Some(value) = item["properties"].get(row["measure"].as_str().unwrap()) else { continue };
        assert_eq!(value.as_f64(), row["value"].as_f64(), "{row}");
        compared += 1;
    }
    assert!(compared > 15, "{compared}");
    let small = service.ok("/api/v1/forecasts/13076090?from=2040&to=2040").await["rows"].clone();
    let item = service.ok("/ogc/collections/forecast/items/13076090-2040").await;
    let population = small.as_array().unwrap().iter().find(|row| row["measure"] == "population").unwrap();
    assert_eq!(item["properties"]["population"].as_f64(), population["value"].as_f64());
    assert_eq!(item["properties"]["reading"], population["reading"]);

    let values = service.ok("/api/v1/indicators/V04/values?level=district&year=2023").await["items"].clone();
    let path = "/ogc/collections/indicator-V04/items?filter=level='district'%20AND%20year=2023";
    let found = service.ok(path).await;
    let shown: Vec<&Value> =
        values.as_array().unwrap().iter().filter(|row| row["status"] != "missing").collect();
    assert_eq!(features(&found).len(), shown.len());
    for (feature, row) in features(&found).iter().zip(&shown) {
        for (name, of_row) in
            [("area", "area"), ("value", "value"), ("status", "status"), ("numerator", "numerator")]
        {
            assert_eq!(feature["properties"][name], row[of_row], "{row}");
        }
    }

    let reach = service.ok("/api/v1/reach?category=day_care&level=municipality&minutes=15,30,45").await;
    let found = service.ok("/ogc/collections/reach-day_care/items?level=municipality&limit=1000").await;
    assert_eq!(found["numberMatched"], 726);
    let of_30 = reach["rows"].as_array().unwrap().iter().filter(|row| row["minutes"] == 30.0);
    for row in of_30.filter(|row| row["group"] != "80+") {
        let id = format!("{}-", row["area"].as_str().unwrap());
        let feature = features(&found).iter().find(|it| it["id"].as_str().unwrap().starts_with(&id)).unwrap();
        let properties = &feature["properties"];
        let same = |property: &str, field: &str| {
            assert_eq!(properties[property].as_f64(), row[field].as_f64(), "{property}: {row}");
        };
        if row["group"] == "65+" {
            same("persons_65", "persons");
            same("reached_30_65", "persons_reached");
            same("share_30_65", "share");
        } else {
            same("nearest_s", "nearest_s");
        }
    }
}

/// Outlines go through the spatial functions unharmed, and within limits of time.
#[actix_web::test]
async fn spatial_functions_work_on_every_outline() {
    let service = Service::new("ogc-spatial");
    for function in [
        "S_INTERSECTS",
        "S_DISJOINT",
        "S_WITHIN",
        "S_CONTAINS",
        "S_EQUALS",
        "S_TOUCHES",
        "S_CROSSES",
        "S_OVERLAPS",
    ] {
        for collection in ["districts", "amter", "municipalities"] {
            let polygon = "POLYGON((12 53.2,13 53.3,13.1 53.9,12.1 54,12 53.2))";
            let path = format!(
                "/ogc/collections/{collection}/items?limit=1&filter={function}(geometry,{})",
                polygon.replace(' ', "%20")
            );
            let matched = service.ok(&path).await["numberMatched"].as_u64().unwrap();
            let is_some = ["S_INTERSECTS", "S_DISJOINT", "S_OVERLAPS"].contains(&function)
                || (function == "S_WITHIN" && collection != "districts");
            assert!(matched > 0 || !is_some, "{function} {collection}: {matched}");
        }
    }
}

/// The requests of the guides, as they stand there, against a service that has what they ask for.
#[actix_web::test]
async fn the_requests_of_the_guides_are_answered() {
    let service = Service::whole("ogc-guide");
    let guides = [include_str!("../../src/guide/geodaten.md"), include_str!("../../src/guide/api.md")];
    let mut asked = 0;
    for line in guides.iter().flat_map(|guide| guide.lines()) {
        let Some(url) = line.strip_prefix("curl 'http://127.0.0.1:8080") else { continue };
        let path = url.split('\'').next().unwrap();
        let (status, _, body) = service.send(TestRequest::get().uri(path)).await;
        assert_eq!(
            status,
            StatusCode::OK,
            "{path}: {}",
            String::from_utf8_lossy(&body[..body.len().min(300)])
        );
        asked += 1;
    }
    assert!(asked > 8, "{asked}");
    // The snippet for Masterportal is JSON and names a collection and a system that there are.
    let guide = guides[0];
    let snippet = guide.split("```json").nth(1).unwrap().split("```").next().unwrap();
    let entry: Value = serde_json::from_str(snippet).unwrap();
    let collection = service.ok(&format!("/ogc/collections/{}", entry["collection"].as_str().unwrap())).await;
    assert!(collection["crs"].as_array().unwrap().contains(&entry["crs"]));
    let queryables = service.ok("/ogc/collections/offers/queryables").await;
    for name in entry["gfiAttributes"].as_object().unwrap().keys() {
        assert!(queryables["properties"].get(name).is_some(), "{name}");
    }
}
