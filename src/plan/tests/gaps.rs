//! What is missing stands at the end of its chapter, and a plan speaks to people who do not know the program.

use super::*;

#[test]
fn gaps_stand_once_at_the_end_of_their_chapter_and_no_heading_stands_over_nothing() {
    for plan in [write(&empty()), write(&filled()), write(&with_a_secret())] {
        for chapter in &plan.chapters {
            let at: Vec<usize> = (0..chapter.blocks.len())
                .filter(|at| matches!(chapter.blocks[*at], Block::Gaps { .. }))
                .collect();
            assert!(at.is_empty() || at == [chapter.blocks.len() - 1], "{}: {at:?}", chapter.number);
            for (at, block) in chapter.blocks.iter().enumerate() {
                let next = chapter.blocks.get(at + 1);
                let is_bare = matches!(block, Block::Heading { .. })
                    && next.is_none_or(|next| matches!(next, Block::Heading { .. } | Block::Gaps { .. }));
                assert!(!is_bare, "{}: {block:?}", chapter.number);
            }
        }
    }
}

#[test]
fn a_published_plan_speaks_no_words_of_the_program() {
    let mut inputs = with_a_secret();
    inputs.has_examples = true;
    for plan in [write(&empty()), write(&inputs)] {
        let html = plan.html();
        for word in [
            "before.json",
            "pflegeplan plan",
            "plan.toml",
            "Import",
            "JSON",
            "hinterlegt bei",
            "Texten des Plans",
        ] {
            assert!(!html.contains(word), "{word}");
        }
        let cover = html.split("<nav").next().unwrap();
        assert!(
            !cover.contains("Prüfsumme") && cover.contains("Herausgeber: Landkreis Ludwigslust-Parchim"),
            "{cover}"
        );
        assert_eq!(cover.contains("Mit Beispieldaten"), plan.has_examples);
    }
}
