//! The pictures that can be asked for by name: each is what is drawn of a report, all of it or a part.
//!
//! To add one: one line in [`PICTURES`].

use crate::model::{Page, Rows};
use crate::words::{Words, words};

/// What of a report's drawings is in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Everything that is drawn of it.
    All,
    /// The charts of this name.
    Charts(&'static str),
}

/// A picture, described.
#[derive(Clone, Copy, Debug)]
pub struct Picture {
    /// Its name on the command line.
    pub name: &'static str,
    /// What is seen.
    pub about: Words,
    /// The report of which it is.
    pub report: &'static str,
    /// By what the report is grouped, unless it is asked for otherwise.
    pub by: Option<&'static str>,
    /// What of it is drawn.
    pub part: Part,
}

const fn whole(name: &'static str, report: &'static str, en: &'static str, zh: &'static str) -> Picture {
    Picture { name, about: words(en, zh), report, by: None, part: Part::All }
}

const fn part(name: &'static str, report: &'static str, en: &'static str, zh: &'static str) -> Picture {
    Picture { part: Part::Charts(name), ..whole(name, report, en, zh) }
}

/// Every picture, in the order in which help names them.
pub static PICTURES: &[Picture] = &[
    whole("houses", "grid", "every home, or for the public every unit", "逐户情况；对外只到单元"),
    whole("testing", "testing", "testing rates of the rounds", "各轮检测率"),
    whole("coverage", "coverage", "how far each round got, by building", "各批次各楼幢到位率"),
    part("supplies", "daily", "in and out by day", "每天进出"),
    part("days-left", "daily", "how long the stock lasts", "库存还能用几天"),
    whole("stock", "stock", "what is on hand", "库存结余"),
    whole(
        "stock-card",
        "stock-card",
        "the balance of one item (--item) by day",
        "一种物品（--item）每天的结余",
    ),
    part("waiting", "daily", "requests that wait, the longest first", "等待中的求助，等得最久的在前"),
    whole("service", "service", "how long requests took", "求助用时"),
    Picture {
        by: Some("day"),
        ..whole("receipts", "receipts", "supplies received by day", "每天接收的物资")
    },
    Picture {
        by: Some("day"), ..whole("donations", "donations", "donations by day", "每天接收的捐赠")
    },
    whole("distributions", "distributions", "what was handed out, by building", "各楼幢发放量"),
    whole("census", "census", "who lives where", "各楼幢人数"),
    whole("notices", "notices", "how many households each notice reached", "各通知到户率"),
    whole("errands", "errands", "requests by runner", "各代跑员的求助"),
    whole("volunteers", "volunteers", "hours on duty", "志愿者值班小时"),
    whole("bulletin", "daily", "everything that is drawn of the day", "当天日报的全部图"),
];

impl Picture {
    /// The page with what is drawn and nothing else: only the tables of which something is drawn, the drawings of those.
    pub fn of(&self, mut page: Page) -> Page {
        if let Part::Charts(name) = self.part {
            page.charts.retain(|chart| chart.name == name);
            page.houses.clear();
        }
        page.charts.retain(|chart| !chart.is_empty());
        page.houses.retain(|houses| !houses.is_empty());
        let is_drawn = |rows: &Rows| {
            page.charts.iter().any(|chart| chart.table == rows.name)
                || page.houses.iter().any(|houses| houses.table == rows.name)
        };
        page.tables.retain(is_drawn);
        page
    }
}

/// The picture of this name.
pub fn picture(name: &str) -> Option<&'static Picture> {
    PICTURES.iter().find(|picture| picture.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stamp;
    use crate::reports::{Asked, by_name, sample};

    #[test]
    fn every_picture_of_the_sample_has_something_in_it_and_names_a_table_that_is_there() {
        sample(|books| {
            for picture in PICTURES {
                let report = by_name(picture.report).unwrap();
                let now = Stamp::parse("2022-08-16T20:05:00+08:00").unwrap();
                let item = books.registers.names.item("牛奶").filter(|_| picture.report == "stock-card");
                for public in [false, true] {
                    let by = picture.by.map(str::to_owned);
                    let asked = Asked { item, by, public, ..Asked::of_day(now.day(), now) };
                    let page = picture.of((report.make)(books, &asked).unwrap());
                    assert!(!page.tables.is_empty(), "{} {public}", picture.name);
                    for table in page
                        .charts
                        .iter()
                        .map(|chart| chart.table)
                        .chain(page.houses.iter().map(|houses| houses.table))
                    {
                        assert!(
                            page.tables.iter().any(|rows| rows.name == table),
                            "{} {table}",
                            picture.name
                        );
                    }
                }
            }
        });
    }

    #[test]
    fn a_chart_has_a_figure_of_its_table_for_every_bar_that_is_no_day() {
        use crate::model::ChartKind;
        sample(|books| {
            for picture in PICTURES {
                let report = by_name(picture.report).unwrap();
                let now = Stamp::parse("2022-08-16T20:05:00+08:00").unwrap();
                let item = books.registers.names.item("牛奶").filter(|_| picture.report == "stock-card");
                let asked = Asked { item, ..Asked::of_day(now.day(), now) };
                let page = (report.make)(books, &asked).unwrap();
                for chart in page.charts.iter().filter(|chart| chart.kind == ChartKind::Bars) {
                    let table = page.tables.iter().find(|rows| rows.name == chart.table).unwrap();
                    for series in &chart.series {
                        assert_eq!(series.values.len(), chart.categories.len(), "{}", chart.title.en);
                        for value in &series.values {
                            let there = table.rows.iter().flatten().any(|cell| cell == value);
                            assert!(
                                there,
                                "{} of {} is not in the table: {value:?}",
                                chart.title.en, picture.name
                            );
                        }
                    }
                }
            }
        });
    }

    #[test]
    fn names_are_said_once() {
        let mut names: Vec<&str> = PICTURES.iter().map(|picture| picture.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), PICTURES.len());
    }
}
