//! The body, and what stands behind it: signatures, lines that close a telegram, blocks of fields.

use super::super::body;
use super::super::cursor::is_blank;
use super::super::model::PieceKind;
use super::super::words::Ends;
use super::Parser;

/// Where the blocks behind the body begin.
pub(super) struct Blocks {
    attributes: Option<usize>,
    trailer: Option<usize>,
    /// Where the text ends.
    end: usize,
}

impl Blocks {
    pub(super) fn start(&self) -> usize {
        self.attributes.or(self.trailer).unwrap_or(self.end)
    }
}

impl Parser<'_> {
    pub(super) fn body(&mut self) {
        let text = self.text();
        let blocks = self.blocks();
        let stop = blocks.start();
        let signed = body::signatures(text, self.cursor.at().max(self.last_section).min(stop), stop);
        let end = signed.span.map_or(stop, |span| span.start as usize);
        self.cable.paragraphs = body::read(&mut self.cursor, end);
        if let Some(span) = signed.span {
            self.cursor.take_to(span.end as usize, PieceKind::Signature);
        }
        self.cable.signatures = signed.names;
        self.closing_lines(stop);
        self.read_blocks(&blocks);
        self.cable.summary = body::part(text, &self.cable.paragraphs, body::Part::Summary);
        self.cable.comment = body::part(text, &self.cable.paragraphs, body::Part::Comment);
        self.authority_in_body();
    }

    /// Finds the blocks behind the body, which the cursor stands at.
    pub(super) fn blocks(&self) -> Blocks {
        let from = self.cursor.at();
        Blocks { attributes: self.attributes(from), trailer: self.trailer(from), end: self.text().len() }
    }

    pub(super) fn read_blocks(&mut self, blocks: &Blocks) {
        if blocks.attributes.is_some() {
            self.attribute_fields();
        } else if blocks.trailer.is_some() {
            self.trailer_fields();
        }
    }

    /// What stands behind the signature: markers of the end, banners, page lines.
    fn closing_lines(&mut self, stop: usize) {
        let text = self.text();
        while let Some(line) = self.cursor.line().filter(|line| (line.whole.start as usize) < stop) {
            let words = line.text(text);
            let kind = if is_blank(words) {
                PieceKind::Blank
            } else if words.trimmed() == "BT" {
                PieceKind::Separator
            } else if body::is_page_noise(words) {
                PieceKind::Page
            } else {
                PieceKind::End
            };
            self.cursor.take(line, kind);
        }
    }
}
