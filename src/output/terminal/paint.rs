//! Color and weight on a terminal.

use crate::lexicon::SideId;
use anstyle::{Ansi256Color, Style};

/// Blue and orange, then four that stay apart from both: readable on dark and on light.
const COLORS: [u8; 6] = [32, 166, 97, 30, 95, 66];

/// Styles text, or leaves it alone.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    /// Whether styles are used.
    pub color: bool,
}

impl Paint {
    /// In the color of a side.
    pub fn side(self, side: SideId, text: &str) -> String {
        let color = Ansi256Color(COLORS[usize::from(side.0) % COLORS.len()]);
        self.styled(Style::new().fg_color(Some(color.into())), text)
    }

    /// For headings.
    pub fn strong(self, text: &str) -> String {
        self.styled(Style::new().bold(), text)
    }

    /// For what can be skipped.
    pub fn faint(self, text: &str) -> String {
        self.styled(Style::new().dimmed(), text)
    }

    fn styled(self, style: Style, text: &str) -> String {
        if self.color && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_string() }
    }
}
