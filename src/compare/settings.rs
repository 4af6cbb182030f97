//! What a user may set about a comparison; every setting is recorded in the result.

use crate::document::Date;

/// How the comparison is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Drives every resampling; the same seed gives the same bytes.
    pub seed: u64,
    /// Bootstrap replicates behind an interval.
    pub replicates: u32,
    /// Rearrangements behind a p value.
    pub permutations: u32,
    /// The length of a row of the timeline.
    pub period: Period,
    /// a0 of the weighted log-odds: how many words the prior counts for.
    pub prior_words: f64,
    /// Words that all sides together use less often are left out of the terms.
    pub term_count_at_least: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            seed: 1,
            replicates: 1000,
            permutations: 1999,
            period: Period::Month,
            prior_words: 500.0,
            term_count_at_least: 3,
        }
    }
}

/// How long a period of the timeline is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// `2014`
    Year,
    /// `2014-Q2`
    Quarter,
    /// `2014-06`
    #[default]
    Month,
    /// `2014-W24`, ISO 8601
    Week,
}

impl Period {
    /// All periods, longest first.
    pub const ALL: [Period; 4] = [Period::Year, Period::Quarter, Period::Month, Period::Week];

    /// The word that `--period` takes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Period::Year => "year",
            Period::Quarter => "quarter",
            Period::Month => "month",
            Period::Week => "week",
        }
    }

    /// The name of the period that holds `date`; names sort as the periods do.
    ///
    /// ```
    /// use demarche::compare::Period;
    /// use demarche::document::Date;
    /// let date = Date::constant(2014, 6, 12);
    /// assert_eq!(Period::ALL.map(|p| p.name(date)), ["2014", "2014-Q2", "2014-06", "2014-W24"]);
    /// // the first days of January may belong to the last week of the year before
    /// assert_eq!(Period::Week.name(Date::constant(2016, 1, 1)), "2015-W53");
    /// ```
    pub fn name(self, date: Date) -> String {
        match self {
            Period::Year => format!("{:04}", date.year()),
            Period::Quarter => format!("{:04}-Q{}", date.year(), (date.month() + 2) / 3),
            Period::Month => format!("{:04}-{:02}", date.year(), date.month()),
            Period::Week => {
                let week = date.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
        }
    }
}
