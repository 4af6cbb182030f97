//! Small files of every packed format, made by code from invented text, for tests.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An article with the furniture of a news site around it.
pub(super) const PAGE: &str = include_str!("../../tests/fixtures/inputs/article.html");

/// A zip archive of these files.
pub(super) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a name");
        archive.write_all(bytes).expect("memory can be written");
    }
    archive.finish().expect("an archive").into_inner()
}

/// A Word document whose body part is `xml`.
pub(super) fn docx(xml: &str) -> Vec<u8> {
    let core = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>River notes</dc:title>\
                <dc:creator>Tilda Marrow</dc:creator></cp:coreProperties>";
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", xml.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
    ])
}

/// A PDF whose pages show these lines, in Helvetica of 12 points, 14 points apart; an empty line is a gap.
pub(super) fn pdf(pages: &[&[&str]]) -> Vec<u8> {
    let streams: Vec<Vec<u8>> = pages
        .iter()
        .map(|lines| {
            let mut stream = b"BT /F1 12 Tf 14 TL 72 760 Td\n".to_vec();
            for line in *lines {
                let line = line.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
                stream.extend(format!("({line}) Tj T*\n").bytes());
            }
            stream.extend(b"ET\n");
            stream
        })
        .collect();
    pdf_of(&streams, "")
}

/// A PDF whose pages are these content streams; `filter` goes into their dictionaries.
pub(super) fn pdf_of(streams: &[Vec<u8>], filter: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..streams.len()).map(|i| format!("{} 0 R", 4 + 2 * i)).collect();
    let mut objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), streams.len()).into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
    ];
    for (i, stream) in streams.iter().enumerate() {
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            5 + 2 * i
        );
        objects.push(page.into_bytes());
        let head = format!("<< /Length {} {filter} >>\nstream\n", stream.len());
        objects.push([head.as_bytes(), stream, b"\nendstream"].concat());
    }
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", i + 1).bytes());
        out.extend_from_slice(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    out.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes());
    out
}
