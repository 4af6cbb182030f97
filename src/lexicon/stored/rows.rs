//! Rows of a lexicon's files as bytes.

use super::{Stored, stored};
use crate::document::Date;
use crate::lexicon::{
    Actor, ActorKind, Case, Cue, CueType, Dispute, Entry, EntryId, Evaluation, EvaluationRule, Example, ExpectedStance,
    Frames, Furniture, FurnitureWhere, Gender, Issue, IssueId, Language, Modifier, ModifierKind, Number, Person, Place,
    Portrayal, Pronoun, Scope, Scoring, Side, SideId, Stance, Term, Title, TitleKind, Traits, Weight, WordClass,
};

stored!(struct Dispute {
    id, title, language, version, licence, sources, sides, issues, actors, terms, examples, scoring,
});
stored!(struct Side { id, label, short });
stored!(struct Issue { id, label, proposition, evaluation });
stored!(struct Actor { side, name, kind, aliases, role, from, until, line });
stored!(struct Term { issue, pattern, stance, weight, unless, note, line });
stored!(struct Example { text, side, issue, stance, note, line });
stored!(struct Scoring {
    neutral_below, evaluation_weight, negation_reach_words, question_factor, intensity_reach_words, portrayal,
});
stored!(struct Portrayal { half_words, middle, neutral_below, own_words, negation_words });
stored!(
    enum EvaluationRule {
        Favor,
        Against,
        None,
    }
);
stored!(
    enum ActorKind {
        Person,
        Organization,
        Place,
        Group,
    }
);
stored!(
    enum Stance {
        Topic,
        Favor,
        Against,
    }
);
stored!(
    enum ExpectedStance {
        Favor,
        Against,
        Neutral,
        Topic,
        None,
    }
);

stored!(struct Language {
    id, evaluations, modifiers, cues, titles, places, furniture, pronouns, given_names, words,
});
stored!(struct Evaluation { pattern, valence, agent, patient, calm, agent_calm, patient_calm, unless, line });
stored!(struct Modifier { pattern, kind, factor, scope, line });
stored!(struct Cue { pattern, kind, frames, line });
stored!(struct Title { title, kind, gender, number });
stored!(struct Place { name, demonyms, capital, bodies });
stored!(struct Furniture { pattern, kind, place });
stored!(struct Pronoun { person, number, gender, case });
stored!(
    enum ModifierKind {
        Negation,
        Intensifier,
        Downtoner,
        Hedge,
        Contrast,
        Irrealis,
    }
);
stored!(
    enum Scope {
        Forward,
        Next,
        Backward,
        Clause,
        Sentence,
        Itself,
    }
);
stored!(
    enum CueType {
        Say,
        Claim,
        Think,
        Ask,
        Pledge,
        Demand,
        Accuse,
        Deny,
        Express,
        Write,
        Agree,
        Warn,
        Announce,
        Learn,
        According,
        Noun,
    }
);
stored!(
    enum TitleKind {
        Honorific,
        Office,
        Role,
        Rank,
        Group,
    }
);
stored!(
    enum FurnitureWhere {
        Line,
        Start,
        Inside,
    }
);
stored!(
    enum Person {
        First,
        Second,
        Third,
    }
);
stored!(
    enum Number {
        Singular,
        Plural,
        Either,
    }
);
stored!(
    enum Gender {
        Masculine,
        Feminine,
        Neuter,
        Any,
    }
);
stored!(
    enum Case {
        Subject,
        Object,
        Possessive,
        Reflexive,
    }
);

stored!(
    enum Entry {
        Term(at),
        Evaluation(at),
        Modifier(at),
        Cue(at),
        Title(at),
        Actor(at),
        Place(at),
    }
);
stored!(wrapper EntryId);
stored!(wrapper SideId);
stored!(wrapper IssueId);
stored!(wrapper Weight);
stored!(wrapper Frames);
stored!(wrapper WordClass);
stored!(wrapper Traits);

impl Stored for Date {
    fn store(&self, out: &mut Vec<u8>) {
        (i64::from(self.year()), self.month() as u8, self.day() as u8).store(out);
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        let (year, month, day) = <(i64, u8, u8)>::restore(from)?;
        Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
    }
}
