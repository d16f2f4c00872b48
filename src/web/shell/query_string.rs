//! The fields of a query string, for links to similar searches.

/// The fields of a query string in their order, without empty ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct QueryString(Vec<(String, String)>);

impl QueryString {
    pub fn read(raw: &str) -> Self {
        let pairs = form_urlencoded::parse(raw.as_bytes());
        let spoken = pairs.map(|(field, value)| (field.into_owned(), value.trim().to_owned()));
        Self(spoken.filter(|(_, value)| !value.is_empty()).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, value)| (field.as_str(), value.as_str()))
    }

    /// The first value of a field.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.pairs().find(|(name, _)| *name == field).map(|(_, value)| value)
    }

    pub fn without(&self, field: &str) -> Self {
        Self(self.0.iter().filter(|(name, _)| name != field).cloned().collect())
    }

    /// Only fields of some names.
    pub fn keep(&self, is_kept: impl Fn(&str) -> bool) -> Self {
        Self(self.0.iter().filter(|(name, _)| is_kept(name)).cloned().collect())
    }

    /// Without one value of a field that may occur several times.
    pub fn without_pair(&self, field: &str, value: &str) -> Self {
        Self(
            self.0
                .iter()
                .filter(|pair| (pair.0.as_str(), pair.1.as_str()) != (field, value))
                .cloned()
                .collect(),
        )
    }

    /// With a further value of a field that may occur several times.
    pub fn and(&self, field: &str, value: &str) -> Self {
        let mut changed = self.clone();
        changed.0.push((field.to_owned(), value.to_owned()));
        changed
    }

    pub fn with(&self, field: &str, value: impl ToString) -> Self {
        let mut changed = self.without(field);
        changed.0.push((field.to_owned(), value.to_string()));
        changed
    }
}

impl std::fmt::Display for QueryString {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut query = form_urlencoded::Serializer::new(String::new());
        f.write_str(&query.extend_pairs(self.pairs()).finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_fields_are_dropped_and_the_rest_keeps_its_order() {
        let fields = QueryString::read("near=+R%C3%B6bel+&category=&radius_km=20&sort=%20");
        assert_eq!(fields.to_string(), "near=R%C3%B6bel&radius_km=20");
        assert_eq!(fields.get("near"), Some("Röbel"));
        assert_eq!(fields.get("category"), None);
        assert!(QueryString::read("near=&q=+").is_empty());
    }

    #[test]
    fn a_field_is_replaced_and_one_of_several_values_is_removed() {
        let fields = QueryString::read("radius_km=20&feature=pets&feature=garden");
        assert_eq!(fields.with("radius_km", 50).to_string(), "feature=pets&feature=garden&radius_km=50");
        assert_eq!(fields.without_pair("feature", "pets").to_string(), "radius_km=20&feature=garden");
    }
}
