//! The signs of the pages, all of one set (Lucide, ISC licence). `client/icons.json` lists those in use, and the build of
//! the client puts their drawings into one file.

use std::collections::HashMap;

use super::assets::{AssetError, embedded};

/// Name and drawing of each sign, below the folder of the built client.
const FILE: &str = "icons.json";

/// The names of all signs, as the client lists them.
pub(crate) fn names() -> Vec<&'static str> {
    let quoted = include_str!("../client/icons.json").split('"').skip(1).step_by(2);
    quoted.collect()
}

/// The drawings by their names at Lucide, such as "phone".
#[derive(Debug)]
pub(crate) struct Icons(HashMap<String, String>);

impl Icons {
    pub fn read() -> Result<Self, AssetError> {
        let text = embedded(FILE).ok_or(AssetError::Icons)?;
        serde_json::from_slice(&text).map(Self).map_err(|_| AssetError::Icons)
    }

    /// An element that grows with the text around it and that is not read out; `None` for a name that is not listed.
    pub fn svg(&self, name: &str) -> Option<String> {
        let drawing = self.0.get(name)?;
        Some(format!(
            "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">{drawing}</svg>"
        ))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Every `icon("…")` of the templates below a folder.
    fn used(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("dist") {
                used(&path, found);
            } else if path.extension().is_some_and(|it| it == "html") {
                let text = std::fs::read_to_string(path).unwrap();
                let names = text.split("icon(\"").skip(1).filter_map(|rest| rest.split('"').next());
                found.extend(names.map(str::to_owned));
            }
        }
    }

    #[test]
    fn every_sign_of_a_template_is_listed_and_drawn() {
        let icons = Icons::read().unwrap();
        let mut names = Vec::new();
        used(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"), &mut names);
        assert!(names.len() > 5, "{names:?}");
        for name in names {
            let svg = icons.svg(&name).unwrap_or_else(|| panic!("there is no sign \"{name}\""));
            assert!(svg.contains("aria-hidden") && svg.contains("/>"), "{svg}");
        }
        assert!(icons.0.values().all(|drawing| drawing.starts_with('<') && !drawing.contains("script")));
        assert_eq!(icons.svg("spaceship"), None);
    }
}
