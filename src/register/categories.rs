//! The category tree: which kinds of offers there are, what they are called, and which law defines
//! them at a reference date. Its contents are data (`models/categories.toml`).

use chrono::NaiveDate;
use serde::Deserialize;

use super::CategorySlug;

/// A category's name in each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    pub de: String,
    pub en: String,
    /// One line in plain German that says what it is.
    pub plain: String,
}

/// A provision that defines a category, and when it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    pub text: String,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// What the number of an offer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    Places,
    Dwellings,
    Nothing,
}

impl Counts {
    pub fn word(self) -> &'static str {
        match self {
            Self::Places => "places",
            Self::Dwellings => "dwellings",
            Self::Nothing => "none",
        }
    }
}

/// A kind of offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    pub slug: CategorySlug,
    pub names: Names,
    pub counts: Counts,
    /// The category whose places already contain the places of this one.
    pub inside: Option<CategorySlug>,
    laws: Vec<Law>,
}

impl Category {
    /// The provisions in force on a day.
    pub fn laws_on(&self, day: NaiveDate) -> impl Iterator<Item = &Law> {
        self.laws.iter().filter(move |law| super::covers(law.from, law.to, day))
    }

    pub fn counts_places(&self) -> bool {
        self.counts != Counts::Nothing
    }
}

/// A few categories that answer one question of a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub slug: String,
    pub names: Names,
    /// "Wer kommt ins Haus?"
    pub question: String,
    pub categories: Vec<Category>,
}

/// Groups and their categories in the order in which pages show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryTree {
    groups: Vec<Group>,
}

#[derive(Debug, thiserror::Error)]
pub enum CategoryError {
    #[error("the category file cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    #[error("category \"{0}\" stands twice in the category file")]
    Double(String),
    #[error("category \"{slug}\" names the group \"{group}\", which is not defined")]
    UnknownGroup { slug: String, group: String },
    #[error("category \"{slug}\" says it lies inside \"{inside}\", which is not defined")]
    UnknownContainer { slug: String, inside: String },
    #[error("category \"{slug}\": \"{text}\" is no date of the form 2026-01-31")]
    Date { slug: String, text: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRows {
    group: Vec<GroupRow>,
    category: Vec<CategoryRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupRow {
    slug: String,
    de: String,
    en: String,
    question: String,
    plain: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryRow {
    slug: String,
    group: String,
    de: String,
    en: String,
    plain: String,
    counts: CountsWord,
    inside: Option<String>,
    #[serde(default)]
    law: Vec<LawRow>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum CountsWord {
    Places,
    Dwellings,
    None,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LawRow {
    text: String,
    from: Option<String>,
    to: Option<String>,
}

impl CategoryTree {
    /// Reads and checks the contents of `models/categories.toml`.
    pub fn from_toml(text: &str) -> Result<Self, CategoryError> {
        let rows: FileRows = toml::from_str(text)?;
        let mut groups: Vec<Group> = rows
            .group
            .into_iter()
            .map(|row| Group {
                slug: row.slug,
                names: Names { de: row.de, en: row.en, plain: row.plain },
                question: row.question,
                categories: Vec::new(),
            })
            .collect();
        let known: Vec<String> = rows.category.iter().map(|row| row.slug.clone()).collect();
        for row in rows.category {
            if known.iter().filter(|slug| **slug == row.slug).count() > 1 {
                return Err(CategoryError::Double(row.slug));
            }
            if let Some(inside) = row.inside.as_ref().filter(|inside| !known.contains(inside)) {
                return Err(CategoryError::UnknownContainer { inside: inside.clone(), slug: row.slug });
            }
            let Some(group) = groups.iter_mut().find(|group| group.slug == row.group) else {
                return Err(CategoryError::UnknownGroup { slug: row.slug, group: row.group });
            };
            group.categories.push(category(row)?);
        }
        Ok(Self { groups })
    }

    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Every category in the order of the tree.
    pub fn categories(&self) -> impl Iterator<Item = &Category> {
        self.groups.iter().flat_map(|group| &group.categories)
    }

    pub fn get(&self, slug: &str) -> Option<&Category> {
        self.categories().find(|category| category.slug.as_str() == slug)
    }

    /// The place of a category in the order of the tree.
    pub fn position(&self, slug: &CategorySlug) -> Option<usize> {
        self.categories().position(|category| category.slug == *slug)
    }
}

fn category(row: CategoryRow) -> Result<Category, CategoryError> {
    let day = |text: &Option<String>| -> Result<Option<NaiveDate>, CategoryError> {
        text.as_ref()
            .map(|text| {
                text.parse().map_err(|_| CategoryError::Date { slug: row.slug.clone(), text: text.clone() })
            })
            .transpose()
    };
    let laws = row
        .law
        .iter()
        .map(|law| Ok(Law { text: law.text.clone(), from: day(&law.from)?, to: day(&law.to)? }))
        .collect::<Result<_, CategoryError>>()?;
    Ok(Category {
        slug: CategorySlug::new(&row.slug),
        names: Names { de: row.de, en: row.en, plain: row.plain },
        counts: match row.counts {
            CountsWord::Places => Counts::Places,
            CountsWord::Dwellings => Counts::Dwellings,
            CountsWord::None => Counts::Nothing,
        },
        inside: row.inside.map(|slug| CategorySlug::new(&slug)),
        laws,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> CategoryTree {
        CategoryTree::from_toml(include_str!("../../models/categories.toml")).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_tree_holds_the_26_slugs_of_the_contract() {
        assert_eq!(tree().categories().count(), 26);
        for slug in ["residential_care", "short_term_care_embedded", "advice_centre", "self_help"] {
            assert!(tree().get(slug).is_some(), "{slug} is missing");
        }
    }

    #[test]
    fn housing_is_defined_by_the_eqg_until_2025_and_by_the_wotg_from_2026() {
        let tree = tree();
        let law = |on: &str| -> Vec<String> {
            let category = tree.get("assisted_living").unwrap();
            category.laws_on(day(on)).map(|law| law.text.clone()).collect()
        };
        assert_eq!(law("2025-12-31"), ["EQG M-V"]);
        assert_eq!(law("2026-01-01"), ["WoTG M-V"]);
    }

    #[test]
    fn embedded_short_term_places_lie_inside_residential_places() {
        let tree = tree();
        let embedded = tree.get("short_term_care_embedded").unwrap();
        assert_eq!(embedded.inside, Some(CategorySlug::new("residential_care")));
    }

    #[test]
    fn a_faulty_file_is_refused_with_the_name_of_the_category() {
        let group = "[[group]]\nslug='g'\nde='G'\nen='G'\nquestion='?'\nplain='p'\n";
        let row = "[[category]]\nslug='a'\ngroup='g'\nde='A'\nen='A'\nplain='p'\ncounts='none'\n";
        let error = |text: String| CategoryTree::from_toml(&text).unwrap_err().to_string();
        assert!(error(format!("{group}{row}{row}")).contains("\"a\" stands twice"));
        assert!(error(format!("{group}{}", row.replace("'g'", "'h'"))).contains("\"h\""));
        assert!(error(format!("{group}{row}inside='x'\n")).contains("\"x\""));
        assert!(error(format!("{group}{row}law=[{{text='§',from='morgen'}}]\n")).contains("morgen"));
        assert!(error(format!("{group}{row}colour='red'\n")).contains("colour"));
    }
}
