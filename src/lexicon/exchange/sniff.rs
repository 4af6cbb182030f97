//! Which format a file has, told from its content; names lie (XML under `.cat`).

use super::Format;
use super::reading::number;

/// The format of a decoded file; `None` when it is none that is known.
pub(super) fn sniff(text: &str) -> Option<Format> {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let first = lines().next()?;
    // What no text has: a document or a picture under another name.
    if first.starts_with("%PDF") || text.contains(|c: char| c.is_control() && !c.is_whitespace()) {
        return None;
    }
    let start = text.trim_start();
    if start.starts_with('<') {
        return start
            .contains("<cnode")
            .then(|| if has_root(start) { Format::Yoshikoder } else { Format::LexicoderXml });
    }
    if first.trim() == "%" {
        return Some(Format::Liwc);
    }
    if first.to_lowercase().trim_matches('"').starts_with("dicterm") {
        return Some(Format::Liwc22);
    }
    let weighted = |line: &str| super::wordstat::entry(line).is_some() && line.starts_with(char::is_whitespace);
    if lines().any(weighted) && lines().all(|line| !line.contains('\t') || line.starts_with('\t') || weighted(line)) {
        return Some(Format::WordStat);
    }
    if lines().find(|line| !line.starts_with("~~")).is_some_and(|line| line.starts_with('+')) && delimiter_free(text) {
        return Some(Format::Lexicoder);
    }
    if super::table::has_header(first) {
        return Some(Format::Csv);
    }
    if let Some(format) = tabbed(text) {
        return Some(format);
    }
    if is_yaml(text) {
        return Some(Format::Quanteda);
    }
    is_list(text, first).then_some(Format::Csv)
}

/// Words of a cell on average, from which on a file is prose and no list of words.
const PROSE: usize = 6;

/// True for lines of few words, or of few words to a cell.
fn is_list(text: &str, first: &str) -> bool {
    let delimiter = super::table::delimiter(first).map(char::from);
    let (mut cells, mut words) = (0, 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(1_000) {
        cells += 1 + delimiter.map_or(0, |d| line.matches(d).count());
        words += line.split_whitespace().count();
    }
    words <= PROSE * cells
}

/// One category on top that holds everything, which is what Yoshikoder writes.
fn has_root(text: &str) -> bool {
    let (mut depth, mut on_top, mut at) = (0usize, 0usize, 0);
    while let Some(next) = text[at..].find("cnode").map(|i| at + i) {
        let closes = text[..next].ends_with("</");
        let opens = text[..next].ends_with('<');
        let empty = opens && text[next..].split('>').next().is_some_and(|tag| tag.ends_with('/'));
        if opens {
            on_top += usize::from(depth == 0);
            depth += usize::from(!empty);
        } else if closes {
            depth = depth.saturating_sub(1);
        }
        at = next + "cnode".len();
    }
    on_top == 1
}

fn delimiter_free(text: &str) -> bool {
    !text.lines().any(|line| line.trim_end().contains('\t'))
}

/// VADER, AFINN and NRC: most lines are a word, a tab, and what it is worth.
fn tabbed(text: &str) -> Option<Format> {
    let (mut lines, mut valences, mut whole, mut triples) = (0usize, 0usize, 0usize, 0usize);
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(1_000) {
        lines += 1;
        let cells: Vec<&str> = line.split('\t').collect();
        let value = |i: usize| cells.get(i).and_then(|cell| number(cell));
        match value(1) {
            Some(valence) if number(cells[0]).is_none() || cells.len() > 2 => {
                valences += 1;
                whole += usize::from(valence.fract() == 0.0 && cells.len() == 2);
            }
            Some(_) => valences += 1,
            None if cells.len() >= 3 && value(2).is_some() => triples += 1,
            None => {}
        }
    }
    let most = |count: usize| count * 10 >= lines * 9 && count > 0 || (lines > 1 && count + 1 == lines);
    if most(triples) {
        Some(Format::Nrc)
    } else if most(valences) {
        Some(if whole == valences { Format::Afinn } else { Format::Vader })
    } else {
        None
    }
}

/// A first line that is a key: `KEY:`, `KEY: [a, b]`, `"KEY": word`, or the mark of a document.
fn is_yaml(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with(['#', '%']));
    let Some(first) = lines.next() else { return false };
    let is_key = |line: &str| match line.find(": ").or_else(|| line.ends_with(':').then(|| line.len() - 1)) {
        Some(at) => {
            let name = line[..at].trim();
            let quoted = name.len() > 1 && name.starts_with(['"', '\'']) && name.ends_with(['"', '\'']);
            !name.is_empty() && (quoted || !name.contains([',', ';', '\t']))
        }
        None => false,
    };
    first == "---" || first.starts_with("- ") || first.starts_with('{') || is_key(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        for (text, format) in [
            ("%\n1\tx\n%\na\t1\n", Format::Liwc),
            ("DicTerm,x\na,X\n", Format::Liwc22),
            (
                "<?xml version=\"1.0\"?><dictionary><cnode name=\"r\"><cnode name=\"x\"/></cnode></dictionary>",
                Format::Yoshikoder,
            ),
            ("<dictionary><cnode name=\"x\"></cnode><cnode name=\"y\"></cnode></dictionary>", Format::LexicoderXml),
            ("+X\n a\n", Format::Lexicoder),
            ("+STATE+\n\tAGE (1)\n", Format::WordStat),
            ("X\n\tAGE (0.5)\n\tNO WEIGHT\n", Format::WordStat),
            ("X: [a, b]\n", Format::Quanteda),
            ("X:\n  - a\n", Format::Quanteda),
            ("good\t1.9\t0.5\t[1, 2]\nbad\t-2.0\t0.4\t[-2]\n", Format::Vader),
            ("good\t3\nbad\t-3\n", Format::Afinn),
            ("abandon\tfear\t1\nabandon\tjoy\t0\n", Format::Nrc),
            ("category,word\nx,a\n", Format::Csv),
            ("x;a\nx;b\n", Format::Csv),
            ("category\tword\tweight\nx\ta\t2\n", Format::Csv),
        ] {
            assert_eq!(sniff(text), Some(format), "{text}");
        }
        assert_eq!(sniff(" \n"), None);
        for no in [
            "<html></html>",
            "%PDF-1.4\n1 0 obj\n",
            "PK\u{3}\u{4}\0",
            "The gulls were here long before the docks were.\n",
        ] {
            assert_eq!(sniff(no), None, "{no}");
        }
    }
}
