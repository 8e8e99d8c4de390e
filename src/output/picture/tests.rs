use super::*;
use crate::model::Houses;
use crate::output::samples;
use crate::output::svg::tests::well_formed;

fn caption(public: bool) -> Caption {
    Caption {
        community: "银河湾小区".to_owned(),
        when: said!("as of 16 August", "截至8月16日"),
        source: said!("linli report stock · books 1a2b3c4d", "linli report stock · 账目 1a2b3c4d"),
        public,
    }
}

/// A page with a chart of each kind and a house.
fn page() -> Page {
    let mut page = samples::bulletin();
    page.tables.truncate(1);
    page.charts.push(samples::moved());
    page
}

#[test]
fn a_picture_stands_by_itself_in_both_languages() {
    for lang in [Lang::En, Lang::Zh] {
        let svg = picture(&page(), &caption(true), lang);
        assert_eq!(well_formed(&svg), Ok(()), "{svg}");
        for word in ["var(", "<script", "href", "url(", "prefers-color-scheme"] {
            assert!(!svg.contains(word), "{word}: {svg}");
        }
        for wanted in
            ["银河湾小区", "1a2b3c4d", lang.pick("Days of supply (days)", "可用天数（天）"), "3-2", "&lt;5"]
        {
            assert!(svg.contains(wanted), "{wanted}: {svg}");
        }
        assert!(!svg.contains(lang.pick("For the team only", "仅限工作组内部")), "{svg}");
    }
}

#[test]
fn a_picture_that_is_not_public_says_so_at_its_top() {
    let svg = picture(&page(), &caption(false), Lang::Zh);
    let at = |word: &str| svg.find(word).unwrap_or_else(|| panic!("{word}"));
    assert!(at("仅限工作组内部，请勿发到公开群") < at("可用天数"), "{svg}");
}

#[test]
fn many_units_make_a_wider_sheet_on_which_all_of_them_stand() {
    let mut page = page();
    let one = page.houses[0].blocks[0].clone();
    page.houses = vec![Houses { blocks: vec![one; 9], ..page.houses[0].clone() }];
    let svg = picture(&page, &caption(false), Lang::En);
    assert!(svg.contains("viewBox=\"0 0 748 "), "{svg}");
    assert_eq!(svg.matches(">3-2</text>").count(), 9);
    assert!(svg.contains("missing 9<"), "the legend counts: {svg}");
}

#[test]
fn what_is_not_drawn_is_said() {
    let mut page = page();
    page.houses.clear();
    page.charts.truncate(1);
    page.charts[0].categories.clear();
    assert!(picture(&page, &caption(true), Lang::Zh).contains("（无）"));
}

#[cfg(feature = "png")]
#[test]
fn a_picture_of_pixels_is_1080_wide_and_its_words_are_to_be_seen() {
    use resvg::tiny_skia::Pixmap;
    let svg = picture(&page(), &caption(true), Lang::Zh);
    let (bytes, height) = match png(&svg, None) {
        Ok(drawn) => drawn,
        // A machine without a Chinese font is told so, and gets nothing.
        Err(error) => {
            assert!(error.say(Lang::En).1.is_some_and(|hint| hint.contains("--font FILE")), "{error}");
            return;
        }
    };
    let pixels = Pixmap::decode_png(&bytes).unwrap();
    assert_eq!((pixels.width(), pixels.height()), (PNG_WIDTH, height));
    let inked = |rows: std::ops::Range<u32>| {
        let row =
            |y: u32| (0..pixels.width()).filter(move |x| y < height && *x < PNG_WIDTH).map(move |x| (x, y));
        rows.flat_map(row)
            .filter(|(x, y)| {
                pixels.pixel(*x, *y).is_some_and(|p| u32::from(p.red()) + u32::from(p.green()) < 300)
            })
            .count()
    };
    assert!(inked(0..height) > 2000, "not blank");
    // The title is there, and the same without its letters has none.
    let top = PNG_WIDTH * 40 / 390;
    assert!(inked(MARGIN as u32..top) > 200, "{}", inked(MARGIN as u32..top));
}

#[cfg(feature = "png")]
#[test]
fn a_picture_too_tall_for_a_chat_is_refused() {
    let mut page = page();
    page.charts[0].categories = vec![crate::words::Said::same("a"); 1000];
    page.charts[0].series[0].values = vec![crate::model::Cell::Count(1); 1000];
    let Err(error) = png(&picture(&page, &caption(true), Lang::En), None) else { panic!("drawn") };
    let said = error.to_string();
    assert!(said.contains("pixels tall") || said.contains("no font"), "{said}");
}
