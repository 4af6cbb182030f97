//! PDF files with text: pages are interpreted by `hayro-interpret`, and the letters that they show are put together.
//!
//! What comes in are the bytes of the file; what goes out is its running text ([`super::pdf_text`]), with title and
//! author where the file tells them. Pictures are never decoded. The file is checked for streams that expand without
//! measure before the reader sees it, the reader runs in isolation, and what it may draw is counted, so that time and
//! memory are bounded. A PDF that shows pictures of text holds no text, and is refused with advice.

use std::sync::Arc;

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};

use super::draft::Draft;
use super::error::{Cause, Fault};
use super::ids::printable;
use super::isolated::isolated;
use super::pdf_streams;
use super::pdf_text::{Letter, Pages};
use crate::document::Origin;

/// Pages of a document.
const MOST_PAGES: usize = 5_000;
/// Things that a document may draw: letters, paths, pictures, groups.
const MOST_DRAWN: u64 = 20_000_000;

/// The document in the bytes of a file.
pub(super) fn read(bytes: Vec<u8>, cap: usize) -> Result<Draft, Fault> {
    pdf_streams::check(&bytes)?;
    isolated("the PDF", move || extract(bytes, cap))
}

fn extract(bytes: Vec<u8>, cap: usize) -> Result<Draft, Fault> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => {
            Fault::new(Cause::Unreadable, "the PDF is encrypted (save it without a password first)")
        }
        LoadPdfError::Invalid => Fault::new(
            Cause::Malformed,
            "not a PDF that can be read: its structure is broken (save it again, or convert it with pdftotext)",
        ),
    })?;
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        return Err(Fault::new(Cause::TooLarge, format!("the PDF has more than {MOST_PAGES} pages (split it)")));
    }
    let cache = InterpreterCache::new();
    let mut found = Pages::default();
    let mut letters = Letters { letters: Vec::new(), drawn: 0 };
    for page in pages.iter() {
        let (width, height) = page.render_dimensions();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let settings = InterpreterSettings { warning_sink: Arc::new(|_| {}), ..InterpreterSettings::default() };
        let mut context = Context::new(page.initial_transform(true).to_kurbo(), area, &cache, page.xref(), settings);
        interpret_page(page, &mut context, &mut letters);
        found.add(&mut letters.letters);
        if letters.drawn > MOST_DRAWN {
            let reason = format!("the PDF draws more than {MOST_DRAWN} things (convert it with pdftotext first)");
            return Err(Fault::new(Cause::TooLarge, reason));
        }
        if found.bytes() > cap {
            return Err(Fault::too_large(cap));
        }
    }
    let (known, unknown) = found.letters();
    if known == 0 && unknown == 0 {
        let reason = "the PDF holds no text, only pictures (recognise the words first, for example with ocrmypdf)";
        return Err(Fault::new(Cause::NotText, reason));
    }
    if unknown > known {
        let reason =
            "the PDF does not say which letters it shows (recognise the words first, for example with ocrmypdf)";
        return Err(Fault::new(Cause::NotText, reason));
    }
    let about = pdf.metadata();
    Ok(Draft {
        title: words(about.title.as_deref()).filter(|title| !title.starts_with("Microsoft Word - ")),
        origin: Origin { author: words(about.author.as_deref()), ..Origin::default() },
        text: found.text(),
        unread_letters: unknown,
        ..Draft::default()
    })
}

/// A text string of a PDF: UTF-16 with a mark, UTF-8 with a mark, or Latin.
fn words(bytes: Option<&[u8]>) -> Option<String> {
    let bytes = bytes?;
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        _ => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    Some(printable(&text)).filter(|text| !text.is_empty())
}

/// Takes note of the letters that a page shows.
struct Letters {
    letters: Vec<Letter>,
    drawn: u64,
}

impl Letters {
    /// Counts what is drawn. A file that draws without end leaves its reader here, on its own thread, without a panic
    /// message: there is no other way out of an interpreter that asks nobody.
    fn draw(&mut self, n: usize) {
        self.drawn += n as u64 + 1;
        if self.drawn > 2 * MOST_DRAWN {
            std::panic::resume_unwind(Box::new("too much is drawn"));
        }
    }
}

impl<'a> Device<'a> for Letters {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.draw(run.glyphs().len());
        if self.drawn > MOST_DRAWN {
            return;
        }
        for glyph in run.glyphs() {
            let place: Affine = props.transform * glyph.transform();
            let advance = match &**glyph {
                hayro_interpret::font::Glyph::Outline(outline) => outline.advance_width(),
                hayro_interpret::font::Glyph::Type3(drawn) => drawn.advance_width(),
            };
            let (start, top) = (place * Point::ZERO, place * Point::new(0.0, 1000.0));
            let end = place * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
            let text = glyph.as_unicode().map(|letter| match letter {
                BfString::Char(letter) => letter.to_string(),
                BfString::String(letters) => letters,
            });
            let all = [start.x, start.y, end.x, top.x, top.y];
            if all.iter().all(|number| number.is_finite()) {
                let size = (top - start).hypot();
                self.letters.push(Letter { text, x: start.x, end: end.x, y: start.y, size });
            }
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.draw(0);
    }

    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {
        self.draw(0);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.draw(0);
    }

    fn push_clip_rect(&mut self, _: &Rect) {
        self.draw(0);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.draw(0);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.draw(0);
    }

    fn begin_marked_content(&mut self, _: &[u8], _: Option<&Dict<'_>>) {
        self.draw(0);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{pdf, pdf_of};
    use super::*;

    fn text(bytes: Vec<u8>) -> Result<String, String> {
        read(bytes, 1 << 20).map(|draft| draft.text).map_err(|fault| fault.reason)
    }

    #[test]
    fn lines_become_paragraphs() {
        let bytes = pdf(&[
            &[
                "Dam talks resume",
                "",
                "\"The dam is a danger to every farmer down-",
                "stream,\" Ilona Dravik said after the first (short)",
                "session of the talks.",
                "",
                "Ambassador Venn rejected the charge and said that the",
            ],
            &["dam was safe.", "", "The next session begins on Tuesday."],
        ]);
        let expected = "Dam talks resume\n\n\"The dam is a danger to every farmer downstream,\" Ilona Dravik said after the \
                        first (short) session of the talks.\n\nAmbassador Venn rejected the charge and said that the dam \
                        was safe.\n\nThe next session begins on Tuesday.";
        assert_eq!(text(bytes).as_deref(), Ok(expected));
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for (bytes, reason) in [
            (b"%PDF-1.7\nnothing".to_vec(), "its structure is broken"),
            (pdf_of(&[b"0 0 10 10 re f".to_vec()], ""), "only pictures"),
            (pdf(&[&["x"; 60]])[..700].to_vec(), "PDF"),
        ] {
            let told = text(bytes).unwrap_err();
            assert!(told.contains(reason), "{told}");
        }
    }

    #[test]
    fn a_form_that_calls_itself_ends() {
        let bytes = pdf_of(&[b"/F1 Do BT /F1 12 Tf 72 700 Td (The dam is safe.) Tj ET".to_vec()], "");
        assert_eq!(text(bytes).as_deref(), Ok("The dam is safe."));
    }
}
