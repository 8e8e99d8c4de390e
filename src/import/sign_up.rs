//! What a sign-up list of volunteers holds: the columns of the roster, and the phone and home that never reach git.

use crate::ledgers::{Field, Kind, Ledger, Role};
use crate::words::words;

/// The roster as something to import into. It is a register and has no rows of its own: `phone` and `home` go to
/// `private/contacts.csv`, the others to `volunteers.csv`.
pub static SIGN_UP: Ledger = Ledger {
    name: "volunteers",
    letter: b'V',
    title: words("Volunteers", "志愿者"),
    about: words("a sign-up list of volunteers", "志愿者报名表"),
    fields: &FIELDS,
    defaulted: &[],
};

/// The sign-up list, if this is its name.
pub fn sign_up(name: &str) -> Option<&'static Ledger> {
    (name == SIGN_UP.name).then_some(&SIGN_UP)
}

static FIELDS: [Field; 10] = [
    own(
        "volunteer",
        Kind::Text,
        true,
        words("volunteer", "志愿者"),
        &["姓名", "志愿者姓名", "name", "您的姓名"],
    ),
    own(
        "group",
        Kind::Group,
        true,
        words("group", "小组"),
        &["小组", "组别", "报名小组", "意向小组", "加入小组"],
    ),
    own("role", Kind::Choice(Role::CHOICES), false, words("role", "职务"), &["职务", "角色", "岗位"]),
    own("place", Kind::Place, false, words("place", "位置"), &["位置", "负责楼栋", "楼号"]),
    own("skills", Kind::Text, false, words("skills", "特长"), &["特长", "技能", "专长", "擅长"]),
    own(
        "since",
        Kind::Day,
        false,
        words("since", "开始"),
        &["开始日期", "报名时间", "报名日期", "加入日期", "提交时间"],
    ),
    own("until", Kind::Day, false, words("until", "结束"), &["结束日期"]),
    own("note", Kind::Text, false, words("note", "备注"), &["备注", "说明"]),
    own(
        "phone",
        Kind::Text,
        false,
        words("phone", "电话"),
        &["电话", "手机", "手机号", "手机号码", "联系电话", "联系方式"],
    ),
    own("home", Kind::Place, false, words("home", "住址"), &["房号", "住址", "门牌号", "室号"]),
];

const fn own(
    name: &'static str,
    kind: Kind,
    required: bool,
    heading: crate::words::Words,
    aliases: &'static [&'static str],
) -> Field {
    Field { name, kind, required, heading, meaning: heading, aliases }
}
