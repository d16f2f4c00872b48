//! The category tree: which kinds of offers there are, what they are called, which law defines them
//! at a reference date, and what the program does with each. Its contents are data
//! (`models/categories.toml`, whose head explains every key), so that a new category is one entry there.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{CategorySlug, CostKind};
use crate::units::{PlaceKind, words};

/// A category's name in each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// In German.
    pub de: String,
    /// In English.
    pub en: String,
    /// One line in plain German that says what it is.
    pub plain: String,
}

/// A provision that defines a category, and when it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// The paragraph, such as `§ 41 SGB XI`.
    pub text: String,
    /// The first day on which it holds; `None` if it always held.
    pub from: Option<NaiveDate>,
    /// The last day on which it holds; `None` if it goes on.
    pub to: Option<NaiveDate>,
}

words! {
    /// What the number of an offer means; the word in files and on the wire.
    pub enum Counts {
        /// Care places.
        Places = "places",
        /// Dwellings.
        Dwellings = "dwellings",
        /// Nothing that could be counted.
        Nothing = "none",
    }
}

words! {
    /// A measure of the indicators that is computed from where the offers of a category are.
    pub enum ReachMeasure {
        /// Residents who reach an offer by car within the time of the indicators.
        ResidentsInReach = "residents_in_reach",
        /// Metres as the crow flies to the nearest offer.
        DistanceToPharmacy = "distance_to_pharmacy",
    }
}

/// How invented examples of a category are made where no official figures say how many there are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleRule {
    /// What such a facility is called, after "Beispiel-".
    pub title: String,
    /// One facility for so many residents of the district; at least 1.
    pub residents_each: u32,
    /// Fewest and most places or dwellings; absent where the category counts nothing.
    pub size: Option<(u32, u32)>,
    /// Residents that the locality of an example has at least, where the district has such a locality.
    pub smallest_locality: u32,
    /// The name of hours, features and providers in `examples`.
    pub manner: String,
}

/// How pages show a category or a group.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnPages {
    /// The name of its icon.
    pub icon: String,
    /// "Keine Tagespflege"
    pub none: String,
    /// What stands behind 1: "Tagespflege".
    pub one: String,
    /// What stands behind a larger number: "Tagespflegen".
    pub many: String,
    /// The line below its name where it is one of the large choices of the first page.
    pub tile: Option<String>,
    /// Its name among the rarer topics of the first page.
    pub link: Option<String>,
}

/// A kind of offer, and everything that the program does with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// The name on the wire; it never changes its meaning.
    pub slug: CategorySlug,
    /// The name in both languages, and a plain line.
    pub names: Names,
    /// How pages show it.
    pub page: Option<OnPages>,
    /// What the places of its offers are.
    pub counts: Counts,
    /// The category whose places already contain the places of this one.
    pub inside: Option<CategorySlug>,
    /// The kind of places in the planner's forecast; `None` if its places are not planned.
    pub place_kind: Option<PlaceKind>,
    /// The section of the five-year plan in which its offers are counted, such as "7.5".
    pub plan_section: String,
    /// Whether it leads a facility before all offers of other categories.
    pub leads: bool,
    costs: Vec<CostKind>,
    schema_org: Option<String>,
    /// The measure that is computed from the reach of its offers.
    pub reach: Option<ReachMeasure>,
    /// `None` where official figures decide how many examples there are.
    pub example: Option<ExampleRule>,
    laws: Vec<Law>,
}

impl Category {
    /// The provisions in force on a day.
    pub fn laws_on(&self, day: NaiveDate) -> impl Iterator<Item = &Law> {
        self.laws.iter().filter(move |law| super::covers(law.from, law.to, day))
    }

    /// Whether an offer of it has a number of places or dwellings.
    pub fn counts_places(&self) -> bool {
        self.counts != Counts::Nothing
    }

    /// Whether offers of the category may state costs of a kind.
    pub fn may_state(&self, kind: CostKind) -> bool {
        self.costs.contains(&kind)
    }

    /// Whether residents get the supplement by length of stay (Leistungszuschlag, § 43c SGB XI). Like the
    /// uniform care share, it exists in full residential care only.
    pub fn has_supplement(&self) -> bool {
        self.may_state(CostKind::CareShare)
    }

    /// The type of a facility at schema.org where its category names none.
    pub const SCHEMA_ORG: &'static str = "LocalBusiness";

    /// The type of a facility that this category leads, at schema.org.
    pub fn schema_org(&self) -> &str {
        self.schema_org.as_deref().unwrap_or(Self::SCHEMA_ORG)
    }
}

/// Questions for advisers, as keys of the page texts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// The heading above the questions.
    pub heading: String,
    /// What families should ask, in plain German.
    pub questions: Vec<String>,
}

/// A few categories that answer one question of a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The name on the wire.
    pub slug: String,
    /// The name in both languages, and a plain line.
    pub names: Names,
    /// How pages show it.
    pub page: Option<OnPages>,
    /// "Wer kommt ins Haus?"
    pub question: String,
    /// What an adviser asks about its offers.
    pub advice: Option<Advice>,
    /// In the order of the file.
    pub categories: Vec<Category>,
}

/// Groups and their categories in the order in which pages show them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CategoryTree {
    groups: Vec<Group>,
}

/// Why a category file cannot be used.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum CategoryError {
    #[error("the category file cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    #[error("category \"{0}\" appears twice in the category file")]
    Double(String),
    #[error("category \"{slug}\" names the group \"{group}\", which is not defined")]
    UnknownGroup { slug: String, group: String },
    #[error("category \"{slug}\" says it lies inside \"{inside}\", which is not defined")]
    UnknownContainer { slug: String, inside: String },
    #[error("category \"{slug}\": \"{text}\" is not a date of the form 2026-01-31")]
    Date { slug: String, text: String },
    #[error("category \"{slug}\": {key} \"{word}\" is not known")]
    Word { slug: String, key: &'static str, word: String },
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
    page: Option<OnPages>,
    advice: Option<Advice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryRow {
    slug: String,
    group: String,
    de: String,
    en: String,
    plain: String,
    page: Option<OnPages>,
    counts: Counts,
    inside: Option<String>,
    place_kind: Option<String>,
    plan_section: String,
    #[serde(default)]
    leads: bool,
    costs: Option<Vec<String>>,
    schema_org: Option<String>,
    reach: Option<String>,
    example: Option<ExampleRule>,
    #[serde(default)]
    law: Vec<LawRow>,
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
                page: row.page,
                question: row.question,
                advice: row.advice,
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

    /// The groups in the order of pages.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Every category in the order of the tree.
    pub fn categories(&self) -> impl Iterator<Item = &Category> {
        self.groups.iter().flat_map(|group| &group.categories)
    }

    /// The categories whose places are of the same kind as those of `category`, and lie inside another one: embedded
    /// short-term care for short-term care.
    pub fn embedded<'a>(&'a self, category: &'a Category) -> impl Iterator<Item = &'a Category> {
        let kind = category.place_kind.filter(|_| category.inside.is_none());
        self.categories().filter(move |one| one.inside.is_some() && kind.is_some() && one.place_kind == kind)
    }

    /// The category of a slug.
    pub fn get(&self, slug: &str) -> Option<&Category> {
        self.categories().find(|category| category.slug.as_str() == slug)
    }

    /// The place of a category in the order of the tree.
    pub fn position(&self, slug: &CategorySlug) -> Option<usize> {
        self.categories().position(|category| category.slug == *slug)
    }
}

/// What an offer may cost where its category says nothing: everything but the uniform care share.
fn usual_costs() -> Vec<CostKind> {
    CostKind::ALL.iter().copied().filter(|kind| *kind != CostKind::CareShare).collect()
}

fn category(row: CategoryRow) -> Result<Category, CategoryError> {
    let laws = row.law.iter().map(|law| row.law(law)).collect::<Result<_, _>>()?;
    let costs = row.costs.as_ref().map(|words| {
        words.iter().map(|word| row.parsed("costs", word, CostKind::from_word)).collect::<Result<_, _>>()
    });
    let place_kind = row.place_kind.as_ref().map(|word| row.parsed("place_kind", word, PlaceKind::from_word));
    let reach = row.reach.as_ref().map(|word| row.parsed("reach", word, ReachMeasure::from_word));
    Ok(Category {
        slug: CategorySlug::new(&row.slug),
        page: row.page,
        counts: row.counts,
        inside: row.inside.as_deref().map(CategorySlug::new),
        place_kind: place_kind.transpose()?,
        plan_section: row.plan_section,
        leads: row.leads,
        costs: costs.transpose()?.unwrap_or_else(usual_costs),
        reach: reach.transpose()?,
        laws,
        names: Names { de: row.de, en: row.en, plain: row.plain },
        schema_org: row.schema_org,
        example: row.example,
    })
}

impl CategoryRow {
    fn law(&self, law: &LawRow) -> Result<Law, CategoryError> {
        Ok(Law { text: law.text.clone(), from: self.day(&law.from)?, to: self.day(&law.to)? })
    }

    fn day(&self, text: &Option<String>) -> Result<Option<NaiveDate>, CategoryError> {
        let Some(text) = text else { return Ok(None) };
        let date = text.parse().map(Some);
        date.map_err(|_| CategoryError::Date { slug: self.slug.clone(), text: text.clone() })
    }

    fn parsed<T>(
        &self,
        key: &'static str,
        word: &str,
        parse: fn(&str) -> Option<T>,
    ) -> Result<T, CategoryError> {
        parse(word).ok_or_else(|| CategoryError::Word { slug: self.slug.clone(), key, word: word.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> CategoryTree {
        CategoryTree::from_toml(include_str!("../../../models/categories.toml")).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The contract began with 26 slugs, and none may go.
    #[test]
    fn the_tree_holds_every_category_of_the_file_and_no_slug_is_lost() {
        let written = include_str!("../../../models/categories.toml").matches("[[category]]\n").count();
        assert_eq!(tree().categories().count(), written);
        assert!(written >= 26, "{written}");
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
        let row = "[[category]]\nslug='a'\ngroup='g'\nde='A'\nen='A'\nplain='p'\ncounts='none'\nplan_section='7.1'\n";
        let error = |text: String| CategoryTree::from_toml(&text).unwrap_err().to_string();
        assert!(error(format!("{group}{row}{row}")).contains("\"a\" appears twice"));
        assert!(error(format!("{group}{}", row.replace("'g'", "'h'"))).contains("\"h\""));
        assert!(error(format!("{group}{row}inside='x'\n")).contains("\"x\""));
        assert!(error(format!("{group}{row}law=[{{text='§',from='morgen'}}]\n")).contains("morgen"));
        assert!(error(format!("{group}{row}colour='red'\n")).contains("colour"));
        assert!(error(format!("{group}{row}place_kind='tent'\n")).contains("place_kind \"tent\""));
        assert!(error(format!("{group}{row}costs=['tip']\n")).contains("costs \"tip\""));
        assert!(error(format!("{group}{row}reach='far'\n")).contains("reach \"far\""));
    }

    #[test]
    fn the_uniform_care_share_exists_in_residential_care_only() {
        let tree = tree();
        let with_share: Vec<&str> = tree
            .categories()
            .filter(|category| category.may_state(CostKind::CareShare))
            .map(|category| category.slug.as_str())
            .collect();
        assert_eq!(with_share, ["residential_care"]);
        for kind in CostKind::ALL.iter().filter(|kind| **kind != CostKind::CareShare) {
            assert!(tree.categories().all(|category| category.may_state(*kind)), "{}", kind.word());
        }
    }

    #[test]
    fn the_forecast_plans_residential_short_term_and_day_and_night_care() {
        let tree = tree();
        let planned = |kind| -> Vec<&str> {
            let of_kind = tree.categories().filter(|category| category.place_kind == Some(kind));
            of_kind.map(|category| category.slug.as_str()).collect()
        };
        assert_eq!(planned(PlaceKind::Residential), ["residential_care"]);
        assert_eq!(planned(PlaceKind::ShortTerm), ["short_term_care", "short_term_care_embedded"]);
        assert_eq!(planned(PlaceKind::DayCare), ["day_care", "night_care"]);
    }
}
