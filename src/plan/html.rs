//! A plan as HTML: a chapter for a page of the site, and the whole plan as a file that stands for itself.

use std::fmt::Write;

use base64::prelude::{BASE64_STANDARD, Engine};

use super::arms::CoverArms;
use super::document::{Block, Chapter, Figure, GapBox, Plan, Table};
use super::rich::{Rich, Span};

/// The look of a plan as a file: A4 in print, one column on a screen.
const STYLE: &str = concat!(include_str!("plan.css"), include_str!("blocks.css"));
const CHART_STYLE: &str = include_str!("../charts/charts.css");

/// Text in an element or in a quoted attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#x27;")
}

/// "7.5" -> "k7-5": the id of a chapter or section.
pub fn anchor(number: &str) -> String {
    format!("k{}", number.replace('.', "-").to_lowercase())
}

/// The blocks of a chapter, below a heading of the level before `level`.
pub fn chapter(chapter: &Chapter, level: u8) -> String {
    let mut html = String::new();
    for part in &chapter.blocks {
        block(&mut html, part, level);
    }
    html
}

fn block(html: &mut String, block: &Block, level: u8) {
    // Writing to a text cannot fail.
    let _ = match block {
        Block::Heading { number, title } => writeln!(
            html,
            "<h{level} id=\"{}\">{} {}</h{level}>",
            anchor(number),
            escaped(number),
            escaped(title)
        ),
        Block::Paragraph { text } => writeln!(html, "<p>{}</p>", escaped(text)),
        Block::Finding { text } => writeln!(html, "<p class=\"plan-finding\">{}</p>", escaped(text)),
        Block::List { items } => {
            let items: String = items.iter().map(|item| format!("<li>{}</li>", escaped(item))).collect();
            writeln!(html, "<ul>{items}</ul>")
        }
        Block::Table(of) => {
            table(html, of);
            Ok(())
        }
        Block::Figure(of) => {
            figure(html, of);
            Ok(())
        }
        Block::Gaps { gaps } => {
            let said = GapBox::of(gaps);
            let lines: String = said.lines.iter().map(|line| format!("<li>{}</li>", escaped(line))).collect();
            let (label, pointer) = (escaped(said.label), escaped(said.pointer));
            writeln!(
                html,
                "<div class=\"plan-gap\"><p><strong>{label}</strong></p><ul>{lines}</ul><p>{pointer}</p></div>"
            )
        }
        Block::Own { label, content } => writeln!(html, "{}", own(label, content)),
    };
}

/// What the planner has written, as it stands in a chapter.
pub fn own(label: &str, content: &[Rich]) -> String {
    let mut inner = String::new();
    content.iter().for_each(|part| rich(&mut inner, part));
    format!("<section class=\"plan-own\"><p class=\"plan-label\">{}</p>{inner}</section>", escaped(label))
}

fn table(html: &mut String, table: &Table) {
    let scope = |at: usize| if table.numeric.get(at) == Some(&true) { " class=\"plan-number\"" } else { "" };
    let _ = write!(
        html,
        "<div class=\"plan-table\" role=\"region\" tabindex=\"0\" aria-label=\"Tabelle {1}: {0}\"><table><caption>Tabelle {1}: {0}</caption><thead><tr>",
        escaped(&table.caption),
        escaped(&table.number)
    );
    for (at, heading) in table.headings.iter().enumerate() {
        let _ = write!(html, "<th scope=\"col\"{}>{}</th>", scope(at), escaped(heading));
    }
    html.push_str("</tr></thead><tbody>");
    for row in &table.rows {
        html.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let text = escaped(&cell.text);
            let _ = match at {
                0 => write!(html, "<th scope=\"row\">{text}</th>"),
                _ => write!(html, "<td{}>{text}</td>", scope(at)),
            };
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></div>");
    let notes = table.note.iter().chain(Some(&table.source).filter(|source| !source.is_empty()));
    let notes: Vec<String> = notes.map(|note| escaped(note)).collect();
    if !notes.is_empty() {
        let _ = writeln!(html, "<p class=\"plan-source\">{}</p>", notes.join(" "));
    }
}

fn figure(html: &mut String, figure: &Figure) {
    let chart = &figure.chart;
    let _ = writeln!(
        html,
        "<figure class=\"plan-figure\"><figcaption><strong>Abbildung {0}: {1}</strong><span>{2}</span></figcaption>\
         <div class=\"chart plan-drawing\" role=\"region\" tabindex=\"0\" aria-label=\"Abbildung {0}\">{3}</div><p class=\"plan-source\">{4}</p></figure>",
        escaped(&figure.number),
        escaped(&chart.title),
        escaped(&chart.subtitle),
        chart.svg,
        escaped(&chart.source)
    );
}

fn rich(html: &mut String, part: &Rich) {
    match part {
        Rich::Paragraph { spans: words } => {
            let _ = write!(html, "<p>{}</p>", spans(words));
        }
        // Headings of the planner stand below all numbered ones.
        Rich::Heading { spans: words } => {
            let _ = write!(html, "<p class=\"plan-subheading\"><strong>{}</strong></p>", spans(words));
        }
        Rich::List { ordered, items } => {
            let tag = if *ordered { "ol" } else { "ul" };
            let _ = write!(html, "<{tag}>");
            for item in items {
                html.push_str("<li>");
                item.iter().for_each(|part| rich(html, part));
                html.push_str("</li>");
            }
            let _ = write!(html, "</{tag}>");
        }
        Rich::Quote { content } => {
            html.push_str("<blockquote>");
            content.iter().for_each(|part| rich(html, part));
            html.push_str("</blockquote>");
        }
    }
}

fn spans(words: &[Span]) -> String {
    let of = |span: &Span| {
        let mut text = escaped(&span.text);
        if span.emphasis {
            text = format!("<em>{text}</em>");
        }
        if span.strong {
            text = format!("<strong>{text}</strong>");
        }
        match &span.href {
            Some(href) => format!("<a href=\"{}\" rel=\"noopener\">{text}</a>", escaped(href)),
            None => text,
        }
    };
    words.iter().map(of).collect()
}

impl Plan {
    /// The coat of arms as part of the file.
    fn arms_html(&self) -> String {
        match &self.arms {
            None => String::new(),
            Some(CoverArms::Missing(why)) => {
                format!("<p class=\"plan-source\">{}</p>", escaped(&CoverArms::missing_line(why)))
            }
            Some(CoverArms::Shown(arms)) => format!(
                "<p><img class=\"plan-arms\" src=\"data:{};base64,{}\" alt=\"{}\"></p>",
                arms.format.media_type(),
                BASE64_STANDARD.encode(arms.bytes()),
                escaped(&self.arms_alternative())
            ),
        }
    }

    /// "Entwurf vom 29.11.2026" or "Freigegeben, Stand 29.11.2026".
    pub fn state_line(&self) -> String {
        let day = self.written_on.format("%d.%m.%Y");
        if self.is_approved { format!("Freigegeben, Stand {day}") } else { format!("Entwurf vom {day}") }
    }

    /// What the cover says of a plan that counts invented offers.
    pub fn example_line(&self) -> Option<&'static str> {
        self.has_examples.then_some(
            "Mit Beispieldaten: Die Angebote im Verzeichnis sind erfunden. Nicht zur Veröffentlichung.",
        )
    }

    /// Who publishes the plan, and after it what the planner has written into the imprint: label and text.
    pub(super) fn imprint_lines(&self) -> Vec<(&str, &str)> {
        const PUBLISHER: &str = "Herausgeber";
        let own = self.imprint.iter().map(|(label, text)| (label.as_str(), text.as_str()));
        let publisher = (!self.imprint.iter().any(|(label, _)| label.trim().starts_with(PUBLISHER)))
            .then_some((PUBLISHER, self.area_name.as_str()));
        publisher.into_iter().chain(own).collect()
    }

    /// The whole plan as a file without any foreign address.
    pub fn html(&self) -> String {
        let mut html = format!(
            "<!doctype html>\n<html lang=\"de\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\"><title>{0}</title><style>{STYLE}{CHART_STYLE}{4}</style></head>\
             <body><a class=\"skip\" href=\"#inhalt\">Zum Inhalt</a><header>{5}<p class=\"plan-label\">{1}</p><h1>{0}</h1>\
             <p>{2}. Stichtag {3}.</p>",
            escaped(&self.title),
            escaped(&self.state_line()),
            escaped(&self.subtitle),
            self.reference_date.format("%d.%m.%Y"),
            self.figures()
                .map(|figure| figure.chart.ground_style)
                .find(|style| !style.is_empty())
                .unwrap_or_default(),
            self.arms_html(),
        );
        if let Some(line) = self.example_line() {
            let _ = write!(html, "<p class=\"plan-gap\">{}</p>", escaped(line));
        }
        for (label, text) in self.imprint_lines() {
            let _ = write!(html, "<p>{}: {}</p>", escaped(label), escaped(text));
        }
        html.push_str("</header><nav aria-label=\"Inhalt\"><h2>Inhalt</h2><ol class=\"plan-contents\">");
        for chapter in &self.chapters {
            let (id, number, title) =
                (anchor(&chapter.number), escaped(&chapter.number), escaped(&chapter.title));
            let _ = write!(html, "<li><a href=\"#{id}\">{number} {title}</a></li>");
        }
        html.push_str("</ol></nav><main id=\"inhalt\">");
        for of in &self.chapters {
            let id = anchor(&of.number);
            let (number, title) = (escaped(&of.number), escaped(&of.title));
            let _ =
                write!(html, "<section><h2 id=\"{id}\">{number} {title}</h2>{}</section>", chapter(of, 3));
        }
        html.push_str("</main></body></html>");
        html
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::Cell;
    use super::*;

    #[test]
    fn nothing_of_a_text_becomes_markup() {
        let mut of = Chapter::new("4", "<b>");
        of.paragraph("<script>alert(1)</script>");
        let mut table = Table::new("\"><img>", &["a", "b"], "<i>");
        table.row("<td>", [Cell::text("&amp;")]);
        of.table(table);
        of.gap("<x>", "<y>", "<z>");
        let html = chapter(&of, 3);
        for part in ["<script", "<img", "<i>", "<x>", "<y>", "<z>", "<td><"] {
            assert!(!html.contains(part), "{part} in {html}");
        }
        assert!(html.contains("&amp;amp;"));
    }

    #[test]
    fn sections_have_an_address() {
        assert_eq!((anchor("7.5").as_str(), anchor("A").as_str()), ("k7-5", "ka"));
    }
}
