//! What is drawn: bars and houses at a terminal, pictures for chat groups.

use crate::pages::{hold, page};
use crate::sample::{LANGS, Sample, first, snapshot};
use linli::reports::PICTURES;
use linli::words::Lang;
use std::fs::{read, read_to_string};

#[test]
fn reports_are_drawn_below_their_tables_in_both_languages() {
    let sample = Sample::new();
    for lang in LANGS {
        let mut text = String::new();
        for command in [
            "report testing --chart",
            "report coverage --round veg-0816 --chart",
            "report distributions --by day --item 牛奶 --chart",
            "report donations --by item --chart",
            "report stock-card --item 牛奶 --from 8.14 --chart",
            "report census --chart",
            "report service --chart",
            "report requests --open --chart",
            "report volunteers --from 8.16 --chart",
            "report roster --chart",
            "report donations --chart",
        ] {
            let args: Vec<&str> = command.split(' ').collect();
            let (drawn, plain) = (sample.run(&args, lang), sample.answer(&args[..args.len() - 1], lang));
            assert_eq!(drawn.code, 0, "{command}: {}", drawn.err);
            assert!(drawn.out.starts_with(plain.trim_end()), "the table stays: {command}");
            let more = &drawn.out[plain.trim_end().len()..];
            text.push_str(&format!(
                "$ linli {command}\n{}{}\n",
                first(more.trim_start_matches('\n'), 40),
                drawn.err
            ));
        }
        snapshot(&format!("drawn-{lang}"), &text);
    }
}

#[test]
fn the_grid_draws_the_houses_in_place_of_its_table_and_other_formats_keep_it() {
    let sample = Sample::new();
    for lang in LANGS {
        let mut text = String::new();
        for command in [
            "report grid --place 3",
            "report grid --round test-0816 --place 5",
            "report grid --public --place 3",
        ] {
            let args: Vec<&str> = command.split(' ').collect();
            text.push_str(&format!("$ linli {command}\n{}\n", sample.answer(&args, lang)));
        }
        snapshot(&format!("grid-drawn-{lang}"), &text);
        let all = sample.answer(&["report", "grid"], lang);
        assert!(all.contains("A-1") && all.lines().count() < 250, "{all}");
        let public = sample.answer(&["report", "grid", "--public"], lang);
        assert!(!public.contains("502"), "{public}");
        let csv = sample.answer(&["report", "grid", "--place", "3", "--format", "csv"], lang);
        assert!(csv.starts_with("round,building,unit,floor,home,state\n"), "{csv}");
    }
}

#[test]
fn the_bulletin_at_a_terminal_lists_no_supplies_by_day_and_draws_them_when_asked() {
    let sample = Sample::new();
    let title = "最近 14 天物资进出";
    let plain = sample.answer(&["report", "daily"], "zh");
    assert!(!plain.contains(title), "{plain}");
    let drawn = sample.answer(&["report", "daily", "--chart"], "zh");
    assert!(
        drawn.contains(title) && drawn.contains("接收  ") && drawn.lines().count() > plain.lines().count()
    );
    for format in ["json", "csv", "html", "markdown"] {
        let text = sample.answer(&["report", "daily", "--format", format], "zh");
        assert!(text.contains("supplies") || text.contains(title), "{format}");
    }
}

#[test]
fn drawings_are_refused_where_a_program_reads() {
    let sample = Sample::new();
    for format in ["json", "csv", "markdown"] {
        let ran = sample.run(&["report", "testing", "--chart", "--format", format], "en");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(
            ran.err.contains("--chart draws at a terminal") && ran.err.contains("linli chart"),
            "{}",
            ran.err
        );
    }
    let html = sample.answer(&["report", "testing", "--chart", "--format", "html"], "en");
    assert!(html.contains("<svg"), "a page is drawn anyway");
    let file = sample.run(&["report", "testing", "--chart", "--out", "testing.txt"], "en");
    assert_eq!(file.code, 0, "{}", file.err);
    let text = read_to_string(sample.path().join("testing.txt")).unwrap();
    assert!(text.contains("Testing rate\n") && text.contains("##"), "{text}");
}

#[test]
fn every_picture_is_made_in_both_languages_and_the_public_one_names_no_home() {
    let sample = Sample::new();
    let homes: Vec<String> = ["502", "601", "1701", "101"].map(str::to_owned).to_vec();
    for picture in PICTURES {
        for lang in LANGS {
            for public in [false, true] {
                let mut args = vec!["chart", picture.name, "--out", "picture.svg"];
                if picture.name == "stock-card" {
                    args.extend(["--item", "牛奶"]);
                }
                if public {
                    args.push("--public");
                }
                let ran = sample.run(&args, lang);
                assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}: {}", picture.name, ran.err);
                assert!(ran.err.contains("picture.svg"), "{}", ran.err);
                let svg = read_to_string(sample.path().join("picture.svg")).unwrap();
                assert!(svg.contains("银河湾小区") && svg.contains("linli report "), "{svg}");
                let mark = if lang == "zh" { "仅限工作组内部" } else { "For the team only" };
                assert_eq!(svg.contains(mark), !public, "{}", picture.name);
                if public && picture.name == "houses" {
                    for home in &homes {
                        assert!(!svg.contains(&format!(" {home}<")), "{home}");
                    }
                    assert!(svg.contains(if lang == "zh" { ">未完成 " } else { ">not complete " }), "{svg}");
                }
            }
        }
    }
    let first = read(sample.path().join("picture.svg")).unwrap();
    sample.answer(&["chart", "bulletin", "--public", "--out", "picture.svg"], "en");
    assert_eq!(read(sample.path().join("picture.svg")).unwrap(), first, "the same twice");
}

#[cfg(feature = "png")]
#[test]
fn a_png_is_1080_wide_or_its_font_is_asked_for_and_nothing_is_written() {
    let sample = Sample::new();
    for lang in LANGS {
        let ran = sample.run(&["chart", "testing", "--public", "--out", "testing.png"], lang);
        let path = sample.path().join("testing.png");
        if ran.code == 2 {
            assert!(ran.err.contains("fonts-noto-cjk") && ran.err.contains("--font"), "{}", ran.err);
            assert!(!path.exists());
            continue;
        }
        assert_eq!(ran.code, 0, "{}", ran.err);
        let png = read(&path).unwrap();
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(png[16..20], 1080u32.to_be_bytes(), "its width stands in its header");
        assert!(png.len() > 10_000, "{} bytes are blank", png.len());
    }
    let bad = sample.run(&["chart", "testing", "--out", "b.png", "--font", "ledgers/items.csv"], "en");
    assert_eq!(bad.code, 2);
    assert!(bad.err.contains("ledgers/items.csv is not a font"), "{}", bad.err);
    let none = sample.run(&["chart", "testing", "--out", "b.png", "--font", "nowhere.ttf"], "zh");
    assert!(none.code == 2 && none.err.contains("nowhere.ttf"), "{}", none.err);
    assert!(!sample.path().join("b.png").exists());
}

#[cfg(feature = "png")]
#[test]
fn doctor_says_which_font_pictures_are_drawn_with_or_how_to_come_by_one() {
    let sample = Sample::new();
    let ran = sample.run(&["doctor", "--format", "json"], "en");
    let answer: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let line = answer.as_array().unwrap().iter().find(|line| line["matter"] == "fonts");
    let line = line.unwrap_or_else(|| panic!("{}", ran.out)).to_string();
    assert!(line.contains("linli chart draws with ") || line.contains("fonts-noto-cjk"), "{line}");
}

#[cfg(not(feature = "png"))]
#[test]
fn without_the_feature_a_png_is_refused_with_its_name() {
    let sample = Sample::new();
    let ran = sample.run(&["chart", "testing", "--out", "testing.png"], "en");
    assert!(ran.code == 2 && ran.err.contains("--features png"), "{}", ran.err);
    assert!(!sample.path().join("testing.png").exists());
}

#[test]
fn a_picture_that_cannot_be_is_refused_and_nothing_is_written() {
    let sample = Sample::new();
    let before = std::fs::read_dir(sample.path()).unwrap().count();
    let mut said = String::new();
    for args in [
        &["chart"][..],
        &["chart", "testing"],
        &["chart", "testng", "--out", "a.svg"],
        &["chart", "testing", "--out", "a.jpg"],
        &["chart", "testing", "--out", "a"],
        &["chart", "testing", "--out", "a.svg", "--font", "x.ttf"],
        &["chart", "stock-card", "--out", "a.svg"],
        &["chart", "houses", "--public", "--place", "3-2-502", "--out", "a.svg"],
        &["chart", "receipts", "--by", "source", "--out", "a.svg"],
        &["chart", "donations", "--from", "2030-01-01", "--out", "a.svg"],
        &["chart", "testing", "--out", "nowhere/a.svg"],
    ] {
        for lang in LANGS {
            let ran = sample.run(args, lang);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "linli {}: {}", args.join(" "), ran.err);
            said.push_str(&format!("$ linli {}\n{}", args.join(" "), ran.err));
        }
    }
    snapshot("charts-refused", &said.replace(&sample.path().display().to_string(), "[folder]"));
    assert_eq!(std::fs::read_dir(sample.path()).unwrap().count(), before);
}

#[cfg(unix)]
#[test]
fn a_picture_never_replaces_what_is_no_file() {
    let sample = Sample::new();
    std::os::unix::fs::symlink("/dev/null", sample.path().join("null.svg")).unwrap();
    let ran = sample.run(&["chart", "testing", "--out", "null.svg"], "en");
    assert!(ran.code == 2 && ran.err.contains("is not an ordinary file"), "{}", ran.err);
}

/// The table of pictures in docs/pages.md.
fn pictures() -> String {
    let mut text = String::from("| name | picture | 图 |\n|---|---|---|\n");
    for picture in PICTURES {
        let [en, zh] = [Lang::En, Lang::Zh].map(|lang| picture.about.say(lang));
        text.push_str(&format!("| `{}` | {en} | {zh} |\n", picture.name));
    }
    text
}

#[test]
fn the_page_on_charts_names_every_picture() {
    let now = page("docs/pages.md");
    let (begin, end) = ("<!-- pictures: begin -->\n", "<!-- pictures: end -->");
    let (before, rest) = now.split_once(begin).expect("docs/pages.md has the mark");
    let (_, behind) = rest.split_once(end).expect("and its end");
    hold("docs/pages.md", &format!("{before}{begin}{}{end}{behind}", pictures()));
}
