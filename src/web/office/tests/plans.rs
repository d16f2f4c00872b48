//! Writing the texts of a plan: what is typed is kept, said or refused, and only approved texts are read by all.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::test::TestRequest;

use super::editing::{fields, with};
use super::{Answer, Browser, Office};
use crate::accounts::Role;
use crate::app::plan::{TextEdition, TextSource};
use crate::plan_texts::{FolderStore, TextStore};

const BASE: &str = "/planung/plan/13076/bearbeiten";

fn text(office: &Office, edition: TextEdition, number: &str) -> String {
    let texts = office.state.plan_files.texts("13076", edition).unwrap();
    format!("{:?}", texts.by_number.iter().filter(|((of, _), _)| of == number).collect::<Vec<_>>())
}

#[actix_web::test]
async fn a_planner_writes_chapters_actions_and_target_values_and_approves_them() {
    let office = Office::new();
    let mut browser = office.signed_in(Role::Planner);
    let path = format!("{BASE}/text/7.5");
    let page = office.get(&mut browser, &path).await;
    let typed = with(fields(&page), &[("assessment", "Die Wartelisten sind **lang**."), ("tun", "vorschau")]);
    let preview = office.send_form(&mut browser, &path, &typed).await;
    let shown = "<section class=\"plan-own\"><p class=\"plan-label\">Einschätzung</p><p>Die Wartelisten sind <strong>lang</strong>.</p></section>";
    assert!(preview.html.contains(shown), "the preview is what the plan shows: {}", preview.html);
    assert!(text(&office, TextEdition::Newest, "7.5").len() < 5, "a preview keeps nothing");
    let typed = with(fields(&preview), &[("tun", "speichern"), ("recommendation", "- Grabow\n- Plau")]);
    let saved = office.send_form(&mut browser, &path, &typed).await;
    assert_eq!(saved.location(), format!("{path}?gespeichert=1"), "{}", saved.html);

    let path = format!("{BASE}/massnahmen/neu");
    let page = office.get(&mut browser, &path).await;
    let wrong = [("title", "Tagespflege im Amt Grabow"), ("deadline", "bald")];
    let refused = office.send_form(&mut browser, &path, &with(fields(&page), &wrong)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.html.contains("„bald“ ist kein Tag") && refused.html.contains("value=\"bald\""),
        "{}",
        refused.html
    );
    let right = [("deadline", "30.06.2027"), ("chapter", "7.5"), ("responsible", "Fachdienst Soziales")];
    let saved = office.send_form(&mut browser, &path, &with(fields(&refused), &right)).await;
    assert_eq!(saved.location(), format!("{BASE}?gespeichert=1"), "{}", saved.html);

    let path = format!("{BASE}/zielwerte/neu");
    let page = office.get(&mut browser, &path).await;
    let typed = [
        ("kind", "day_care"),
        ("method", "ratio"),
        ("value", "4,5"),
        ("age", "80"),
        ("source", "Konferenz"),
        ("date", "14.05.2024"),
    ];
    let saved = office.send_form(&mut browser, &path, &with(fields(&page), &typed)).await;
    assert_eq!(saved.location(), format!("{BASE}?gespeichert=1"), "{}", saved.html);

    let start = office.get(&mut browser, BASE).await;
    for said in [
        "Tagespflege im Amt Grabow",
        "Tagespflegeplätze",
        "4,5 je 100 Menschen ab 80",
        "Noch ist nichts freigegeben",
    ] {
        assert!(start.html.contains(said), "{said}: {}", start.html);
    }
    assert!(text(&office, TextEdition::Approved, "7.5").len() < 5, "nobody reads a draft");
    let path = format!("{BASE}/freigabe");
    let page = office.get(&mut browser, &path).await;
    assert!(
        page.html.contains("<ins>- Grabow</ins>") && page.html.contains("Frist: 30.06.2027"),
        "{}",
        page.html
    );
    // The page says what is still empty and whose plan it is, and asks before everybody reads it.
    for said in [
        "22 von 23 Kapiteln und Abschnitten haben noch keine Einschätzung",
        "Das ist der Plan für",
        "neu</span>",
    ] {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    let asked = office.send_form(&mut browser, &path, &fields(&page)).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.html.contains("Bitte bestätigen Sie"), "{}", asked.html);
    assert!(text(&office, TextEdition::Approved, "7.5").len() < 5, "nobody has approved it yet");
    let done = office.send_form(&mut browser, &path, &with(fields(&asked), &[("gelesen", "ja")])).await;
    assert_eq!(done.location(), format!("{BASE}?gespeichert=freigegeben"), "{}", done.html);
    let start = office.get(&mut browser, done.location()).await;
    for said in ["Den Plan lesen, wie ihn alle sehen", "pflegeplan.xlsx"] {
        assert!(start.html.contains(said), "{said}: {}", start.html);
    }
    assert!(text(&office, TextEdition::Approved, "7.5").contains("Grabow"));
    let history = office.get(&mut browser, &format!("{BASE}/verlauf")).await;
    for said in
        ["Freigegeben am", "Fassung 1, von Planung", "7.5 Tages- und Nachtpflege", "Maßnahme", "Zielwert"]
    {
        assert!(history.html.contains(said), "{said}: {}", history.html);
    }
    let archive = office.get(&mut browser, &format!("{BASE}/texte.zip")).await;
    assert_eq!(archive.headers.get(header::CONTENT_TYPE).unwrap(), "application/zip");
}

#[actix_web::test]
async fn of_two_planners_the_second_sees_both_texts_and_loses_none() {
    let office = Office::new();
    let (mut one, mut two) = (office.signed_in(Role::Planner), office.signed_in(Role::Administrator));
    let path = format!("{BASE}/text/4");
    let (page_one, page_two) = (office.get(&mut one, &path).await, office.get(&mut two, &path).await);
    office.send_form(&mut one, &path, &with(fields(&page_one), &[("assessment", "Von der ersten")])).await;
    let typed = with(fields(&page_two), &[("assessment", "Von der zweiten")]);
    let conflict = office.send_form(&mut two, &path, &typed).await;
    assert_eq!(conflict.status, StatusCode::PRECONDITION_FAILED);
    assert!(conflict.html.contains("Von der ersten") && conflict.html.contains("Von der zweiten"));
    assert!(text(&office, TextEdition::Newest, "4").contains("Von der ersten"));
    let decided = office.send_form(&mut two, &path, &fields(&conflict)).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.html);
    assert!(text(&office, TextEdition::Newest, "4").contains("Von der zweiten"));
    // The first version can be read and put in place again.
    let version = office.get(&mut one, &format!("{BASE}/verlauf/1")).await;
    assert!(version.html.contains("Von der ersten"), "{}", version.html);
    let restored = office.send_form(&mut one, &format!("{BASE}/verlauf/1"), &fields(&version)).await;
    assert_eq!(restored.location(), format!("{BASE}?gespeichert=wiederhergestellt"), "{}", restored.html);
    assert!(text(&office, TextEdition::Newest, "4").contains("Von der ersten"));
    let again = office.send_form(&mut one, &format!("{BASE}/verlauf/1"), &fields(&version)).await;
    assert_eq!(again.status, StatusCode::PRECONDITION_FAILED, "the page is older than the draft");
    let approval = office.get(&mut one, &format!("{BASE}/freigabe")).await;
    let typed = with(fields(&office.get(&mut two, &path).await), &[("assessment", "Noch später")]);
    office.send_form(&mut two, &path, &typed).await;
    let confirmed = with(fields(&approval), &[("gelesen", "ja")]);
    let outdated = office.send_form(&mut one, &format!("{BASE}/freigabe"), &confirmed).await;
    assert_eq!(outdated.status, StatusCode::PRECONDITION_FAILED);
    assert!(outdated.html.contains("Noch später"), "{}", outdated.html);
}

#[actix_web::test]
async fn script_in_a_text_is_refused_with_its_line_and_stays_text_everywhere() {
    let office = Office::new();
    let mut browser = office.signed_in(Role::Planner);
    let path = format!("{BASE}/text/4");
    for (wrong, said) in [
        ("gut\n\n<script>alert(1)</script>", "Zeile 3: HTML geht hier nicht"),
        ("[hier](javascript:alert(1))", "Zeile 1: Ein Link beginnt mit https://"),
        ("<img src=x onerror=alert(1)>", "Zeile 1: HTML geht hier nicht"),
        ("![x](https://example.org/x.png)", "Zeile 1: Bilder gehen"),
    ] {
        let page = office.get(&mut browser, &path).await;
        for tun in ["vorschau", "speichern"] {
            let typed = with(fields(&page), &[("assessment", wrong), ("tun", tun)]);
            let refused = office.send_form(&mut browser, &path, &typed).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(refused.html.contains(said), "{said}: {}", refused.html);
            assert!(!refused.html.contains("<script>alert") && !refused.html.contains("<img src=x"));
            let kept = fields(&refused).into_iter().find(|(name, _)| name == "assessment").unwrap().1;
            assert_eq!(kept.trim().replace("\r\n", "\n"), wrong, "what was typed stays");
        }
    }
    let page = office.get(&mut browser, &path).await;
    let typed = with(fields(&page), &[("assessment", "a & b &lt;script&gt; `<b>` \"x\"")]);
    let preview = office.send_form(&mut browser, &path, &with(typed.clone(), &[("tun", "vorschau")])).await;
    assert!(preview.html.contains("a &amp; b &lt;script&gt; &lt;b&gt;"), "{}", preview.html);
    office.send_form(&mut browser, &path, &typed).await;
    let path = format!("{BASE}/massnahmen/neu");
    let page = office.get(&mut browser, &path).await;
    let typed = [
        ("title", "<b>laut</b>"),
        ("deadline", "30.06.2027"),
        ("chapter", "7.5"),
        ("responsible", "<i>ich</i>"),
    ];
    office.send_form(&mut browser, &path, &with(fields(&page), &typed)).await;
    for path in ["", "/freigabe", "/verlauf", "/verlauf/1", "/verlauf/2", "/massnahmen/m1"] {
        let page = office.get(&mut browser, &format!("{BASE}{path}")).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.html.contains("<b>laut") && !page.html.contains("<i>ich"), "{path}: {}", page.html);
    }
}

#[actix_web::test]
async fn forms_need_their_token_our_origin_and_no_other_fields() {
    let office = Office::new();
    let mut browser = office.signed_in(Role::Planner);
    let path = format!("{BASE}/text/4");
    let token = office.get(&mut browser, &path).await.token().to_owned();
    let fields = [("stand", "0"), ("assessment", "x")];
    let answer = office.post_with(&mut browser, &path, "00", &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let request = TestRequest::post()
        .uri(&path)
        .insert_header(("origin", "https://evil.example"))
        .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
        .set_payload(format!("formular={token}&stand=0&assessment=x"));
    assert_eq!(office.send(&mut browser, request).await.status, StatusCode::FORBIDDEN);
    let extra = [("stand", "0"), ("assessment", "x"), ("approved", "true")];
    assert_eq!(office.post(&mut browser, &path, &extra).await.status, StatusCode::BAD_REQUEST);
    assert!(text(&office, TextEdition::Newest, "4").len() < 5, "nothing was kept");
    for wrong in [
        "/planung/plan/99999/bearbeiten",
        "/planung/plan/..%2f13/bearbeiten",
        "/planung/plan/13076/bearbeiten/text/99",
    ] {
        assert_eq!(office.get(&mut browser, wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[actix_web::test]
async fn signing_in_leads_back_to_the_plan_and_to_no_other_place() {
    let office = Office::new();
    office.set_password(Role::Planner);
    let mut browser = Browser::default();
    let path = format!("{BASE}/text/4");
    let asked = office.get(&mut browser, &path).await;
    assert_eq!(asked.location(), format!("/amt/anmelden?weiter={path}"));
    let page = office.get(&mut browser, asked.location()).await;
    assert!(page.html.contains(&format!("name=\"weiter\" value=\"{path}\"")), "{}", page.html);
    let sign_in = async |next: &str| {
        let fields = [("name", "planner"), ("passwort", super::PASSWORD), ("weiter", next)];
        let answer = office.post(&mut Browser::default(), "/amt/anmelden", &fields).await;
        answer.location().to_owned()
    };
    assert_eq!(sign_in(&path).await, path);
    for foreign in [
        "https://evil.example/planung/plan/",
        "//evil.example",
        "/planung/plan/../../x",
        "/planung/plan/\\evil",
        "/amt/konten",
    ] {
        assert_eq!(sign_in(foreign).await, "/amt", "{foreign}");
    }
}

#[actix_web::test]
async fn what_the_disk_does_not_take_is_said_and_what_was_typed_stays() {
    let office = Office::new();
    let mut browser = office.signed_in(Role::Planner);
    let path = format!("{BASE}/text/4");
    let page = office.get(&mut browser, &path).await;
    let texts = office.folder.0.join("plan-texts");
    std::fs::create_dir_all(&office.folder.0).unwrap();
    // Where the folder of the texts should be lies a file.
    std::fs::write(&texts, "x").unwrap();
    let answer =
        office.send_form(&mut browser, &path, &with(fields(&page), &[("assessment", "Viel Arbeit")])).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        answer.html.contains("Viel Arbeit") && answer.html.contains("Noch nicht gespeichert."),
        "{}",
        answer.html
    );
    std::fs::remove_file(&texts).unwrap();
    let answer = office.send_form(&mut browser, &path, &fields(&answer)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
    // A file that somebody has broken is named on each page, and the pages go on working.
    std::fs::write(texts.join("13076/00001/texts/4.md"), b"\xff").unwrap();
    for path in ["", "/text/4", "/freigabe", "/verlauf", "/texte.zip"] {
        let page = office.get(&mut browser, &format!("{BASE}{path}")).await;
        assert!(page.html.contains("00001/texts/4.md ist kein Text in UTF-8"), "{path}: {}", page.html);
    }
    std::fs::write(texts.join("13076/00001/texts/4.md"), "gut").unwrap();
    std::fs::write(texts.join("13076/00001/texts/plan.toml"), "x = 1").unwrap();
    let page = office.get(&mut browser, BASE).await;
    assert!(
        page.status == StatusCode::OK && page.html.contains("plan.toml lässt sich nicht lesen"),
        "{}",
        page.html
    );
}

#[actix_web::test]
async fn texts_that_the_operator_keeps_as_files_are_not_written_here() {
    let office = Office::with(Office::site(), |folder| {
        let folder = folder.join("texte");
        std::fs::create_dir_all(folder.join("13076")).unwrap();
        std::fs::write(folder.join("13076/7.5.md"), "Aus der Datei").unwrap();
        TextSource::Folder(folder)
    });
    let mut browser = office.signed_in(Role::Planner);
    let page = office.get(&mut browser, BASE).await;
    assert!(page.html.contains("als Dateien in einem Ordner"), "{}", page.html);
    for path in ["/text/7.5", "/massnahmen/neu", "/freigabe", "/verlauf", "/dateien"] {
        assert_eq!(
            office.get(&mut browser, &format!("{BASE}{path}")).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert!(text(&office, TextEdition::Approved, "7.5").contains("Aus der Datei"));
}

const BOUNDARY: &str = "----of-the-test";

impl Office {
    /// Sends a file as a browser does, with the token of the page that has the form.
    async fn send_file(&self, browser: &mut Browser, path: &str, file: &[u8]) -> Answer {
        self.send_named(browser, path, "texte.zip", file).await
    }

    /// The same with a name of its own.
    pub(super) async fn send_named(
        &self,
        browser: &mut Browser,
        path: &str,
        name: &str,
        file: &[u8],
    ) -> Answer {
        let token = self.get(browser, path).await.token().to_owned();
        let mut body = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"formular\"\r\n\r\n{token}\r\n--{BOUNDARY}\r\n\
             Content-Disposition: form-data; name=\"datei\"; filename=\"{name}\"\r\nContent-Type: application/zip\r\n\r\n"
        )
        .into_bytes();
        body.extend(file);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        self.send(browser, multipart(path, body)).await
    }
}

fn multipart(path: &str, body: Vec<u8>) -> TestRequest {
    TestRequest::post()
        .uri(path)
        .insert_header((header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}")))
        .set_payload(body)
}

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    crate::app::plan::writing::archive("13076", &files).unwrap()
}

#[actix_web::test]
async fn texts_from_files_are_shown_first_and_taken_in_when_that_is_confirmed() {
    let office = Office::new();
    let (mut one, mut two) = (office.signed_in(Role::Planner), office.signed_in(Role::Administrator));
    let write = async |browser: &mut Browser, number: &str, words: &str| {
        let path = format!("{BASE}/text/{number}");
        let page = office.get(browser, &path).await;
        office.send_form(browser, &path, &with(fields(&page), &[("assessment", words)])).await
    };
    write(&mut one, "4", "Alt und gut").await;
    let files = archive(&[("7.5.md", "Die Wartelisten sind <lang>."), ("plan.toml", "approved = true\n")]);
    let path = format!("{BASE}/dateien");
    let refused = office.send_file(&mut one, &path, &files).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("7.5.md: Zeile 1: HTML geht hier nicht"), "{}", refused.html);
    let files = archive(&[("7.5.md", "Die Wartelisten sind lang."), ("plan.toml", "approved = true\n")]);
    let preview = office.send_file(&mut one, &path, &files).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.html);
    for said in [
        "<ins>Die Wartelisten sind lang.</ins>",
        "<del>Alt und gut</del>",
        "Danach leer: 4 Bevölkerung",
        "trotzdem als Entwurf",
    ] {
        assert!(preview.html.contains(said), "{said}: {}", preview.html);
    }
    assert!(text(&office, TextEdition::Newest, "7.5").len() < 5, "a preview keeps nothing");
    // Somebody else writes before it is confirmed.
    write(&mut two, "5", "Dazwischen").await;
    let confirm = format!("{path}/uebernehmen");
    let outdated = office.send_form(&mut one, &confirm, &fields(&preview)).await;
    assert_eq!(outdated.status, StatusCode::PRECONDITION_FAILED);
    assert!(outdated.html.contains("<del>Dazwischen</del>"), "{}", outdated.html);
    assert!(text(&office, TextEdition::Newest, "5").contains("Dazwischen"), "nothing is lost");
    let done = office.send_form(&mut one, &confirm, &fields(&outdated)).await;
    assert_eq!(done.location(), format!("{BASE}?gespeichert=dateien"), "{}", done.html);
    assert!(text(&office, TextEdition::Newest, "7.5").contains("Wartelisten"));
    assert!(text(&office, TextEdition::Newest, "4").len() < 5);
    assert!(text(&office, TextEdition::Approved, "7.5").len() < 5, "nobody has approved it");
    let same = office.send_file(&mut one, &path, &archive(&[("7.5.md", "Die Wartelisten sind lang.")])).await;
    assert!(same.html.contains("Es gibt nichts zu übernehmen"), "{}", same.html);
    let history = office.get(&mut one, &format!("{BASE}/verlauf")).await;
    assert!(history.html.contains("Aus Dateien übernommen"), "{}", history.html);
}

#[actix_web::test]
async fn a_file_that_is_no_archive_too_large_or_sent_by_others_changes_nothing() {
    let office = Office::new();
    let mut browser = office.signed_in(Role::Planner);
    let path = format!("{BASE}/dateien");
    for (file, status, said) in [
        (b"".to_vec(), StatusCode::UNPROCESSABLE_ENTITY, "Bitte wählen Sie eine ZIP-Datei aus."),
        (b"no archive".to_vec(), StatusCode::UNPROCESSABLE_ENTITY, "nicht als ZIP lesen"),
        (archive(&[("../7.md", "x")]), StatusCode::UNPROCESSABLE_ENTITY, "aus ihrem Ordner hinaus"),
        (vec![7; 700 << 10], StatusCode::PAYLOAD_TOO_LARGE, "höchstens 600 KB"),
    ] {
        let answer = office.send_file(&mut browser, &path, &file).await;
        assert_eq!(answer.status, status, "{said}");
        assert!(
            answer.html.contains("Nichts wurde geändert.") && answer.html.contains(said),
            "{}",
            answer.html
        );
    }
    let token = office.get(&mut browser, &path).await.token().to_owned();
    let part = |name: &str, value: &str| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let end = format!("--{BOUNDARY}--\r\n");
    let token_part = part("formular", &token);
    for (body, status) in [
        (part("datei", "PK") + &end, StatusCode::FORBIDDEN),
        (part("formular", "00") + &part("datei", "PK") + &end, StatusCode::FORBIDDEN),
        (token_part.clone() + &part("freigeben", "1") + &end, StatusCode::BAD_REQUEST),
        (token_part.clone() + &token_part + &end, StatusCode::BAD_REQUEST),
        (token_part.clone() + &part("datei", "PK"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (token_part.repeat(30) + &end, StatusCode::PAYLOAD_TOO_LARGE),
        ("no form".to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let answer = office.send(&mut browser, multipart(&path, body.clone().into_bytes())).await;
        assert_eq!(answer.status, status, "{body}");
    }
    // A form with a file is one of this page alone, and this page takes no other.
    let answer = office.post_with(&mut browser, &path, &token, &[]).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let other = format!("{BASE}/text/4");
    let body = (token_part + &part("stand", "0") + &part("assessment", "x") + &end).into_bytes();
    assert_eq!(
        office.send(&mut browser, multipart(&other, body)).await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    let confirm = format!("{path}/uebernehmen");
    for package in ["%%%", "UEs", ""] {
        let answer =
            office.post_with(&mut browser, &confirm, &token, &[("stand", "0"), ("paket", package)]).await;
        assert!(answer.status.is_client_error(), "{package}: {}", answer.status);
    }
    assert!(
        text(&office, TextEdition::Newest, "7").len() < 5
            && text(&office, TextEdition::Newest, "4").len() < 5
    );
}

/// The store of the tests, in the folder of the database.
pub(super) fn source(folder: &std::path::Path) -> TextSource {
    let store: Arc<dyn TextStore> = Arc::new(FolderStore::new(folder.join("plan-texts")));
    TextSource::Store(store)
}
