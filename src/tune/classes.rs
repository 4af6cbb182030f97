//! The classes of a label, ordered from bad to good, and what tables call them.

/// One of three ordered classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Against the proposition; negative about the target.
    Low,
    /// Neither.
    #[default]
    Middle,
    /// In favor of the proposition; positive about the target.
    High,
}

/// What labels are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Stances on a proposition: against, neutral, favor.
    Stance,
    /// Portrayals of a target: negative, neutral, positive.
    Portrayal,
}

impl Class {
    /// All, from bad to good.
    pub const ALL: [Class; 3] = [Class::Low, Class::Middle, Class::High];

    /// The class of the other direction.
    pub const fn reversed(self) -> Class {
        match self {
            Class::Low => Class::High,
            Class::Middle => Class::Middle,
            Class::High => Class::Low,
        }
    }
}

impl Scale {
    /// The class as tables write it.
    pub const fn name(self, class: Class) -> &'static str {
        match (self, class) {
            (_, Class::Middle) => "neutral",
            (Scale::Stance, Class::Low) => "against",
            (Scale::Stance, Class::High) => "favor",
            (Scale::Portrayal, Class::Low) => "negative",
            (Scale::Portrayal, Class::High) => "positive",
        }
    }

    /// Reads a label; the usual names of either scale and -1, 0, 1 are understood.
    pub fn read(self, label: &str) -> Option<Class> {
        match label.trim().to_lowercase().as_str() {
            "against" | "negative" | "con" | "-1" | "unfavorable" => Some(Class::Low),
            "neutral" | "0" | "none" => Some(Class::Middle),
            "favor" | "favour" | "positive" | "pro" | "1" | "+1" | "favorable" => Some(Class::High),
            _ => None,
        }
    }
}
