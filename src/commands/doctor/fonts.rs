//! Fonts: whether `linli chart` can draw the signs of this community's names as pixels. Where nobody wants a PNG none is needed.

use super::{Line, Matter, Patient, Verdict};
use crate::error::Result;
use crate::output::font_family;
use crate::said;
use crate::words::{Said, words};

/// The matter.
pub const MATTER: Matter = Matter { code: "fonts", title: words("fonts", "字体"), look, mend: None };

/// Signs that every picture has.
const SIGNS: &str = "小区逐户情况检测率库存结余发放0123456789%";

fn look(patient: &mut Patient) -> Result<Vec<Line>> {
    let Some(files) = &patient.files else { return Ok(Vec::new()) };
    let registers = &files.registers;
    let mut text = format!("{SIGNS}{}", registers.community.name);
    registers.items.iter().for_each(|item| text.push_str(&item.name));
    Ok(vec![match font_family(&text) {
        Ok(family) => Line::new(
            Verdict::Good,
            said!("linli chart draws with {family}", "linli chart 使用字体 {family}"),
        ),
        Err(error) => {
            let [en, zh] = [crate::words::Lang::En, crate::words::Lang::Zh].map(|lang| error.say(lang));
            let found = Said { en: en.0, zh: zh.0 };
            let remedy = Said { en: en.1.unwrap_or_default(), zh: zh.1.unwrap_or_default() };
            Line::new(Verdict::NotUsed, found).remedy(remedy)
        }
    }])
}
