//! Every column that any table has, defined once. Order is by theme; tables choose and order them.

use super::{Column, ColumnType};

// What a row is about.
pub const ISSUE: Column = Column::string("issue", "Issue", "Id of the issue, as in the dispute.");
pub const LABEL: Column = Column::string("label", "Label", "What a report calls the issue.");
pub const PROPOSITION: Column = Column::string(
    "proposition",
    "Proposition",
    "The sentence one can be in favor of or against; stance is measured against it.",
);
pub const SIDE: Column = Column::string(
    "side",
    "Side",
    "Id of the side; `other` for somebody known to be on no side, empty when nobody can tell.",
);
pub const OTHER: Column = Column::string("other", "Other side", "Whom the side is set against; `rest` is all others.");
pub const ABOUT: Column = Column::string("about", "About", "Id of the side that is spoken about.");
pub const SPEAKER: Column = Column::string(
    "speaker",
    "Speaker",
    "The person or body behind the source, by one name however the text calls them; empty when unknown.",
);
pub const PERIOD: Column =
    Column::string("period", "Period", "The period: `2014`, `2014-Q2`, `2014-06` or `2014-W24` (ISO week).");
pub const DOCUMENT: Column = Column::string("document", "Document", "Id of the document, unique in the run.");
pub const STATEMENT: Column = Column::integer(
    "statement",
    "Statement",
    "Number of the statement in its document, from 1 in the order of the text; empty in the document's own voice.",
);
pub const TERM: Column = Column::string("term", "Term", "The stem that all forms of the word share.");
pub const FORM: Column = Column::string("form", "Form", "The most frequent form of the term.");

// Counts.
pub const DOCUMENTS: Column =
    Column::integer("documents", "Documents", "Documents in which the side has a statement, about the issue or not.");
pub const STATEMENTS: Column = Column::integer(
    "statements",
    "Statements",
    "Statements of the side, speaker or document; of a side those that are not inside another statement.",
);
pub const TOKENS: Column = Column::integer(
    "tokens",
    "Tokens",
    "Words and numbers of the side's or speaker's statements, of the statement, or of the document without page furniture.",
);
pub const HITS: Column = Column::integer(
    "hits",
    "Hits",
    "Matches of the issue's terms; where the row has no issue, of all issues. Overlapping matches of an issue are one.",
);
pub const HIT: Column = Column::integer(
    "hit",
    "Hit",
    "1 when a term of the issue matched, which is what hits count (those of a nested statement with the one around it); \
     0 for an evaluation.",
);
pub const FAVOR: Column =
    Column::integer("favor", "Statements in favor", "Statements whose score on the issue favors the proposition.");
pub const AGAINST: Column =
    Column::integer("against", "Statements against", "Statements whose score on the issue speaks against it.");
pub const NEUTRAL: Column = Column::integer(
    "neutral",
    "Neutral statements",
    "Statements with stance evidence on the issue that stays under the threshold.",
);
pub const MENTIONS: Column = Column::integer(
    "mentions",
    "Mentions",
    "How often the side spoken about is mentioned: by name, as we or our, or by a resolved pronoun.",
);
pub const COUNT: Column = Column::integer("count", "Count", "How often the term occurs in the side's statements.");
pub const OWN_VOICE_TOKENS: Column = Column::integer(
    "own_voice_tokens",
    "Tokens in the document's own voice",
    "Words and numbers that nobody is credited with.",
);
pub const BOILERPLATE_TOKENS: Column = Column::integer(
    "boilerplate_tokens",
    "Boilerplate tokens",
    "Words and numbers of page furniture, left out of everything else.",
);

// Attention.
pub const PER_1000: Column = Column::number(
    "per_1000",
    "Per 1,000 tokens",
    "1000 · hits / tokens (of a term: 1000 · count / tokens); empty without tokens.",
);
pub const STATEMENT_SHARE: Column =
    Column::number("statement_share", "Share of statements", "Share of the side's statements with a hit on the issue.")
        .between(0.0, 1.0);
pub const DISPERSION: Column = Column::number(
    "dispersion",
    "Dispersion",
    "Gries' DP of the hits over documents: near 0 evenly spread, near 1 all in one place.",
)
.between(0.0, 1.0);
pub const LOG_RATIO: Column = Column::number(
    "log_ratio",
    "Log ratio",
    "log2 of the ratio of the two rates per token, first side over second, smoothed so that 0 counts are defined: \
     1 is twice as often, -1 half as often.",
);
pub const LOG_RATIO_LOW: Column =
    Column::number("log_ratio_low", "Log ratio, low", "Lower end of its 95 % bootstrap interval.");
pub const LOG_RATIO_HIGH: Column =
    Column::number("log_ratio_high", "Log ratio, high", "Upper end of its 95 % bootstrap interval.");
pub const G2: Column = Column::number(
    "g2",
    "G2",
    "Log-likelihood over four cells (Dunning 1993), negative when the second side has more. Descriptive: it treats \
     words as independent, which those of one document are not.",
);
pub const P: Column =
    Column::number("p", "p, attention", "Of the difference in attention, tested over the column `unit`.")
        .between(0.0, 1.0);
pub const Q: Column = Column::number(
    "q",
    "q, attention",
    "Its p value after Benjamini and Hochberg, over the issues of the table or over all terms; of a term from g2.",
)
.between(0.0, 1.0);

pub const LOG_RATIO_MORE_STATEMENTS: Column = Column::integer(
    "log_ratio_more_statements",
    "Log ratio, more statements",
    "About how many more statements like these, of both together, it would take for the interval of log_ratio to exclude \
     zero; empty when it does already, when there is none, and from a million on.",
);
pub const CHI2: Column = Column::number(
    "chi2",
    "Chi-square",
    "Pearson's chi-square over four cells, negative when the second side has more. Descriptive, as g2 is.",
);
pub const FISHER_P: Column = Column::number(
    "fisher_p",
    "Fisher's p",
    "Two-sided p of Fisher's exact test of the four cells; it treats words as independent, as g2 does.",
)
.between(0.0, 1.0);
pub const RELATIVE_RISK: Column = Column::number(
    "relative_risk",
    "Relative risk",
    "Rate of the first side over rate of the second; empty when the second has none.",
);
pub const RELATIVE_RISK_LOW: Column = Column::number(
    "relative_risk_low",
    "Relative risk, low",
    "Lower end of its 95 % interval (Katz et al. 1978), words taken as independent; empty when a count is 0.",
);
pub const RELATIVE_RISK_HIGH: Column =
    Column::number("relative_risk_high", "Relative risk, high", "Upper end of its 95 % interval (Katz et al. 1978).");
pub const WALTER: Column = Column::number(
    "walter",
    "Walter's log ratio",
    "log2 of the ratio of the two rates, half an event added to counts and totals (Walter 1975).",
);
pub const WALTER_LOW: Column = Column::number(
    "walter_low",
    "Walter's log ratio, low",
    "Lower end of its 95 % interval, words taken as independent.",
);
pub const WALTER_HIGH: Column = Column::number(
    "walter_high",
    "Walter's log ratio, high",
    "Upper end of its 95 % interval, words taken as independent.",
);
pub const P_HOLM: Column = Column::number(
    "p_holm",
    "p, attention, Holm",
    "p after Holm over the same tests as q: the chance of even one false finding stays below 5 % (of a term from g2).",
)
.between(0.0, 1.0);
pub const DP_NORM: Column = Column::number(
    "dp_norm",
    "Dispersion, normed",
    "DP over the largest DP that the documents' lengths allow (Lijffijt & Gries 2012).",
)
.between(0.0, 1.0);
pub const JUILLAND_D: Column = Column::number(
    "juilland_d",
    "Juilland's D",
    "Evenness of the rates over documents, by their population standard deviation: 1 even, 0 all in one place.",
)
.between(0.0, 1.0);

// Stance.
pub const FAVOR_WEIGHT: Column =
    Column::number("favor_weight", "Weight in favor", "F: sum of the scores of matches in favor.");
pub const AGAINST_WEIGHT: Column =
    Column::number("against_weight", "Weight against", "A: sum of the scores of matches against, without their sign.");
pub const STANCE: Column = Column::number(
    "stance",
    "Stance",
    "(F - A) / (F + A): from -1, wholly against the proposition, to +1, wholly in favor; empty without evidence, never 0.",
)
.between(-1.0, 1.0);
pub const STANCE_LOW: Column =
    Column::number("stance_low", "Stance, low", "Lower end of its 95 % interval.").between(-1.0, 1.0);
pub const STANCE_HIGH: Column =
    Column::number("stance_high", "Stance, high", "Upper end of its 95 % interval.").between(-1.0, 1.0);
pub const LOGIT: Column = Column::number(
    "logit",
    "Logit stance",
    "ln((F + 0.5) / (A + 0.5)) (Lowe et al. 2011): stance without ends, for models.",
);
pub const EVIDENCE: Column = Column::string(
    "evidence",
    "Evidence",
    "How many stance-bearing matches (in a portrayal: evaluations) there are: `none` 0, `thin` 1 to 4, `ok` 5 or more.",
)
.one_of(&["none", "thin", "ok"]);
pub const GAP: Column =
    Column::number("gap", "Gap", "Stance of the first side minus stance of the second.").between(-2.0, 2.0);
pub const GAP_LOW: Column = Column::number("gap_low", "Gap, low", "Lower end of its 95 % interval.").between(-2.0, 2.0);
pub const GAP_HIGH: Column =
    Column::number("gap_high", "Gap, high", "Upper end of its 95 % interval.").between(-2.0, 2.0);
pub const GAP_P: Column =
    Column::number("gap_p", "p, gap", "Of the gap, tested over the column `unit`.").between(0.0, 1.0);
pub const GAP_Q: Column =
    Column::number("gap_q", "q, gap", "gap_p after Benjamini and Hochberg over the issues of the table.")
        .between(0.0, 1.0);
pub const GAP_MORE_STATEMENTS: Column = Column::integer(
    "gap_more_statements",
    "Gap, more statements",
    "About how many more statements with a stance on the issue like these, of both together, it would take for the \
     interval of gap to exclude zero; empty when it does already, when there is none, and from a million on.",
);
pub const GAP_P_HOLM: Column =
    Column::number("gap_p_holm", "p, gap, Holm", "gap_p after Holm over the same tests as gap_q.").between(0.0, 1.0);
pub const UNIT: Column = Column::string(
    "unit",
    "Unit",
    "What intervals and tests treat as independent: `statement` when a side has fewer than 10 documents.",
)
.one_of(&["document", "statement"]);
pub const READING: Column = Column::string("reading", "Reading", "The row in a plain sentence, with its uncertainty.");
pub const QUOTE: Column =
    Column::string("quote", "Quote", "The words that carry the strongest evidence behind the figure.");
pub const QUOTE_STATEMENT: Column = Column::string(
    "quote_statement",
    "Statement of the quote",
    "Where the quote stands: document id, colon, number of the statement.",
);

// Portrayals.
pub const FAVORABLE: Column =
    Column::number("favorable", "Favorable", "Sum of the scores of favorable evaluations that bear on a mention.");
pub const UNFAVORABLE: Column =
    Column::number("unfavorable", "Unfavorable", "The same of unfavorable ones, without their sign.");
pub const VALENCE: Column = Column::number(
    "valence",
    "Valence",
    "(favorable - unfavorable) / (favorable + unfavorable): -1 all unfavorable, +1 all favorable.",
)
.between(-1.0, 1.0);
pub const VALENCE_LOW: Column =
    Column::number("valence_low", "Valence, low", "Lower end of its 95 % interval.").between(-1.0, 1.0);
pub const VALENCE_HIGH: Column =
    Column::number("valence_high", "Valence, high", "Upper end of its 95 % interval.").between(-1.0, 1.0);

// Key terms.
pub const LOG_ODDS: Column = Column::number(
    "log_odds",
    "Log-odds",
    "Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008), first side over second.",
);
pub const Z: Column = Column::number("z", "z", "log_odds over its standard deviation; rows are sorted by its size.");
pub const LRC: Column = Column::number(
    "lrc",
    "Conservative log ratio",
    "The end of the log ratio's interval nearer to zero, 0 when it holds zero (Evert 2022).",
);
pub const LEANS: Column = Column::string("leans", "Leans to", "Id of the side that uses the term more, by log_odds.");

pub const LOG_ODDS_FLAT: Column = Column::number(
    "log_odds_flat",
    "Log-odds, flat prior",
    "Weighted log-odds with an uninformative prior, 0.01 for each term of the table (Monroe, Colaresi & Quinn 2008).",
);
pub const Z_FLAT: Column = Column::number("z_flat", "z, flat prior", "log_odds_flat over its standard deviation.");

// Robustness.
pub const LEFT_OUT: Column = Column::string(
    "left_out",
    "Left out",
    "What is left out one at a time: every entry of the lexicon, every document or every speaker that bears a stance.",
)
.one_of(&["entry", "document", "speaker"]);
pub const PARTS: Column = Column::integer("parts", "Parts", "How many of them there are.");
pub const GAP_LEAST: Column =
    Column::number("gap_least", "Least gap", "The lowest gap that leaving one of them out gives.").between(-2.0, 2.0);
pub const GAP_LEAST_WITHOUT: Column = Column::string(
    "gap_least_without",
    "Least gap without",
    "Which one was left out then: pattern, document or name; empty if none moves the gap there.",
);
pub const GAP_MOST: Column =
    Column::number("gap_most", "Greatest gap", "The highest gap that leaving one of them out gives.")
        .between(-2.0, 2.0);
pub const GAP_MOST_WITHOUT: Column = Column::string(
    "gap_most_without",
    "Greatest gap without",
    "Which one was left out then: pattern, document or name; empty if none moves the gap there.",
);
pub const REVERSALS: Column = Column::integer(
    "reversals",
    "Reversals",
    "How many of them, left out alone, turn the direction of the gap or make it 0.",
);
pub const UNDEFINED: Column = Column::integer(
    "undefined",
    "Undefined",
    "How many of them, left out alone, leave a side without a stance, so that there is no gap.",
);

// Statements.
pub const WITHIN: Column = Column::integer(
    "within",
    "Within",
    "Number of the statement that reports this one; its stance then counts for nobody unless asked for.",
);
pub const PARAGRAPH: Column =
    Column::integer("paragraph", "Paragraph", "Number of the paragraph in which the content starts, from 1.");
pub const KIND: Column =
    Column::string("kind", "Kind", "How the statement is set: wholly or partly quoted, reported, a turn, given.")
        .one_of(&["direct", "mixed", "indirect", "headline", "turn", "given"]);
pub const SOURCE_TEXT: Column = Column::string("source_text", "Source", "The words that name the speaker.");
pub const CUE_TEXT: Column = Column::string("cue_text", "Cue", "The words that attribute: said, according to.");
pub const CONFIDENCE: Column =
    Column::number("confidence", "Confidence", "How sure the attribution is.").between(0.0, 1.0);
pub const RULE: Column = Column::string("rule", "Rule", "The rule or model that found the statement.");
pub const RESOLUTION: Column = Column::string(
    "resolution",
    "Resolution",
    "How the speaker behind the source was found: name, title, pronoun, continuation, given and the like.",
);
pub const SPEAKER_CONFIDENCE: Column = Column::number(
    "speaker_confidence",
    "Speaker confidence",
    "How sure it is that the source means this speaker, taken alone.",
)
.between(0.0, 1.0);
pub const CHAR_START: Column = Column::integer(
    "char_start",
    "Start",
    "Characters of the document's text before the first one of the content or match.",
);
pub const CHAR_END: Column =
    Column::integer("char_end", "End", "Characters of the document's text up to the last one of the content or match.");
pub const CONTENT: Column = Column::string(
    "content",
    "Content",
    "Spans of what was said, in characters, `start-end`, joined by `|`: `793-1000|1011-1095`.",
);
pub const TEXT: Column = Column::string("text", "Text", "What was said; ` … ` stands between its spans.");

// Matches.
pub const PATTERN: Column = Column::string("pattern", "Pattern", "The entry of the lexicon, as written there.");
pub const MATCHED: Column = Column::string("matched", "Matched", "The words of the text that it matched.");
/// The one name with two forms: the word where one match is meant, the figure where many are.
pub const MATCH_STANCE: Column = Column::string(
    "stance",
    "Stance of the entry",
    "What the entry says before any factor: a term is `topic`, `favor` or `against`, so is an evaluation that bears on \
     one; an evaluation that bears on a side is `favorable` or `unfavorable`.",
)
.one_of(&["topic", "favor", "against", "favorable", "unfavorable"]);
pub const WEIGHT: Column =
    Column::number("weight", "Weight", "Signed weight of the entry before any factor; 0 for a topic.");
pub const FACTORS: Column = Column::string(
    "factors",
    "Factors",
    "What acted on the weight, joined by `|`: kind, factor and the words that did it (`negation -0.74 \"not\"`). \
     `distance 0.8 \"Ada\"`: the farther an evaluation stands from the mention it bears on, the less. \
     `reported 0`: said by somebody whom the speaker only reports, so it counts for nobody.",
);
pub const SCORE: Column = Column::number("score", "Score", "Weight times factors.");
pub const LEFT: Column = Column::string("left", "Left", "About forty characters before the match.");
pub const RIGHT: Column = Column::string("right", "Right", "About forty characters after the match.");

// Documents.
pub const TITLE: Column = Column::string("title", "Title", "The title that came with the data, or else the headline.");
pub const DATE: Column = Column::new("date", ColumnType::Date, "Date", "The date that came with the data.");
pub const SOURCE: Column =
    Column::string("source", "Source", "Where the document was read: a path, a path with a row, or `-`.");
pub const LANGUAGE: Column =
    Column::string("language", "Language", "Language of the pack with which the document was read (ISO 639-1).");

// What went wrong, and what to be careful about.
pub const REASON: Column = Column::string("reason", "Reason", "Why the document could not be read.");
pub const CODE: Column = Column::string("code", "Code", "What kind of caution; the codes are stable.").one_of(&[
    "no-statements",
    "thin-evidence",
    "unbalanced-sides",
    "dominant-entry",
    "duplicate-text",
    "stem-collision",
    "uncertain-attribution",
    "unknown-speaker",
    "boilerplate",
    "encoding",
    "metadata",
    "interval-unit",
    "undefined",
    "lexicon-loss",
]);
pub const MESSAGE: Column = Column::string("message", "Message", "The caution in a sentence.");
