//! What operators put around the service: figures for Prometheus with their alerts and board, and a web server in front.

use std::collections::BTreeSet;

use super::*;

fn operate(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/operate").join(name);
    std::fs::read_to_string(path).unwrap()
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The names of figures in a text.
fn figures(text: &str) -> BTreeSet<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = text.split(|c: char| !is_part(c));
    words.filter(|word| word.starts_with("pflegeplan_") || word.starts_with("process_")).collect()
}

#[test]
fn figures_are_given_at_their_own_address_and_tell_of_no_search() {
    let folder = Folder::new("metrics");
    let file = folder.write("list.csv", list(&[HOME]));
    folder.import(&file, &[]).ok();
    let metrics = Service { child: Command::new("true").spawn().unwrap(), port: free_port() };
    let (bind, nobody) = (format!("127.0.0.1:{}", metrics.port), format!("http://127.0.0.1:{}", free_port()));
    let service =
        Service::start(&folder, &[("PFLEGEPLAN_METRICS_BIND", &bind), ("PFLEGEPLAN_OSRM_CAR_URL", &nobody)]);
    for path in ["/?near=Ludwigslust&radius_km=20", "/api/v1/facilities?near=Ludwigslust", "/nirgends"] {
        service.get(path).unwrap();
    }
    assert!(service.get("/metrics").unwrap().starts_with("HTTP/1.1 404"), "not at the public address");
    let refreshed = |answer: &str| answer.contains("pflegeplan_refreshed{of=\"indicators\"} 1");
    let text = metrics.wait_for("/metrics", refreshed);
    for line in [
        "pflegeplan_http_answers_total{route=\"/\",status=\"200\"} 1",
        "pflegeplan_http_answers_total{route=\"/api/v1/facilities\",status=\"200\"} 1",
        "pflegeplan_http_answers_total{route=\"none\",status=\"404\"} 2",
        "pflegeplan_http_answer_seconds_count{route=\"/\"} 1",
        "pflegeplan_register_facilities 1",
        "pflegeplan_refreshed{of=\"register\"} 1",
        "pflegeplan_roads_up{mode=\"car\"}",
        "# EOF",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let memory = text.lines().find_map(|line| line.strip_prefix("process_resident_memory_bytes "));
    assert!(memory.unwrap().parse::<u64>().unwrap() > 1_000_000, "{memory:?}");
    assert!(!text.contains("Ludwigslust") && !text.contains("nirgends"), "{text}");
    let given = figures(&text);
    for file in ["alerts.yml", "grafana.json"] {
        let used = operate(file);
        let unknown: Vec<_> = figures(&used).difference(&given).copied().collect();
        assert_eq!(unknown, Vec::<&str>::new(), "{file} asks for figures that nobody gives");
    }
}

/// nginx with our example of a site, between ports of this machine.
struct Nginx {
    child: Child,
    http: u16,
    https: u16,
}

impl Nginx {
    fn start(folder: &Folder, service: u16) -> Self {
        let (http, https) = (free_port(), free_port());
        let certificate = folder.0.join("certificate.pem").to_string_lossy().into_owned();
        let key = folder.0.join("key.pem").to_string_lossy().into_owned();
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"])
            .args(["-subj", "/CN=pflege.example.org", "-out", &certificate, "-keyout", &key])
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        let site: String = operate("nginx.conf")
            .lines()
            .filter(|line| !line.contains("[::]"))
            .map(|line| format!("{line}\n"))
            .collect();
        let site = site
            .replace("listen 80;", &format!("listen 127.0.0.1:{http};"))
            .replace("listen 443 ", &format!("listen 127.0.0.1:{https} "))
            .replace("127.0.0.1:8080", &format!("127.0.0.1:{service}"))
            .replace("/etc/letsencrypt/live/pflege.example.org/fullchain.pem", &certificate)
            .replace("/etc/letsencrypt/live/pflege.example.org/privkey.pem", &key);
        let here = folder.0.to_string_lossy().into_owned();
        let paths: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|kind| format!("{kind}_temp_path {here}/{kind};\n"))
            .collect();
        let whole = format!(
            "daemon off; master_process off; pid {here}/nginx.pid; error_log {here}/nginx.log;\n\
             events {{}}\nhttp {{\n{paths}{site}}}\n"
        );
        let file = folder.write("nginx.conf", whole);
        let nginx = ["/usr/sbin/nginx", "/usr/local/sbin/nginx"].iter().find(|path| Path::new(path).exists());
        let nginx = nginx.expect("nginx is missing; scripts/test installs it");
        let child = Command::new(nginx).args(["-p", &here, "-c", &file]).spawn().unwrap();
        Self { child, http, https }
    }

    /// What curl says of a request to the public name of the site.
    fn curl(&self, arguments: &[&str]) -> String {
        let resolve = |port: u16| format!("pflege.example.org:{port}:127.0.0.1");
        let output = Command::new("curl")
            .args(["--silent", "--include", "--insecure", "--noproxy", "*", "--retry", "20"])
            .args(["--retry-connrefused", "--retry-delay", "1", "--max-time", "30"])
            .args(["--resolve", &resolve(self.http), "--resolve", &resolve(self.https)])
            .args(arguments)
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn address(&self, path: &str) -> String {
        format!("https://pflege.example.org:{}{path}", self.https)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_example_for_nginx_speaks_https_and_lets_through_what_the_service_takes() {
    let folder = Folder::new("nginx");
    let file = folder.write("list.csv", list(&[HOME]));
    folder.import(&file, &[]).ok();
    let service = Service::start(&folder, &[]);
    let nginx = Nginx::start(&folder, service.port);
    let page = nginx.curl(&[&nginx.address("/?near=Ludwigslust&radius_km=20")]);
    assert!(page.starts_with("HTTP/2 200") && page.contains("Haus Anker"), "{page}");
    assert!(page.contains("strict-transport-security: max-age=31536000"), "{page}");
    assert_eq!(page.matches("content-security-policy:").count(), 1, "{page}");
    let plain = nginx.curl(&[&format!("http://pflege.example.org:{}/?near=Parchim", nginx.http)]);
    assert!(plain.starts_with("HTTP/1.1 308"), "{plain}");
    assert!(plain.contains("Location: https://pflege.example.org/?near=Parchim"), "{plain}");
    let links = nginx.curl(&[&nginx.address("/dcat-ap.jsonld")]);
    assert!(
        links.contains("\"https://pflege.example.org/"),
        "links know that readers come by https: {links}"
    );
    assert!(!links.contains("http://pflege.example.org"), "{links}");
    let body =
        folder.write("body.json", format!("{{\"lat\": 53.3, \"lon\": 11.5{}}}", " ".repeat(1_000_000)));
    let large = ["--data-binary", &format!("@{body}"), "--header", "Content-Type: application/json"];
    let nearest = nginx.address("/api/v1/places/nearest");
    let answer = nginx.curl(&[&large[..], &[nearest.as_str()]].concat());
    assert!(answer.contains("HTTP/2 200"), "a megabyte is let through: {answer}");
    drop(service);
    let down = nginx.curl(&[&nginx.address("/"), "--retry", "0"]);
    assert!(down.starts_with("HTTP/2 502"), "{down}");
    let written: Vec<_> = std::fs::read_dir(&folder.0).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(!written.iter().any(|name| name.to_string_lossy().contains("access")), "{written:?}");
}

#[test]
fn nobody_chooses_the_address_that_nginx_hands_on() {
    let folder = Folder::new("nginx-address");
    let upstream = TcpListener::bind("127.0.0.1:0").unwrap();
    let nginx = Nginx::start(&folder, upstream.local_addr().unwrap().port());
    let seen = std::thread::spawn(move || {
        let (mut stream, _) = upstream.accept().unwrap();
        let mut head = Vec::new();
        let mut part = [0; 1_024];
        while !head.windows(4).any(|end| end == b"\r\n\r\n") {
            let read = stream.read(&mut part).unwrap();
            head.extend_from_slice(part.get(..read).unwrap());
        }
        stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").unwrap();
        String::from_utf8(head).unwrap().to_lowercase()
    });
    let chosen = ["--header", "X-Forwarded-For: 203.0.113.9", "--header", "Forwarded: for=203.0.113.9"];
    let address = nginx.address("/amt/anmelden");
    nginx.curl(&[&chosen[..], &[address.as_str()]].concat());
    let head = seen.join().unwrap();
    assert!(head.contains("x-forwarded-for: 127.0.0.1\r\n"), "{head}");
    assert!(
        head.contains("x-forwarded-proto: https\r\n") && head.contains("host: pflege.example.org\r\n"),
        "{head}"
    );
    assert!(!head.contains("203.0.113.9"), "{head}");
}
