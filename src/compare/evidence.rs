//! What stands behind a figure: its unit, how much evidence it rests on, its interval, and a statement that shows it.
//!
//! These are the parts that all rows of a [`Comparison`](super::Comparison) share. An interval may be missing where the
//! figure is not, never the other way round.

/// What intervals and tests treat as independent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Documents: every side speaks in ten or more.
    Document,
    /// Statements, for want of documents.
    Statement,
}

impl Unit {
    /// The unit as it stands in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Unit::Document => "document",
            Unit::Statement => "statement",
        }
    }

    /// For sentences.
    pub const fn plural(self) -> &'static str {
        match self {
            Unit::Document => "documents",
            Unit::Statement => "statements",
        }
    }
}

/// How much stands behind a stance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// No stance-bearing match.
    None,
    /// One to four.
    Thin,
    /// Five or more.
    Ok,
}

impl Evidence {
    /// Stance-bearing matches from which on evidence is `ok`.
    pub const ENOUGH: u64 = 5;

    /// Judges a number of stance-bearing matches.
    ///
    /// ```
    /// use demarche::compare::Evidence;
    /// assert_eq!([0, 4, 5].map(Evidence::of), [Evidence::None, Evidence::Thin, Evidence::Ok]);
    /// ```
    pub const fn of(stance_matches: u64) -> Evidence {
        match stance_matches {
            0 => Evidence::None,
            n if n < Evidence::ENOUGH => Evidence::Thin,
            _ => Evidence::Ok,
        }
    }

    /// The word as it stands in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Evidence::None => "none",
            Evidence::Thin => "thin",
            Evidence::Ok => "ok",
        }
    }
}

/// A figure with its 95 % interval; the interval may be missing where the figure is not, never the other way round.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: Option<f64>,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl Estimate {
    /// True when the interval is there and leaves out zero.
    pub fn excludes_zero(&self) -> bool {
        matches!((self.low, self.high), (Some(low), Some(high)) if low > 0.0 || high < 0.0)
    }
}

/// A statement that shows what a figure rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The document's id.
    pub document: String,
    /// The statement's number in that document, from 1.
    pub statement: u32,
    /// What was said: the statement, or of a long one the sentence that bears the evidence.
    pub text: String,
}
