//! The words of a post as they are shown: paragraphs, lines, and addresses that can be followed.

use linkify::{LinkFinder, LinkKind};

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// An address of the web, as written.
    Link(String),
    /// The line ends here.
    Break,
}

/// What stands between two empty lines.
pub type Paragraph = Vec<Piece>;

/// Cuts a text at its empty lines and finds addresses in it: only those that say `https://` or `http://`, so that
/// nothing else becomes a link.
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let mut all = Vec::new();
    let mut paragraph = Paragraph::new();
    for line in text.lines() {
        if line.trim().is_empty() {
            push(&mut all, &mut paragraph);
            continue;
        }
        if !paragraph.is_empty() {
            paragraph.push(Piece::Break);
        }
        paragraph.extend(finder.spans(line.trim_end()).map(|span| {
            let words = span.as_str().to_owned();
            let link = span.kind().is_some() && (words.starts_with("https://") || words.starts_with("http://"));
            if link { Piece::Link(words) } else { Piece::Words(words) }
        }));
    }
    push(&mut all, &mut paragraph);
    all
}

fn push(all: &mut Vec<Paragraph>, paragraph: &mut Paragraph) {
    if !paragraph.is_empty() {
        all.push(std::mem::take(paragraph));
    }
}

/// The beginning of a text in one line, cut between two words.
pub fn excerpt(text: &str, letters: usize) -> String {
    let mut short = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        count += word.chars().count() + 1;
        if count > letters && !short.is_empty() {
            short.push('…');
            return short;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.extend(word.chars().take(letters));
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Piece {
        Piece::Words(text.to_owned())
    }

    #[test]
    fn empty_lines_part_paragraphs_and_single_ones_break_lines() {
        let cut = paragraphs("Bonjour,\nvoici.\n\n\nÀ demain\n");
        assert_eq!(cut, [vec![words("Bonjour,"), Piece::Break, words("voici.")], vec![words("À demain")]]);
        assert!(paragraphs(" \n ").is_empty());
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        let cut = paragraphs("Voir (https://exemple.fr/a?b=1). javascript:alert(1) ftp://x.fr a@b.fr");
        let links: Vec<_> = cut.iter().flatten().filter(|piece| matches!(piece, Piece::Link(_))).collect();
        assert_eq!(links, [&Piece::Link("https://exemple.fr/a?b=1".to_owned())]);
    }

    #[test]
    fn an_excerpt_ends_between_two_words() {
        assert_eq!(excerpt("Les photos\nde la sortie", 12), "Les photos…");
        assert_eq!(excerpt("Court.", 12), "Court.");
        assert_eq!(excerpt(&"é".repeat(30), 12), "é".repeat(12));
    }
}
