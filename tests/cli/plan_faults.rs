//! What is broken, missing or too large costs nobody the plan: each form names the gap, or a sentence says what is wrong.

use super::*;

const FORMS: [&str; 6] = ["pdf", "docx", "html", "xlsx", "json", "zip"];

/// An invented coat of arms.
const SVG: &[u8] = include_bytes!("../fixtures/arms/shield.svg");
const PNG: &[u8] = include_bytes!("../fixtures/arms/shield.png");

/// The words of a plan in a form, all that are read and nothing else.
pub fn words(form: &str, file: &[u8], folder: &Folder) -> String {
    match form {
        "pdf" => {
            folder.write("read.pdf", file);
            let mut reader = Command::new("pdftotext");
            let read = reader.args(["-raw", "read.pdf", "-"]).current_dir(&folder.0).output().unwrap();
            flat(&String::from_utf8(read.stdout).unwrap())
        }
        "docx" | "xlsx" | "zip" => flat(&unpacked(file)),
        _ => flat(std::str::from_utf8(file).unwrap()),
    }
}

/// The texts of an archive without their markup.
fn unpacked(file: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut found = String::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        if [".xml", ".csv", ".json"].iter().any(|ending| entry.name().ends_with(ending)) {
            entry.read_to_string(&mut found).unwrap();
        }
    }
    found
}

/// A text without what only a layout puts into it: markup, hyphens at the ends of lines, spaces.
pub fn flat(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut is_tag = false;
    for letter in text.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => is_tag = false,
            letter if is_tag || letter.is_whitespace() || ['\u{ad}', '-', '\u{2010}'].contains(&letter) => {}
            letter => bare.push(letter),
        }
    }
    bare
}

/// The status and the body of an answer.
pub fn download(service: &Service, path: &str) -> (u16, Vec<u8>) {
    let mut stream = TcpStream::connect(("127.0.0.1", service.port)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let body = answer[end + 4..].to_vec();
    (status, if head.to_lowercase().contains("transfer-encoding: chunked") { joined(&body) } else { body })
}

/// A body that came in chunks, each behind its length.
fn joined(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|bytes| bytes == b"\r\n") {
        let length = usize::from_str_radix(std::str::from_utf8(&body[..end]).unwrap(), 16).unwrap();
        whole.extend(&body[end + 2..end + 2 + length]);
        body = &body[(end + 4 + length).min(body.len())..];
    }
    whole
}

#[test]
fn a_text_that_is_not_understood_is_a_sentence_in_every_form_and_writes_no_file() {
    let folder = Folder::new("plan-texts");
    std::fs::create_dir(folder.0.join("texts")).unwrap();
    let deep = "> ".repeat(20) + "tief";
    let long = "a ".repeat(150_000);
    let huge = "a".repeat(5 << 20);
    let faults: [(&str, &[u8], &str); 9] = [
        // A picture is refused whether it is there, was deleted or never was one.
        ("4.md", b"Siehe\n\n![Karte](karte.png)", "4.md: line 3: pictures are not allowed in texts"),
        ("4.md", b"![x](https://example.org/deleted.png)", "4.md: line 1: pictures are not allowed"),
        ("4.md", b"<img src=\"data:image/png;base64,AAAA\">", "4.md: line 1: HTML is not allowed"),
        (
            "4.md",
            b"| a | b |\n| - | - |\n\n```\ncode\n```\n",
            "4.md: line 4: tables and code are not allowed",
        ),
        ("4.md", deep.as_bytes(), "4.md: line 1: lists and quotations are nested more than 8 deep"),
        ("4.md", b"[hier](file:///etc/passwd)", "4.md: line 1: a link must begin with https://"),
        ("4.md", b"halb \xff", "4.md is not UTF-8"),
        ("4.md", long.as_bytes(), "4.md: the text has more than 200000 bytes"),
        ("4.md", huge.as_bytes(), "4.md is larger than 4194304 bytes"),
    ];
    for (name, content, said) in faults {
        folder.write(&format!("texts/{name}"), content);
        let call = ["plan", "--area", "13076", "--draws", "0", "--texts", "texts"];
        let outs = FORMS.map(|form| ["--out".to_owned(), format!("plan.{form}")]).concat();
        let call: Vec<&str> = call.into_iter().chain(outs.iter().map(String::as_str)).collect();
        folder.run(&call).fails_with(1, &[said]);
        for form in FORMS {
            assert!(!folder.0.join(format!("plan.{form}")).exists(), "{said}: {form}");
        }
    }
}

#[test]
fn a_service_says_in_german_which_text_it_does_not_understand() {
    let folder = Folder::new("plan-served-texts");
    std::fs::create_dir_all(folder.0.join("texts/13076")).unwrap();
    folder.write("texts/13076/4.md", "Siehe\n\n![Karte](karte.png)");
    let texts = folder.0.join("texts").to_string_lossy().into_owned();
    let service = Service::start(&folder, &[("PFLEGEPLAN_PLAN_TEXTS", &texts)]);
    service.wait_for("/planung/plan/13004/1", |answer| answer.starts_with("HTTP/1.1 200"));
    let of_pages = ["1", "4"].map(str::to_owned);
    for end in of_pages.into_iter().chain(FORMS.map(|form| format!("pflegeplan.{form}"))) {
        let (status, body) = download(&service, &format!("/planung/plan/13076/{end}"));
        let body = String::from_utf8(body).unwrap();
        assert_eq!(status, 400, "{end}: {body}");
        assert!(body.contains("4.md: Zeile 3: Bilder gehen in den Texten nicht."), "{end}: {body}");
        assert!(!body.contains(&texts), "{end} names a folder of the machine");
    }
}

#[test]
fn a_district_without_a_register_names_the_gap_in_every_form() {
    let folder = Folder::new("plan-no-register");
    let outs = FORMS.map(|form| ["--out".to_owned(), format!("plan.{form}")]).concat();
    let call = ["plan", "--area", "13074", "--draws", "0"];
    folder.run(&call.into_iter().chain(outs.iter().map(String::as_str)).collect::<Vec<_>>()).ok();
    for form in FORMS {
        let found = words(form, &std::fs::read(folder.0.join(format!("plan.{form}"))).unwrap(), &folder);
        for said in [
            "Verzeichnis der Angebote",
            "Für dieses Gebiet enthält das Verzeichnis keine Einrichtung.",
            "die Liste der Einrichtungen des Kreises",
            "Maßnahmen",
        ] {
            assert!(found.contains(&flat(said)), "{form} does not say {said:?}");
        }
    }
}

#[test]
fn a_coat_of_arms_stands_on_the_cover_of_each_form_that_has_one() {
    let folder = Folder::new("plan-arms");
    std::fs::create_dir(folder.0.join("arms")).unwrap();
    let arms = folder.0.join("arms").to_string_lossy().into_owned();
    let written = |forms: &[&str]| -> Vec<Vec<u8>> {
        let mut command = folder.command();
        command.args(["plan", "--area", "13004", "--draws", "0"]);
        for form in forms {
            command.args(["--out", &format!("plan.{form}")]);
        }
        Outcome::of(command.env("PFLEGEPLAN_PLAN_ARMS", &arms).output().unwrap()).ok();
        forms.iter().map(|form| std::fs::read(folder.0.join(format!("plan.{form}"))).unwrap()).collect()
    };
    let bare = written(&["pdf", "docx"]);
    folder.write("arms/13004.svg", SVG);
    folder.write("arms/13076.png", "that of another district is not read");
    let all = written(&["html", "docx", "pdf", "json"]);
    let [html, docx, pdf, json] = &all[..] else { panic!("{}", all.len()) };
    let html = std::str::from_utf8(html).unwrap();
    assert!(html.contains("alt=\"Wappen: Schwerin\"") && html.contains("src=\"data:image/svg+xml;base64,"));
    let pictures = |file: &[u8]| file.windows(8).filter(|bytes| bytes == b"\x89PNG\r\n\x1a\n").count();
    assert_eq!(pictures(docx), pictures(&bare[1]) + 1);
    assert!(unpacked(docx).contains("descr=\"Wappen: Schwerin\""));
    assert!(*pdf != bare[0] && !words("pdf", pdf, &folder).contains("Wappen"));
    assert!(std::str::from_utf8(json).unwrap().contains("\"format\": \"svg\""));
    // At the terminal a wrong picture is a fault; the doctor names it, and what belongs to no area.
    folder.write("arms/13004.svg", "no picture");
    folder.write("arms/schwerin.svg", SVG);
    let of = |arguments: &[&str]| {
        let mut command = folder.command();
        Outcome::of(command.args(arguments).env("PFLEGEPLAN_PLAN_ARMS", &arms).output().unwrap())
    };
    of(&["plan", "--area", "13004", "--draws", "0", "--out", "no.html"])
        .fails_with(1, &["plan_arms: 13004.svg is no picture in SVG, PNG or JPEG; hint"]);
    assert!(!folder.0.join("no.html").exists());
    let doctor = of(&["doctor"]);
    doctor.fails_with(1, &["2 faults"]);
    for said in
        ["13004.svg is no picture", "13076.png is no picture", "schwerin.svg is the coat of arms of no area"]
    {
        assert!(doctor.out.contains(said), "{said}: {doctor:#?}");
    }
}

#[test]
fn a_coat_of_arms_that_is_broken_costs_no_reader_the_plan() {
    let folder = Folder::new("plan-broken-arms");
    std::fs::create_dir(folder.0.join("arms")).unwrap();
    let arms = folder.0.join("arms").to_string_lossy().into_owned();
    let service = Service::start(&folder, &[("PFLEGEPLAN_PLAN_ARMS", &arms)]);
    service.wait_for("/planung/plan/13004/1", |answer| answer.starts_with("HTTP/1.1 200"));
    let get = |form: &str| {
        let (status, body) = download(&service, &format!("/planung/plan/13004/pflegeplan.{form}"));
        assert_eq!(status, 200, "{form}: {}", String::from_utf8_lossy(&body));
        words(form, &body, &folder)
    };
    assert!(!get("html").contains("Wappen"));
    let huge = vec![b' '; (1 << 20) + 1];
    let cut = &PNG[..PNG.len() / 2];
    let wrong: [(&[u8], &str); 5] = [
        (b"no picture", "13004.png ist kein Bild in SVG, PNG oder JPEG."),
        (b"", "13004.png ist leer."),
        (&huge, "13004.png ist zu groß: höchstens 1 MB."),
        (b"<svg><script/></svg>", "13004.png enthält mehr als eine Zeichnung."),
        (cut, "13004.png ist beschädigt oder unvollständig."),
    ];
    for (content, said) in wrong {
        folder.write("arms/13004.png", content);
        let html = get("html");
        assert!(html.contains(&flat(&format!("Hier fehlt das Wappen: {said}"))), "{said}");
        assert!(!html.contains(&flat(&arms)), "the page names a folder of the machine");
    }
    // The last of them in every form: on the covers, and in the list of what is missing.
    for form in FORMS {
        let found = get(form);
        let has_cover = ["pdf", "docx", "html"].contains(&form);
        assert_eq!(found.contains(&flat("Hier fehlt das Wappen: 13004.png")), has_cover, "{form}");
        assert!(found.contains(&flat("ein Wappen als SVG, PNG oder JPEG")), "{form}");
    }
    folder.write("arms/13004.svg", SVG);
    assert!(get("html").contains(&flat("Es gibt mehrere Wappen: 13004.png, 13004.svg.")));
    // A drawing that is well-formed and none for the program that draws it.
    std::fs::remove_file(folder.0.join("arms/13004.png")).unwrap();
    folder.write("arms/13004.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"-1\" height=\"0\"/>");
    for form in ["pdf", "docx"] {
        let said = flat("Hier fehlt das Wappen: Die Zeichnung lässt sich nicht darstellen.");
        assert!(get(form).contains(&said), "{form}");
    }
    std::fs::remove_dir_all(folder.0.join("arms")).unwrap();
    assert!(get("html").contains(&flat("Der Ordner mit den Wappen ist nicht da.")));
}
