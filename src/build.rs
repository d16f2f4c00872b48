//! Checks that the web client is built, because the binary embeds it, and names the commit. No network, no code generation.

use std::path::Path;

const CLIENT: &str = "src/web/client/dist";

fn main() {
    // `scripts/release` names the commit. The name is no setting's (`PFLEGEPLAN_…`), because Cargo hands it to each
    // program that it runs, tests too.
    println!("cargo:rerun-if-env-changed=RELEASE_COMMIT");
    let commit = std::env::var("RELEASE_COMMIT").unwrap_or_else(|_| "development".to_owned());
    println!("cargo:rustc-env=RELEASE_COMMIT={commit}");
    // Embedded folders: a new file in one of them is a reason to build again.
    for folder in ["migrations", CLIENT] {
        println!("cargo:rerun-if-changed={folder}");
    }
    let manifest = Path::new(CLIENT).join(".vite/manifest.json");
    assert!(
        manifest.is_file(),
        "the web client is not built; run scripts/serve, or: cd src/web/client && npm ci && npm run build"
    );
}
