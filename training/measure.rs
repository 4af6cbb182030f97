//! The scorer's figures, over tokens weighted by their letters, for cross-validation.

use demarche::text::TokenRange;

use super::data::{Article, Gold};

/// A predicted statement.
#[derive(Clone, Debug)]
pub struct Predicted {
    /// Its source.
    pub source: Vec<TokenRange>,
    /// Its cue.
    pub cue: Vec<TokenRange>,
    /// Its content.
    pub content: Vec<TokenRange>,
}

/// Hits, predicted and gold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count(pub u64, pub u64, pub u64);

impl Count {
    /// Precision, recall and F1, in percent.
    pub fn figures(self) -> [f64; 3] {
        let share = |part: u64, all: u64| if all == 0 { 0.0 } else { 100.0 * part as f64 / all as f64 };
        [share(self.0, self.1), share(self.0, self.2), 2.0 * share(self.0, self.1 + self.2)]
    }
}

/// All figures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// Letters inside any content.
    pub letters: Count,
    /// Contents matched at IoU 0.5.
    pub attribution: Count,
    /// … whose source overlaps too.
    pub joint: Count,
    /// Spans of source, cue and content.
    pub exact: [Count; 3],
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let show = |c: Count| {
            let [p, r, f1] = c.figures();
            format!("{p:.1}/{r:.1}/{f1:.2}")
        };
        write!(
            f,
            "chars {} attribution {} joint {} exact {} {} {}",
            show(self.letters),
            show(self.attribution),
            show(self.joint),
            show(self.exact[0]),
            show(self.exact[1]),
            show(self.exact[2])
        )
    }
}

/// Letters in ranges.
fn size(letters: &[u16], ranges: &[TokenRange]) -> u64 {
    ranges.iter().flat_map(|r| r.indices()).map(|i| u64::from(letters[i])).sum()
}

fn shared(letters: &[u16], a: &[TokenRange], b: &[TokenRange]) -> u64 {
    let mut sum = 0;
    for x in a {
        for y in b {
            let both = TokenRange::new(x.start.max(y.start), x.end.min(y.end).max(x.start.max(y.start)));
            sum += size(letters, &[both]);
        }
    }
    sum
}

/// Intersection over union of two contents, in letters.
pub fn iou(letters: &[u16], a: &[TokenRange], b: &[TokenRange]) -> f64 {
    let both = shared(letters, a, b);
    both as f64 / (size(letters, a) + size(letters, b) - both).max(1) as f64
}

/// Pairs of gold and predicted contents, best first, each used once.
pub fn pairs(article: &Article, predicted: &[Predicted]) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    for (g, gold) in article.gold.iter().enumerate() {
        for (p, mine) in predicted.iter().enumerate() {
            if reach(&gold.content).overlaps(reach(&mine.content)) {
                let value = iou(&article.letters, &gold.content, &mine.content);
                if value >= 0.5 {
                    all.push((value, g, p));
                }
            }
        }
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut golds, mut mine) = (vec![false; article.gold.len()], vec![false; predicted.len()]);
    let mut out = Vec::new();
    for (_, g, p) in all {
        if !golds[g] && !mine[p] {
            (golds[g], mine[p]) = (true, true);
            out.push((g, p));
        }
    }
    out
}

fn reach(ranges: &[TokenRange]) -> TokenRange {
    match (ranges.first(), ranges.last()) {
        (Some(a), Some(b)) => TokenRange::new(a.start, b.end),
        _ => TokenRange::default(),
    }
}

impl Figures {
    /// Adds an article.
    pub fn add(&mut self, article: &Article, predicted: &[Predicted]) {
        let letters = &article.letters;
        let mut states = vec![0u8; letters.len()];
        let mark = |states: &mut Vec<u8>, ranges: &[TokenRange], bit: u8| {
            ranges.iter().flat_map(|r| r.indices()).for_each(|i| states[i] |= bit);
        };
        article.gold.iter().for_each(|g| mark(&mut states, &g.content, 1));
        predicted.iter().for_each(|p| mark(&mut states, &p.content, 2));
        for (state, count) in states.iter().zip(letters) {
            let count = u64::from(*count);
            self.letters.0 += if *state == 3 { count } else { 0 };
            self.letters.1 += if state & 2 > 0 { count } else { 0 };
            self.letters.2 += if state & 1 > 0 { count } else { 0 };
        }
        let pairs = pairs(article, predicted);
        let joint =
            pairs.iter().filter(|(g, p)| same_source(&article.gold[*g].source, &predicted[*p].source)).count() as u64;
        let (mine, gold) = (predicted.len() as u64, article.gold.len() as u64);
        self.attribution = plus(self.attribution, Count(pairs.len() as u64, mine, gold));
        self.joint = plus(self.joint, Count(joint, mine, gold));
        let spans = |gold: fn(&Gold) -> &Vec<TokenRange>, mine: fn(&Predicted) -> &Vec<TokenRange>| {
            let a: std::collections::BTreeSet<_> = article.gold.iter().flat_map(gold).collect();
            let b: std::collections::BTreeSet<_> = predicted.iter().flat_map(mine).collect();
            Count(a.intersection(&b).count() as u64, b.len() as u64, a.len() as u64)
        };
        let exact =
            [spans(|g| &g.source, |p| &p.source), spans(|g| &g.cue, |p| &p.cue), spans(|g| &g.content, |p| &p.content)];
        for (sum, count) in self.exact.iter_mut().zip(exact) {
            *sum = plus(*sum, count);
        }
    }
}

/// True when the sources overlap or both have none.
pub fn same_source(gold: &[TokenRange], mine: &[TokenRange]) -> bool {
    if gold.is_empty() { mine.is_empty() } else { gold.iter().any(|a| mine.iter().any(|b| a.overlaps(*b))) }
}

fn plus(a: Count, b: Count) -> Count {
    Count(a.0 + b.0, a.1 + b.1, a.2 + b.2)
}
