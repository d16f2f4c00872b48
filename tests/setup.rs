//! What the scripts say and do where something is missing: each runs on a PATH of its own, on which only what the test
//! puts there exists. `scripts/osrm download` stands for all, since it needs one package and builds nothing.
#![expect(clippy::unwrap_used, reason = "a test may end where something is not as it should be")]

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::Command;

/// What the scripts take for granted on a bare Debian.
const ESSENTIAL: [&str; 16] = [
    "bash", "cat", "cut", "dirname", "env", "find", "grep", "head", "id", "mkdir", "mktemp", "mv", "rm",
    "sed", "sort", "uname",
];

const ROOT: &str = "echo 0";
const USER: &str = "echo 1000";
const OFFERS: &str = "echo 'curl:'; echo '  Installed: (none)'; echo '  Candidate: 7.88.1'";

struct Machine(PathBuf);

impl Machine {
    /// A machine with apt-get, which installs a curl that always fails, for a user of this number.
    fn new(name: &str, id: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("pflegeplan-setup-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join("bin")).unwrap();
        let machine = Self(folder);
        let path = std::env::var("PATH").unwrap();
        for program in ESSENTIAL {
            let found =
                path.split(':').map(|part| PathBuf::from(part).join(program)).find(|file| file.is_file());
            symlink(found.unwrap(), machine.0.join("bin").join(program)).unwrap();
        }
        machine.program("id", id);
        machine.program("apt-cache", OFFERS);
        machine.program(
            "apt-get",
            "echo \"apt-get $*\"; [ \"$1\" = update ] || printf '#!/bin/sh\\nexit 6\\n' >\"$HOME/bin/curl\"",
        );
        machine
    }

    fn program(&self, name: &str, script: &str) {
        let file = self.0.join("bin").join(name);
        let _ = std::fs::remove_file(&file);
        std::fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o755)).unwrap();
    }

    fn run(&self, script: &str, arguments: &[&str]) -> (Option<i32>, String) {
        let output = Command::new(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scripts").join(script))
            .args(arguments)
            .env_clear()
            .env("PATH", self.0.join("bin"))
            .env("HOME", &self.0)
            .env("OSRM_DIR", self.0.join("osrm"))
            .env("OSRM_EXTRACT_URL", "http://127.0.0.1:9/roads.osm.pbf")
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(text).unwrap())
    }

    fn has_curl(&self) -> bool {
        self.0.join("bin/curl").exists()
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const NAMED: &str = "curl, which downloads road data (Debian package curl)";

#[test]
fn a_missing_package_is_named_and_then_installed() {
    let machine = Machine::new("installed", ROOT);
    let (_, text) = machine.run("osrm", &["download"]);
    let named = text.find(NAMED).unwrap();
    let installed = text.find("apt-get install --yes --quiet --no-install-recommends").unwrap();
    assert!(named < installed, "{text}");
    assert!(machine.has_curl());
}

#[test]
fn no_install_names_what_is_missing_and_fails() {
    let machine = Machine::new("no-install", ROOT);
    let (code, text) = machine.run("osrm", &["download", "--no-install"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains(NAMED) && !text.contains("apt-get"), "{text}");
    assert!(!machine.has_curl());
}

#[test]
fn a_user_installs_by_sudo_and_without_it_reads_what_root_has_to_run() {
    let machine = Machine::new("user", USER);
    let (code, text) = machine.run("osrm", &["download"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("Please run as root: apt-get install --no-install-recommends curl"), "{text}");
    assert!(!machine.has_curl());

    machine.program("sudo", "echo by sudo; exec \"$@\"");
    let (_, text) = machine.run("osrm", &["download"]);
    assert!(text.contains("Running: sudo apt-get install --no-install-recommends curl"), "{text}");
    assert!(text.contains("by sudo") && machine.has_curl(), "{text}");
}

#[test]
fn a_package_that_cannot_be_had_is_named() {
    let machine = Machine::new("unknown", ROOT);
    machine.program("apt-cache", "echo 'curl:'; echo '  Candidate: (none)'");
    let (code, text) = machine.run("osrm", &["download"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("do not have curl. Please install it by hand") && !machine.has_curl(), "{text}");

    machine.program("apt-cache", OFFERS);
    machine.program("apt-get", "exit 100");
    let (code, text) = machine.run("osrm", &["download"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("the packages could not be installed"), "{text}");

    machine.program("apt-get", "true");
    let (code, text) = machine.run("osrm", &["download"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("is still missing, although this was installed: Debian package curl."), "{text}");
}

#[test]
fn without_apt_get_the_packages_are_named() {
    let machine = Machine::new("foreign", ROOT);
    std::fs::remove_file(machine.0.join("bin/apt-get")).unwrap();
    let (code, text) = machine.run("osrm", &["download"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(
        text.contains("this system has no apt-get") && text.contains("Debian packages hold: curl."),
        "{text}"
    );
}

#[test]
fn without_rust_nothing_is_installed() {
    let machine = Machine::new("rustless", ROOT);
    let (code, text) = machine.run("serve", &[]);
    assert_eq!(code, Some(1), "{text}");
    for part in ["(Debian package build-essential)", "from https://rustup.rs first. Nothing was installed."] {
        assert!(text.contains(part), "{text}");
    }
    assert!(!text.contains("apt-get"), "{text}");
}

#[test]
fn every_script_explains_itself_and_refuses_what_it_does_not_know() {
    let machine = Machine::new("help", USER);
    for script in ["serve", "test", "check", "osrm", "bench", "screenshots", "answers", "bare-root"] {
        let (code, text) = machine.run(script, &["--help"]);
        assert_eq!(code, Some(0), "{script}: {text}");
        assert!(text.starts_with(&format!("scripts/{script} ")) && text.contains("--no-install"), "{text}");
    }
    for script in ["test", "check", "screenshots", "bare-root"] {
        let (code, text) = machine.run(script, &["nonsense"]);
        assert_eq!(code, Some(1), "{script}: {text}");
        assert!(text.contains("unknown argument nonsense"), "{text}");
    }
}
