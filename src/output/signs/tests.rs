use super::*;
use crate::model::Cell;
use crate::output::{Format, render, samples};
use crate::words::{Lang, Said};
use proptest::prelude::*;

fn asked(width: u16, lang: Lang) -> Look {
    Look { width: Some(width), charts: true, ..Look::plain(lang) }
}

fn blocks(width: u16, lang: Lang) -> Look {
    Look { blocks: true, unicode_borders: true, ..asked(width, lang) }
}

fn draw(chart: &Chart, look: &Look) -> String {
    match chart.kind {
        ChartKind::Bars => bars::draw(chart, look),
        ChartKind::Lines => days::draw(&[chart], look),
    }
}

/// What is left when a terminal has taken the colours out.
fn uncoloured(text: &str) -> String {
    let mut pieces = text.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |all, piece| all + piece.split_once('m').unwrap().1)
}

#[test]
fn nothing_is_drawn_unless_it_is_asked_for() {
    let page = samples::bulletin();
    let plain = render(&page, Format::Table, &Look::plain(Lang::En));
    assert!(!plain.contains("Days of supply") && !plain.contains("House by house"), "{plain}");
}

#[test]
fn a_table_is_followed_by_what_is_drawn_of_it() {
    insta::assert_snapshot!(render(&samples::bulletin(), Format::Table, &asked(60, Lang::En)));
    insta::assert_snapshot!(render(&samples::bulletin(), Format::Table, &blocks(60, Lang::Zh)));
}

#[test]
fn bars_stand_behind_their_figures_and_rates_show_what_lacks() {
    let mut chart = samples::days_of_supply();
    chart.series[0].values = vec![Cell::Rate(10_000), Cell::Rate(9_999)];
    insta::assert_snapshot!(draw(&chart, &blocks(48, Lang::Zh)));
    insta::assert_snapshot!(draw(&chart, &asked(48, Lang::En)));
}

#[test]
fn where_there_is_no_room_a_name_has_a_line_of_its_own() {
    let chart = Chart { kind: ChartKind::Bars, ..samples::moved() };
    insta::assert_snapshot!(draw(&chart, &blocks(40, Lang::Zh)));
}

#[test]
fn days_are_signs_of_eight_heights_a_point_for_nothing_and_what_is_not_shown() {
    let mut chart = samples::moved();
    chart.categories = (1..=9).map(|day| Said::same(format!("08-0{day}"))).collect();
    let counts = [1, 2, 3, 4, 5, 6, 7, 8, 0].map(Cell::Count);
    chart.series[0].values = counts.to_vec();
    chart.series[1].values =
        vec![Cell::Absent, Cell::Text("<5".to_owned()), Cell::Count(-1), Cell::Count(0), Cell::Count(8)];
    chart.series[1].values.resize(9, Cell::Absent);
    insta::assert_snapshot!(draw(&chart, &blocks(70, Lang::En)));
    insta::assert_snapshot!(draw(&chart, &asked(70, Lang::Zh)));
}

#[test]
fn more_days_than_fit_go_on_below() {
    let mut chart = samples::moved();
    chart.categories = (1..=30).map(|day| Said::same(format!("08-{day:02}"))).collect();
    chart.series.truncate(1);
    chart.series[0].values = (1..=30).map(Cell::Count).collect();
    insta::assert_snapshot!(draw(&chart, &blocks(30, Lang::En)));
}

#[test]
fn a_house_stands_floor_by_floor_and_its_legend_counts() {
    let houses = samples::house();
    insta::assert_snapshot!(super::houses::draw(&houses, &asked(80, Lang::En)));
    insta::assert_snapshot!(super::houses::draw(&houses, &asked(80, Lang::Zh)));
}

#[test]
fn houses_stand_beside_each_other_on_the_ground() {
    let mut houses = samples::house();
    let mut low = houses.blocks[0].clone();
    low.floors.remove(0);
    low.title = Said::same("5-0");
    houses.blocks.push(low);
    insta::assert_snapshot!(super::houses::draw(&houses, &asked(80, Lang::En)));
}

#[test]
fn colours_change_no_sign() {
    for lang in [Lang::En, Lang::Zh] {
        let plain = render(&samples::bulletin(), Format::Table, &blocks(70, lang));
        let coloured = render(&samples::bulletin(), Format::Table, &Look { color: true, ..blocks(70, lang) });
        assert!(coloured.contains("\u{1b}[1;7;31m"), "{coloured:?}");
        assert_eq!(uncoloured(&coloured), plain);
    }
}

#[test]
fn a_table_that_is_only_drawn_is_left_out_where_nothing_is_drawn() {
    let page = |at_terminal| {
        let mut page = samples::bulletin();
        page.tables[0].at_terminal = at_terminal;
        page
    };
    let text = |at, charts| render(&page(at), Format::Table, &Look { charts, ..asked(70, Lang::En) });
    assert!(!text(AtTerminal::OnlyIfDrawn, false).contains("Stock"));
    for drawn in [text(AtTerminal::OnlyIfDrawn, true), text(AtTerminal::Drawn, false)] {
        assert!(drawn.contains("Stock\nDays of supply (days)") && !drawn.contains("Next expiry"), "{drawn}");
    }
    let nothing = Page { charts: Vec::new(), houses: Vec::new(), ..page(AtTerminal::Drawn) };
    let text = render(&nothing, Format::Table, &asked(70, Lang::En));
    assert!(text.contains("Next expiry"), "what cannot be drawn stays a table: {text}");
}

fn any_chart() -> impl Strategy<Value = Chart> {
    let cell = prop_oneof![
        Just(Cell::Absent),
        Just(Cell::Text("<5".to_owned())),
        (-5i64..2000).prop_map(Cell::Count),
        (0u32..=10_000).prop_map(Cell::Rate),
    ];
    let names = proptest::collection::vec("[一-龥a-z\u{1b}]{0,24}", 1..20);
    let series = proptest::collection::vec(proptest::collection::vec(cell, 20), 1..3);
    (names, series, any::<bool>()).prop_map(|(names, series, lines)| Chart {
        kind: if lines { ChartKind::Lines } else { ChartKind::Bars },
        categories: names.into_iter().map(Said::same).collect(),
        series: series
            .into_iter()
            .map(|values| crate::model::Series { name: crate::said!("in", "接收"), values })
            .collect(),
        ..samples::moved()
    })
}

proptest! {
    #[test]
    fn no_line_with_a_bar_is_wider_than_the_terminal(chart in any_chart(), width in 40u16..140, blocks: bool, narrow: bool) {
        let look = Look { blocks, unicode_borders: blocks && narrow, ..asked(width, Lang::Zh) };
        let text = draw(&chart, &look);
        // Signs that the terminal may draw two columns wide are counted as two.
        let wide = |line: &str| -> usize {
            let signs = line.chars().filter(|c| ('\u{2581}'..='\u{2593}').contains(c)).count();
            line.width() + if look.blocks && !narrow { signs } else { 0 }
        };
        for line in text.lines().filter(|line| line.contains(['#', '█', '▏', '▒', '░', '@', '▁'])) {
            let is_name = chart.categories.iter().any(|c| line.trim() == visible(&c.zh).trim());
            prop_assert!(is_name || wide(line) <= usize::from(width) || line.starts_with("    "), "{width}: {line}\n{text}");
        }
    }

    #[test]
    fn every_figure_of_a_bar_is_written_and_what_is_above_nothing_has_a_bar(chart in any_chart(), blocks: bool) {
        let chart = Chart { kind: ChartKind::Bars, ..chart };
        let look = Look { blocks, unicode_borders: blocks, ..asked(200, Lang::En) };
        let text = draw(&chart, &look);
        for (at, _) in chart.categories.iter().enumerate() {
            for cell in chart.series.iter().filter_map(|one| one.values.get(at)) {
                let figure = crate::output::svg::figure(cell, &look);
                prop_assert!(text.contains(&figure), "{figure}\n{text}");
            }
        }
        let drawn = |cell: &Cell| crate::output::svg::size(cell) > 0.0;
        let many = chart.series.iter().flat_map(|one| one.values.iter().take(chart.categories.len())).filter(|c| drawn(c)).count();
        let bars = text.lines().filter(|line| line.contains(['#', '=', '█', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '▒'])).count();
        prop_assert_eq!(many, bars, "{}", text);
    }

    #[test]
    fn no_control_character_is_drawn(chart in any_chart(), width in 20u16..90) {
        let drawn = draw(&chart, &asked(width, Lang::Zh));
        prop_assert!(drawn.chars().all(|c| c == '\n' || !c.is_control()), "{:?}", drawn);
    }
}
