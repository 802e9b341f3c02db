//! A line chart as a picture that can go into a paper: labelled axes, a legend, readable in grey.
//!
//! Lines differ in lightness and in the form of their marks, so that a copy without colour still tells
//! them apart. The font is part of the program: no system need have one, and a picture is
//! the same everywhere. An SVG names it first and keeps its text as text.

use crate::error::{Error, Result};
use crate::terminal;
use plotters::coord::Shift;
use plotters::coord::types::{RangedCoordf64, RangedCoordi32};
use plotters::prelude::*;
use plotters::style::{FontStyle, register_font};
use std::io;
use std::path::Path;
use std::sync::Once;

/// The size of an SVG, in pixels of CSS.
const SIZE: (u32, u32) = (900, 480);
/// A PNG has so many pixels for each of those: 300 to the inch at 7.5 inches of width.
const SCALE: u32 = 5;
const SCALE_OF: u32 = 2;
/// So many lines can be told apart.
const LINES: usize = 8;
/// About so many marks stand on a line.
const MARKS: usize = 16;
/// A legend cuts names to so many columns.
const NAME: usize = 48;

/// From dark to light, and back; each is told from its neighbours in grey too.
const COLOURS: [RGBColor; LINES] = [
    RGBColor(0, 0, 0),
    RGBColor(213, 94, 0),
    RGBColor(0, 70, 140),
    RGBColor(86, 180, 233),
    RGBColor(120, 40, 90),
    RGBColor(0, 158, 115),
    RGBColor(90, 90, 90),
    RGBColor(230, 159, 0),
];

/// Figures over labelled places, several lines of them.
#[derive(Debug, Clone)]
pub struct Chart {
    /// What goes across.
    pub across: String,
    /// What goes upward.
    pub upward: String,
    /// Whether the figures are parts of one, to be written in per cent.
    pub percent: bool,
    /// The names of the places, left to right.
    pub labels: Vec<String>,
    /// Each line: its name, and a figure for each place; where there is none, the line has a gap.
    pub series: Vec<(String, Vec<Option<f64>>)>,
}

/// The form of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartFormat {
    /// Lines and text.
    Svg,
    /// Pixels.
    Png,
}

impl ChartFormat {
    /// The form that a file name asks for.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            _ => None,
        }
    }
}

impl Chart {
    /// The bytes of the picture.
    ///
    /// # Errors
    /// If there are more lines than can be told apart.
    pub fn draw(&self, format: ChartFormat) -> Result<Vec<u8>> {
        if self.series.len() > LINES {
            return Err(Error::Usage(format!(
                "a plot has at most {LINES} lines, as more cannot be told apart: plot fewer queries"
            )));
        }
        register();
        match format {
            ChartFormat::Svg => {
                let mut text = String::new();
                let root = SVGBackend::with_string(&mut text, SIZE).into_drawing_area();
                self.draw_on(&root, Ink { scale: 1.0 }).map_err(failed)?;
                drop(root);
                Ok(text.into_bytes())
            }
            ChartFormat::Png => self.png(),
        }
    }

    fn png(&self) -> Result<Vec<u8>> {
        let (width, height) = (SIZE.0 * SCALE / SCALE_OF, SIZE.1 * SCALE / SCALE_OF);
        let mut pixels = vec![0; width as usize * height as usize * 3];
        let scale = f64::from(SCALE) / f64::from(SCALE_OF);
        let root = BitMapBackend::with_buffer(&mut pixels, (width, height)).into_drawing_area();
        self.draw_on(&root, Ink { scale }).map_err(failed)?;
        drop(root);
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgb);
        let mut writer = encoder.write_header().map_err(failed)?;
        writer.write_image_data(&pixels).map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(bytes)
    }

    fn draw_on<B: DrawingBackend>(
        &self,
        root: &DrawingArea<B, Shift>,
        ink: Ink,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        root.fill(&WHITE)?;
        let last = self.labels.len().saturating_sub(1) as i32;
        // A single place has a line of no length: it gets room on both sides.
        let across = if last == 0 { -1..1 } else { 0..last };
        let figures = self.series.iter().flat_map(|(_, figures)| figures);
        let most = figures.flatten().copied().fold(0.0, f64::max);
        let top = if most > 0.0 { most * 1.08 } else { 1.0 };
        let mut chart = ChartBuilder::on(root)
            .margin(ink.pixels(14))
            .margin_right(ink.pixels(30))
            .x_label_area_size(ink.pixels(52))
            .y_label_area_size(ink.pixels(74))
            .build_cartesian_2d(across, 0.0..top)?;
        self.axes(&mut chart, ink, top)?;
        for (number, (name, figures)) in self.series.iter().enumerate() {
            ink.line(&mut chart, number, name, figures)?;
        }
        chart
            .configure_series_labels()
            .position(self.free_corner())
            .background_style(WHITE.mix(0.85))
            .border_style(RGBColor(150, 150, 150).stroke_width(ink.pixels(1)))
            .label_font(("DejaVu Sans, sans-serif", ink.pixels(14)))
            .legend_area_size(ink.pixels(34))
            .margin(ink.pixels(8))
            .draw()?;
        root.present()
    }

    fn axes<B: DrawingBackend>(
        &self,
        chart: &mut Plane<'_, B>,
        ink: Ink,
        top: f64,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(RGBColor(215, 215, 215).stroke_width(ink.pixels(1)))
            .axis_style(BLACK.stroke_width(ink.pixels(1)))
            .label_style(("DejaVu Sans, sans-serif", ink.pixels(13)))
            .axis_desc_style(("DejaVu Sans, sans-serif", ink.pixels(15)))
            .set_tick_mark_size(LabelAreaPosition::Bottom, ink.pixels(6))
            .set_tick_mark_size(LabelAreaPosition::Left, ink.pixels(6))
            .x_labels(10)
            .y_labels(6)
            .x_label_formatter(&|place| self.label(*place))
            .y_label_formatter(&|figure| self.figure(*figure, top))
            .x_desc(terminal::safe(&self.across))
            .y_desc(terminal::safe(&self.upward))
            .draw()
    }

    /// The upper corner that the highest point leaves free.
    fn free_corner(&self) -> SeriesLabelPosition {
        let places = self
            .series
            .iter()
            .flat_map(|(_, figures)| figures.iter().enumerate());
        let highest = places
            .filter_map(|(place, figure)| Some((place, (*figure)?)))
            .max_by(|one, other| one.1.total_cmp(&other.1));
        match highest {
            Some((place, _)) if place * 2 > self.labels.len() => SeriesLabelPosition::UpperLeft,
            _ => SeriesLabelPosition::UpperRight,
        }
    }

    fn label(&self, place: i32) -> String {
        let label = usize::try_from(place).ok().and_then(|p| self.labels.get(p));
        label.cloned().unwrap_or_default()
    }

    /// A figure on the axis; counts are whole, so a step between two of them has no label.
    fn figure(&self, figure: f64, top: f64) -> String {
        if self.percent {
            let decimals = usize::from(top < 0.1) + usize::from(top < 0.01);
            return format!("{:.decimals$} %", figure * 100.0);
        }
        if (figure - figure.round()).abs() > 1e-9 {
            return String::new();
        }
        super::grouped(figure.round() as u64)
    }
}

/// Where lines are drawn: places across, figures upward.
type Plane<'c, B> = ChartContext<'c, B, Cartesian2d<RangedCoordi32, RangedCoordf64>>;

/// How large things are drawn.
#[derive(Debug, Clone, Copy)]
struct Ink {
    scale: f64,
}

impl Ink {
    fn pixels(self, size: u32) -> u32 {
        (f64::from(size) * self.scale).round() as u32
    }

    fn line<'c, B: DrawingBackend + 'c>(
        self,
        chart: &mut Plane<'c, B>,
        number: usize,
        name: &str,
        figures: &[Option<f64>],
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        let style = COLOURS[number % LINES].stroke_width(self.pixels(2));
        let points: Vec<(i32, Option<f64>)> = (0..).zip(figures.iter().copied()).collect();
        let step = points.len().div_ceil(MARKS).max(1);
        let known = |at: usize| points.get(at).is_some_and(|(_, figure)| figure.is_some());
        // A figure without neighbours is no line: it shows by its mark alone.
        let alone = |at: usize| !known(at.wrapping_sub(1)) && !known(at + 1);
        let marked = (0..points.len()).filter(|at| at % step == number % step || alone(*at));
        let marked = marked.filter_map(|at| Some((points[at].0, points[at].1?)));
        let runs = points.split(|(_, figure)| figure.is_none());
        let run = |run: &[(i32, Option<f64>)]| {
            let known = run
                .iter()
                .filter_map(|(place, figure)| Some((*place, (*figure)?)));
            PathElement::new(known.collect::<Vec<_>>(), style)
        };
        chart
            .draw_series(runs.filter(|run| !run.is_empty()).map(run))?
            .label(terminal::shorten(&terminal::safe(name), NAME))
            .legend(move |(x, y)| {
                let (half, whole) = (self.pixels(13) as i32, self.pixels(26) as i32);
                EmptyElement::at((x, y))
                    + PathElement::new([(0, 0), (whole, 0)], style)
                    + self.mark((half, 0), number, style)
            });
        let mark = |point| EmptyElement::at(point) + self.mark((0, 0), number, style);
        chart.draw_series(marked.map(mark))?;
        Ok(())
    }

    /// The mark of a line: a disc, a triangle, a square, a diamond.
    fn mark(self, at: (i32, i32), number: usize, style: ShapeStyle) -> Polygon<(i32, i32)> {
        let (corners, turn) = [(24, 0.0), (3, -0.25), (4, 0.125), (4, 0.0)][number % 4];
        let size = 5.0 * self.scale;
        let corner = |corner: u32| {
            let angle = (f64::from(corner) / f64::from(corners) + turn) * std::f64::consts::TAU;
            let along = |length: f64| (size * length).round() as i32;
            (at.0 + along(angle.cos()), at.1 + along(angle.sin()))
        };
        Polygon::new((0..corners).map(corner).collect::<Vec<_>>(), style.filled())
    }
}

/// Makes the font known, once.
fn register() {
    static FONT: Once = Once::new();
    FONT.call_once(|| {
        let font = dejavu::sans::regular();
        let name = "DejaVu Sans, sans-serif";
        assert!(
            register_font(name, FontStyle::Normal, font).is_ok(),
            "the font in the program is a font"
        );
    });
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Output(io::Error::other(format!("the plot failed: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(lines: usize, places: usize) -> Chart {
        Chart {
            across: "Date of publication, by month".into(),
            upward: "Articles per month".into(),
            percent: false,
            labels: (0..places).map(|n| format!("1987-{n:02}")).collect(),
            series: (0..lines)
                .map(|n| (format!("query <{n}>"), vec![Some(n as f64); places]))
                .collect(),
        }
    }

    #[test]
    fn an_svg_has_its_axes_and_legend_as_text() {
        let svg = String::from_utf8(chart(2, 5).draw(ChartFormat::Svg).unwrap()).unwrap();
        for text in [
            "by month",
            "Articles per month",
            "1987-03",
            "query &lt;1&gt;",
        ] {
            assert!(svg.contains(text), "{text}: {svg}");
        }
    }

    #[test]
    fn no_number_of_places_or_lines_makes_it_fail() {
        for (lines, places) in [(0, 1), (1, 1), (1, 2), (LINES, 700)] {
            let png = chart(lines, places).draw(ChartFormat::Png).unwrap();
            assert!(png.starts_with(b"\x89PNG"));
        }
        assert!(chart(LINES + 1, 2).draw(ChartFormat::Svg).is_err());
    }

    #[test]
    fn the_axis_has_whole_counts_and_parts_in_per_cent() {
        let mut chart = chart(1, 2);
        assert_eq!(chart.figure(1200.0, 2e3), "1,200");
        assert_eq!(chart.figure(0.5, 1.0), "");
        chart.percent = true;
        assert_eq!(chart.figure(0.005, 0.009), "0.50 %");
    }
}
