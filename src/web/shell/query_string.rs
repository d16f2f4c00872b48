//! The fields of a query string, for links to similar searches.

/// The fields of a query string in their order, without empty ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct QueryString {
    pairs: Vec<(String, String)>,
    hidden: Option<Hidden>,
}

/// A value that is never written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hidden {
    field: String,
    value: String,
    /// What is written of it where a page is shared.
    shared: Option<String>,
}

impl QueryString {
    pub fn read(raw: &str) -> Self {
        let pairs = form_urlencoded::parse(raw.as_bytes());
        let spoken = pairs.map(|(field, value)| (field.into_owned(), value.trim().to_owned()));
        Self { pairs: spoken.filter(|(_, value)| !value.is_empty()).collect(), hidden: None }
    }

    /// The same fields, of which this one is not written as long as it has its value; where it is taken out, an empty one is
    /// written, so that whoever adds the value to a query knows that it is not wanted. `shared` stands for it in
    /// [`Self::shared`].
    pub fn hiding(&self, field: &str, shared: Option<&str>) -> Self {
        let hide = |value: &str| Hidden {
            field: field.to_owned(),
            value: value.to_owned(),
            shared: shared.map(str::to_owned),
        };
        Self { pairs: self.pairs.clone(), hidden: self.get(field).map(hide) }
    }

    /// The fields as they may be shared: what is hidden is replaced or left out.
    pub fn shared(&self) -> Self {
        let Some(hidden) = &self.hidden else { return self.clone() };
        let open = Self { pairs: self.pairs.clone(), hidden: None };
        match (self.get(&hidden.field), &hidden.shared) {
            (Some(value), Some(shared)) if value == hidden.value => open.with(&hidden.field, shared),
            (Some(value), None) if value == hidden.value => open.without(&hidden.field),
            _ => open,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(field, value)| (field.as_str(), value.as_str()))
    }

    /// The first value of a field.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.pairs().find(|(name, _)| *name == field).map(|(_, value)| value)
    }

    pub fn without(&self, field: &str) -> Self {
        self.keep(|name| name != field)
    }

    /// Only fields of some names.
    pub fn keep(&self, is_kept: impl Fn(&str) -> bool) -> Self {
        self.filtered(|(name, _)| is_kept(name))
    }

    /// Without one value of a field that may occur several times.
    pub fn without_pair(&self, field: &str, value: &str) -> Self {
        self.filtered(|pair| (pair.0.as_str(), pair.1.as_str()) != (field, value))
    }

    fn filtered(&self, is_kept: impl Fn(&(String, String)) -> bool) -> Self {
        Self {
            pairs: self.pairs.iter().filter(|pair| is_kept(pair)).cloned().collect(),
            hidden: self.hidden.clone(),
        }
    }

    /// With a further value of a field that may occur several times.
    pub fn and(&self, field: &str, value: &str) -> Self {
        let mut changed = self.clone();
        changed.pairs.push((field.to_owned(), value.to_owned()));
        changed
    }

    pub fn with(&self, field: &str, value: impl ToString) -> Self {
        let mut changed = self.without(field);
        changed.pairs.push((field.to_owned(), value.to_string()));
        changed
    }
}

impl std::fmt::Display for QueryString {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let hidden = self.hidden.as_ref();
        let is_hidden = |(field, value): &(&str, &str)| {
            hidden.is_some_and(|hidden| *field == hidden.field && *value == hidden.value)
        };
        query.extend_pairs(self.pairs().filter(|pair| !is_hidden(pair)));
        if let Some(hidden) = hidden.filter(|hidden| self.get(&hidden.field).is_none()) {
            query.append_pair(&hidden.field, "");
        }
        f.write_str(&query.finish())
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

    #[test]
    fn a_hidden_value_is_never_written() {
        let fields = QueryString::read("near=Am+Markt+1&sort=name").hiding("near", Some("Parchim"));
        assert_eq!(fields.get("near"), Some("Am Markt 1"));
        assert_eq!(fields.with("sort", "distance").to_string(), "sort=distance");
        assert_eq!(fields.without("near").to_string(), "sort=name&near=");
        assert_eq!(fields.with("near", "Slate").to_string(), "sort=name&near=Slate");
        assert_eq!(fields.shared().to_string(), "sort=name&near=Parchim");
        assert_eq!(QueryString::read("near=x").hiding("near", None).shared().to_string(), "");
    }
}
