//! Made-up data for tests: a small dispute, one scored document and a comparison, with every kind of gap in them.

use crate::attribution::{Affiliation, Attributed, Kind, Region, RegionKind, Rule, Speaker, Statement};
use crate::compare::{
    Comparison, Contrast, DocumentCounts, Estimate, Evidence, IssueComparison, LeftOut, Other, PeriodPosition,
    Portrayal, Position, Quote, Robustness, Settings, SideSummary, SpeakerPosition, TermComparison, Unit,
};
use crate::document::{Date, Document, Span, Warning, WarningCode};
use crate::lexicon::{
    Dispute, Entry, EntryId, Evaluation, EvaluationRule, Issue, IssueId, Language, ModifierKind, Scoring, Side, SideId,
    Stance, Term, Weight,
};
use crate::scoring::{Bearing, Factor, FactorKind, IssueScore, Label, ScoredDocument, ScoredMatch, StatementScore};
use crate::table::Names;
use crate::text::{Text, Token, TokenClass, TokenRange, TypeId};

const NORTH: SideId = SideId(0);
const SOUTH: SideId = SideId(1);

/// The words of the sample document: a headline, a quote in two parts, a reported statement, page furniture.
pub const TEXT: &str = "Envoy: North broke the water pact\n\n\
    “We want talks,” Ana Río said, “but the North did not honor the pact — it tore it up.”\n\n\
    The North’s minister believes the talks may help.\n\nSee all Video";

/// Two sides, two issues, three terms.
pub fn dispute() -> Dispute {
    let side = |id: &str, label: &str| Side { id: id.into(), label: label.into(), short: label.into() };
    let issue = |id: &str, label: &str, proposition: &str| Issue {
        id: id.into(),
        label: label.into(),
        proposition: proposition.into(),
        evaluation: EvaluationRule::Favor,
    };
    let term = |issue, pattern: &str, stance, line| Term {
        issue: IssueId(issue),
        pattern: pattern.into(),
        stance,
        weight: Weight::from_f64(1.0),
        unless: vec![],
        note: String::new(),
        line,
    };
    Dispute {
        id: "river".into(),
        title: "North and South on the river".into(),
        language: "en".into(),
        version: "1.0.0".into(),
        licence: "MIT".into(),
        sources: vec![],
        sides: vec![side("north", "North"), side("south", "South")],
        issues: vec![
            issue("pact", "Water pact", "The water pact must be honored"),
            issue("talks", "Talks", "The two should keep talking"),
        ],
        actors: vec![],
        terms: vec![
            term(0, "pact", Stance::Topic, 2),
            term(0, "honor <0-2> pact", Stance::Favor, 3),
            term(1, "talks", Stance::Topic, 4),
        ],
        examples: vec![],
        scoring: Scoring {
            neutral_below: 0.1,
            evaluation_weight: 1.0,
            negation_reach_words: 6,
            intensity_reach_words: 3,
            question_factor: 0.5,
            portrayal: crate::lexicon::Portrayal::PLAIN,
        },
    }
}

/// A language pack with one evaluation.
pub fn language() -> Language {
    let help = Evaluation { pattern: "help".into(), valence: Weight::from_f64(0.5), line: 2, ..Evaluation::default() };
    Language { id: "en".into(), evaluations: vec![help], ..Language::default() }
}

/// The entries of its matcher.
pub const ENTRIES: [Entry; 4] = [Entry::Term(0), Entry::Term(1), Entry::Term(2), Entry::Evaluation(0)];

/// What the ids stand for.
pub fn names<'a>(dispute: &'a Dispute, language: &'a Language) -> Names<'a> {
    Names { dispute, language, entries: &ENTRIES }
}

/// The bytes of the `nth` (from 0) occurrence of `words` in [`TEXT`].
fn span(words: &str, nth: usize) -> Span {
    let start = TEXT.match_indices(words).nth(nth).map_or(0, |(start, _)| start);
    Span::new(start as u32, (start + words.len()) as u32)
}

fn text() -> Text {
    let mut text = Text::default();
    let mut start = 0;
    for paragraph in TEXT.split("\n\n") {
        let first = text.tokens.len() as u32;
        let mut at = start;
        for word in paragraph.split(' ') {
            let span = Span::new(at as u32, (at + word.len()) as u32);
            text.tokens.push(Token::new(span, TypeId(0), TokenClass::Word));
            at += word.len() + 1;
        }
        let range = TokenRange::new(first, text.tokens.len() as u32);
        text.paragraphs.push(range);
        text.sentences.push(range);
        start += paragraph.len() + 2;
    }
    text
}

fn statement(kind: Kind, source: Span, cue: Span, content: Vec<Span>, speaker: &str, side: Affiliation) -> Statement {
    let speaker = Speaker { name: speaker.into(), affiliation: side, resolution: "name", confidence: 1.0 };
    Statement {
        kind,
        source: vec![source],
        cue: vec![cue],
        content,
        speaker: Some(speaker),
        confidence: 0.9,
        rule: Rule("quote"),
        within: None,
    }
}

fn found(bearing: Bearing, entry: u32, span: Span, weight: f64, factors: Vec<Factor>, score: f64) -> ScoredMatch {
    ScoredMatch {
        bearing,
        entry: EntryId(entry),
        tokens: TokenRange::default(),
        span,
        weight: Weight::from_f64(weight),
        factors,
        score: Weight::from_f64(score),
        reported: false,
    }
}

/// A document with three statements, the last inside the second.
pub fn scored() -> ScoredDocument {
    let quote = vec![span("We want talks,", 0), span("but the North did not honor the pact — it tore it up.", 0)];
    let reported = span("the talks may help", 0);
    let mut nested = statement(
        Kind::Indirect,
        span("it", 0),
        span("tore", 0),
        vec![span("tore it up", 0)],
        "",
        Affiliation::Unknown,
    );
    nested.within = Some(0);
    nested.speaker = None;
    let statements = vec![
        statement(Kind::Mixed, span("Ana Río", 0), span("said", 0), quote, "Ana Río", Affiliation::Side(SOUTH)),
        nested,
        statement(
            Kind::Indirect,
            span("The North’s minister", 0),
            span("believes", 0),
            vec![reported],
            "minister of the North",
            Affiliation::Side(NORTH),
        ),
    ];
    let factor = |kind, value, cue| Factor { kind: FactorKind::Modifier(kind), value, cue };
    let pact = found(
        Bearing::Term(IssueId(0), Stance::Favor),
        1,
        span("honor the pact", 0),
        1.0,
        vec![
            factor(ModifierKind::Negation, -0.74, span("not", 0)),
            factor(ModifierKind::Contrast, 1.5, span("but", 0)),
        ],
        -1.11,
    );
    let talks = |nth| found(Bearing::Term(IssueId(1), Stance::Topic), 2, span("talks", nth), 0.0, vec![], 0.0);
    let hedge = factor(ModifierKind::Hedge, 0.5, span("may", 0));
    let help = found(Bearing::Evaluation(IssueId(1)), 3, span("help", 0), 0.5, vec![hedge], 0.25);
    let portrayal = found(Bearing::Portrayal(SOUTH), 3, span("help", 0), 0.5, vec![], 0.5);
    let issue = |issue, hits, stance_matches, favor, against, label| IssueScore {
        issue: IssueId(issue),
        hits,
        stance_matches,
        favor: Weight::from_f64(favor),
        against: Weight::from_f64(against),
        label,
    };
    let scores = vec![
        StatementScore {
            tokens: 14,
            matches: vec![talks(0), pact],
            issues: vec![issue(0, 1, 1, 0.0, 1.11, Some(Label::Against)), issue(1, 1, 0, 0.0, 0.0, None)],
            portrayals: vec![],
            counts_stance: true,
        },
        StatementScore { tokens: 3, ..StatementScore::default() },
        StatementScore {
            tokens: 4,
            matches: vec![talks(1), help, portrayal],
            issues: vec![issue(1, 1, 1, 0.25, 0.0, Some(Label::Favor))],
            portrayals: vec![],
            counts_stance: true,
        },
    ];
    let region = |words, kind| Region { span: span(words, 0), kind };
    ScoredDocument {
        document: Document {
            id: "river-1".into(),
            date: Some(Date::constant(2014, 7, 8)),
            source: "articles/river-1.txt".into(),
            text: TEXT.into(),
            ..Document::default()
        },
        text: text(),
        attributed: Attributed {
            statements,
            regions: vec![
                region("Envoy: North broke the water pact", RegionKind::Headline),
                region("See all Video", RegionKind::Boilerplate),
            ],
            boilerplate_tokens: 3,
            ..Attributed::default()
        },
        scores,
        own_voice: vec![found(Bearing::Term(IssueId(0), Stance::Topic), 0, span("pact", 0), 0.0, vec![], 0.0)],
        own_voice_tokens: 8,
        tokens: 31,
    }
}

fn position(issue: u16, side: SideId, hits: u64, favor: f64, against: f64, stance_matches: u64) -> Position {
    let sum = favor + against;
    let stance = (sum > 0.0).then(|| (favor - against) / sum);
    let interval = stance.filter(|_| stance_matches >= 3);
    let quote = Quote {
        document: "river-1".into(),
        statement: 1,
        text: "but the North did not honor the pact — it tore it up.".into(),
    };
    Position {
        issue: IssueId(issue),
        side,
        documents: 1,
        statements: 2,
        tokens: 14,
        hits,
        per_1000: Some(1000.0 * hits as f64 / 14.0),
        statement_share: Some(0.5),
        favor: u64::from(favor > against),
        against: u64::from(against > favor),
        neutral: 0,
        favor_weight: favor,
        against_weight: against,
        stance_matches,
        stance: Estimate {
            value: stance,
            low: interval.map(|s| (s - 0.3).max(-1.0)),
            high: interval.map(|s| (s + 0.3).min(1.0)),
        },
        logit: stance.map(|_| ((favor + 0.5) / (against + 0.5)).ln()),
        dispersion: None,
        dp_norm: None,
        juilland_d: None,
        evidence: Evidence::of(stance_matches),
        unit: Unit::Statement,
        quote: stance.map(|_| quote),
    }
}

/// A comparison with evidence that is `ok`, thin and none.
pub fn comparison() -> Comparison {
    let issue = |issue, positions, contrast, reading: &str| IssueComparison {
        issue: IssueId(issue),
        positions,
        contrast,
        unit: Unit::Statement,
        reading: reading.into(),
    };
    let contrast = Contrast {
        log_ratio: Estimate { value: Some(-1.25), low: Some(-2.0), high: Some(-0.5) },
        g2: Some(-3.5),
        p: Some(0.04),
        q: Some(0.08),
        gap: Estimate::default(),
        ..Contrast::default()
    };
    let portrayal = |side, about, mentions, favorable: f64, unfavorable: f64, evaluations| Portrayal {
        side,
        about,
        mentions,
        favorable,
        unfavorable,
        valence: Estimate {
            value: (evaluations > 0).then(|| (favorable - unfavorable) / (favorable + unfavorable)),
            low: None,
            high: None,
        },
        evaluations,
        evidence: Evidence::of(evaluations),
        quote: None,
    };
    let side = |side, statements| SideSummary {
        side,
        documents: 1,
        statements,
        tokens: 14,
        hits: 3,
        statements_with_hit: 1,
        coverage: Some(0.5),
        speakers: 1,
    };
    let term = |term: &str, counts: [u64; 2], z: f64| TermComparison {
        term: term.into(),
        form: term.into(),
        counts: counts.to_vec(),
        per_1000: counts.iter().map(|c| Some(*c as f64 * 10.0)).collect(),
        log_odds: Some(z / 2.0),
        z: Some(z),
        log_ratio: Some(z),
        lrc: Some(0.0),
        g2: Some(z),
        q: Some(0.5),
        p_holm: None,
        log_odds_flat: None,
        z_flat: None,
        alternatives: Default::default(),
        leans: Some(if z > 0.0 { NORTH } else { SOUTH }),
    };
    Comparison {
        settings: Settings::default(),
        unit: Unit::Statement,
        documents: DocumentCounts { documents: 1, dated: 1, statements: 3, tokens: 31, ..DocumentCounts::default() },
        sides: vec![side(NORTH, 2), side(SOUTH, 2)],
        issues: vec![
            issue(
                0,
                vec![position(0, NORTH, 1, 0.0, 0.0, 0), position(0, SOUTH, 6, 1.0, 4.0, 6)],
                contrast,
                "South talks about it more; on stance only South can be read.",
            ),
            issue(
                1,
                vec![position(1, NORTH, 1, 0.25, 0.0, 1), position(1, SOUTH, 2, 0.0, 0.0, 0)],
                Contrast::default(),
                "Evidence is thin.",
            ),
        ],
        pairs: vec![],
        robustness: vec![Robustness {
            issue: IssueId(0),
            side: NORTH,
            other: Other::Side(SOUTH),
            left_out: LeftOut::Entry,
            parts: 2,
            gap: Some(-0.5),
            low: Some(-1.0),
            low_without: Some("tear down".into()),
            high: Some(0.25),
            high_without: Some("trust".into()),
            reversals: 1,
            undefined: 0,
        }],
        speakers: vec![SpeakerPosition {
            speaker: "Ana Río".into(),
            affiliation: Affiliation::Side(SOUTH),
            issue: IssueId(0),
            statements: 1,
            tokens: 14,
            hits: 1,
            stance: Some(-1.0),
            evidence: Evidence::Thin,
        }],
        portrayals: vec![
            portrayal(NORTH, NORTH, 0, 0.0, 0.0, 0),
            portrayal(NORTH, SOUTH, 1, 0.5, 0.0, 1),
            portrayal(SOUTH, NORTH, 3, 0.5, 2.0, 6),
            portrayal(SOUTH, SOUTH, 2, 0.0, 0.0, 0),
        ],
        terms: vec![term("tore", [0, 3], -2.5), term("minister", [2, 1], 1.5)],
        timeline: vec![PeriodPosition {
            period: "2014-07".into(),
            issue: IssueId(0),
            side: SOUTH,
            documents: 1,
            statements: 1,
            tokens: 14,
            hits: 1,
            per_1000: Some(71.428571),
            stance: Estimate { value: Some(-1.0), low: None, high: None },
            evidence: Evidence::Thin,
        }],
        warnings: vec![
            Warning::new(WarningCode::IntervalUnit, "intervals are over statements: North speaks in 1 document"),
            Warning::new(WarningCode::ThinEvidence, "only one match stands behind North on talks")
                .about_issue("talks")
                .about_side("north"),
        ],
    }
}
