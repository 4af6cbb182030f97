//! The sheet of charts: attention and stance as native charts, beside the figures that they draw.

use super::sheet::{header, tint};
use super::{OutputError, printed, words};
use crate::compare::{Comparison, Position};
use crate::lexicon::SideId;
use crate::output::answer::{issue_label, side_label};
use crate::table::Names;
use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartErrorBars, ChartErrorBarsType, ChartFormat, ChartLegendPosition, ChartLine,
    ChartPatternFill, ChartPatternFillType, ChartRange, ChartSolidFill, ChartType, Color, Format, Worksheet,
};

/// The sheet's name.
const NAME: &str = "charts";

/// The colors of the sides, as elsewhere.
const COLORS: [u32; 6] = [0x0072B2, 0xB34700, 0x6A3D9A, 0x00695C, 0x8E2A52, 0x4A6A1B];

/// Columns of a side: attention, stance, and how far the interval reaches to either side of it.
const BLOCK: u16 = 4;

/// The sheet; the charts stand below the figures.
pub fn charts(comparison: &Comparison, names: Names) -> Result<Worksheet, OutputError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(NAME)?.set_freeze_panes(1, 1)?;
    sheet.set_column_width(0, 34)?;
    words(&mut sheet, (0, 0), "Issue", &header(None))?;
    for side in &comparison.sides {
        let first = 1 + BLOCK * u16::from(side.side.0);
        let label = side_label(names.dispute, side.side);
        let titles = ["hits per 1,000 words", "stance", "down to the low end", "up to the high end"];
        for (column, title) in (first..).zip(titles) {
            words(&mut sheet, (0, column), &format!("{label}: {title}"), &header(Some(side.side)).set_text_wrap())?;
            sheet.set_column_width(column, 16)?;
        }
    }
    let figure = Format::new().set_num_format("0.000");
    printed(&mut sheet)?;
    sheet.set_print_fit_to_pages(1, 1).set_row_height(0, 34)?;
    let mut last = 0;
    for (row, issue) in (1u32..).zip(&comparison.issues) {
        words(&mut sheet, (row, 0), issue_label(names.dispute, issue.issue), &Format::new())?;
        for position in &issue.positions {
            let first = 1 + BLOCK * u16::from(position.side.0);
            for (column, value) in (first..).zip(figures(position)) {
                if let Some(value) = value {
                    sheet.write_number_with_format(row, column, (value * 1e6).round() / 1e6 + 0.0, &figure)?;
                }
            }
        }
        last = row;
    }
    if last > 0 {
        let height = 140 + 26 * last * comparison.sides.len() as u32;
        let below = last + 2;
        let mut attention = chart(comparison, names, last, height, "Attention: hits per 1,000 words", 1, false);
        attention.x_axis().set_min(0);
        sheet.insert_chart(below, 0, &attention)?;
        let mut stance =
            chart(comparison, names, last, height, "Stance: against -1, in favor +1, 95 % interval", 2, true);
        stance.x_axis().set_min(-1).set_max(1).set_num_format("+0.0;-0.0;0");
        sheet.insert_chart(below + height / 20 + 2, 0, &stance)?;
    }
    Ok(sheet)
}

fn figures(position: &Position) -> [Option<f64>; 4] {
    let stance = &position.stance;
    let reach = |end: Option<f64>| end.zip(stance.value).map(|(end, value)| (end - value).abs());
    [position.per_1000, stance.value, reach(stance.low), reach(stance.high)]
}

/// Bars for each side, the first on top; the sides differ in pattern as well as in color.
fn chart(
    comparison: &Comparison,
    names: Names,
    last: u32,
    height: u32,
    title: &str,
    at: u16,
    intervals: bool,
) -> Chart {
    let mut chart = Chart::new(ChartType::Bar);
    for side in &comparison.sides {
        let column = at + BLOCK * u16::from(side.side.0);
        let range = |column| ChartRange::new_from_range(NAME, 1, column, last, column);
        let series = chart.add_series();
        series
            .set_name(side_label(names.dispute, side.side))
            .set_categories((NAME, 1, 0, last, 0))
            .set_values((NAME, 1, column, last, column))
            .set_gap(60)
            .set_format(&mut filled(side.side));
        if intervals {
            let ends = ChartErrorBarsType::Custom(range(column + 2), range(column + 1));
            let mut line = ChartFormat::new();
            line.set_line(ChartLine::new().set_color(Color::RGB(0x404040)).set_width(1.0));
            series.set_x_error_bars(ChartErrorBars::new().set_type(ends).set_format(&mut line));
        }
    }
    chart.set_name(if intervals { "stance" } else { "attention" });
    chart.set_alt_text(format!("{title}, by issue and side; the figures are in the cells above"));
    chart.title().set_name(title);
    // Issues from top to bottom, their names at the left also where bars go to the left.
    chart.y_axis().set_reverse().set_label_position(ChartAxisLabelPosition::Low);
    chart.x_axis().set_label_position(ChartAxisLabelPosition::High);
    chart.legend().set_position(ChartLegendPosition::Top);
    chart.set_width(900).set_height(height);
    chart
}

fn filled(side: SideId) -> ChartFormat {
    let color = Color::RGB(COLORS[usize::from(side.0) % COLORS.len()]);
    let mut format = ChartFormat::new();
    format.set_border(ChartLine::new().set_color(color));
    if side.0.is_multiple_of(2) {
        format.set_solid_fill(ChartSolidFill::new().set_color(color));
    } else {
        let light = Color::RGB(tint(Some(side)));
        let pattern = ChartPatternFillType::DiagonalStripesWideUpwards;
        let fill = ChartPatternFill::new()
            .set_pattern(pattern)
            .set_foreground_color(color)
            .set_background_color(light)
            .clone();
        format.set_pattern_fill(&fill);
    }
    format
}
