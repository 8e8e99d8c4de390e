//! What each column of the reports means, for `report --describe` and docs/tables.md. A column of one name means one thing in all
//! reports, but for those that are listed under the name of their table.

use crate::words::{Words, words};

/// What the column of a table means; `None` if nobody has written it down.
pub fn meaning(table: &str, column: &str) -> Option<Words> {
    let find = |table: &str| {
        COLUMNS.iter().find(|(of, name, _)| *of == table && *name == column).map(|(_, _, words)| *words)
    };
    find(table).or_else(|| find(""))
}

/// The table (empty: all others), the column, its meaning.
pub const COLUMNS: &[(&str, &str, Words)] = &[
    (
        "",
        "adjusted",
        words(
            "losses, finds, own use, opening stock and transfers together, signed",
            "损失、盘盈、自用、期初和调拨之和，带正负号",
        ),
    ),
    ("", "balance", words("what was left after this line", "该行之后的结余")),
    ("", "building", words("the building", "楼幢")),
    ("", "by", words("the volunteer who recorded it", "登记的志愿者")),
    ("", "captain", words("who keeps this place in sight", "负责此处的楼长")),
    ("", "date", words("the day on which it happened", "发生的日期")),
    ("", "day", words("the day", "日期")),
    ("", "destination", words("what the donor gave it for", "捐赠方指定的用途")),
    ("", "distributed", words("handed over, less what came back", "已发放，减去退回的")),
    ("", "document", words("the code of the document that moved it", "引起变动的单据号")),
    ("", "donated", words("came in as donations", "捐赠进来的")),
    ("", "donation", words("the code of the donation", "捐赠单号")),
    ("", "done", words("of what was due, what was handed over", "应发之中已发的")),
    ("", "donor", words("the donor, named in public as they wish", "捐赠方，公开时按其意愿署名")),
    (
        "",
        "due",
        words("what should reach this place by the round and the census", "按批次和住户人数，此处应得的"),
    ),
    ("", "elsewhere", words("tested at work or in hospital", "在单位或医院检测的人数")),
    ("", "exempt", words("not due: refused, or excused from the test", "免除：拒收的，或免检的")),
    ("", "floor", words("the floor", "楼层")),
    ("", "from", words("from where or whom it came", "来自哪里、谁")),
    ("", "group", words("the working group", "工作小组")),
    ("", "home", words("the home", "住户")),
    ("", "homes", words("homes that exist", "实有套数")),
    (
        "",
        "hours",
        words("hours from the opening to the delivery, or to now", "从受理到送达（未送达则到现在）的小时数"),
    ),
    ("", "households", words("homes in which anybody lives", "有人居住的户数")),
    ("", "in", words("came in", "收入")),
    ("", "item", words("the goods", "物品")),
    ("", "kind", words("what kind of help", "求助类别")),
    ("", "last", words("when its last step was", "最近一步的时刻")),
    ("", "lines", words("how many rows", "行数")),
    (
        "",
        "low",
        words("true if all stores together hold less than the minimum", "各仓库合计低于最低库存时为 true"),
    ),
    (
        "",
        "median_hours_to_deliver",
        words("half of them were delivered within so many hours", "半数在这么多小时内送达"),
    ),
    (
        "",
        "median_hours_to_take",
        words("half of them were taken within so many hours", "半数在这么多小时内接单"),
    ),
    ("", "minimum", words("the stock below which it is low, over all stores", "最低库存（全小区合计）")),
    (
        "",
        "missing",
        words("due, not done and not exempt: added up place by place", "应到未到且未免除的，逐处相加"),
    ),
    ("", "need", words("what is needed", "需要什么")),
    ("", "next_expiry", words("the earliest last day among what is left", "结余中最早的有效期")),
    ("", "notice", words("the notice, or the round of the roll-call", "通知，或点名的轮次")),
    ("", "on_hand", words("what should lie there by the books", "账面结余")),
    ("", "open", words("not yet closed", "未办结的件数")),
    ("", "opened", words("when it was opened", "受理的时刻")),
    ("", "out", words("went out", "发出")),
    ("", "over", words("handed over beyond what was due", "超出应发的数量")),
    ("", "overdue", words("true if its limit has passed without a delivery", "超过时限仍未送达时为 true")),
    ("", "place", words("the home, unit or building", "户、单元或楼幢")),
    ("", "places", words("how many places had something", "有几处领到")),
    ("", "present", words("residents who are there now", "现在在家的人数")),
    ("", "quantity", words("how much, in the unit beside it", "数量，单位见旁列")),
    (
        "",
        "rate",
        words(
            "a share from 0 to 1: done of what was due and not exempt; empty where nothing was due",
            "0 到 1 的比率：应到（除去免除）之中已到的；没有应到时为空",
        ),
    ),
    ("", "reached", words("households of which somebody was told, or read it", "已告知或已读的户数")),
    ("", "reason", words("why, as far as the rows say", "行中写明的原因")),
    ("", "received", words("came in as supplies", "接收进来的")),
    ("", "request", words("the code of the request", "求助单号")),
    ("", "requests", words("how many requests this person ran", "跑过的求助件数")),
    ("", "residents", words("people who live there", "居住人数")),
    ("", "role", words("leader, deputy, assistant, member or captain", "组长、副组长、助理、组员或楼长")),
    ("", "round", words("the round", "批次或轮次")),
    ("", "runner", words("the errand runner", "代跑员")),
    ("", "shifts", words("how many shifts", "值班次数")),
    ("", "since", words("since when", "起始日")),
    ("", "source", words("who sent or sold the goods", "来源")),
    ("", "specification", words("the pack in which it came, as typed", "登记时所写的规格")),
    ("", "spent", words("what the runner advanced, in the community's currency", "代跑员垫付的金额")),
    (
        "",
        "state",
        words(
            "missing, unknown, supplied, tested, supplied-and-tested, reached, excused, not-there or not-due",
            "缺漏、不明、已领、已检、已领已检、已通知、免除、无人或不在范围",
        ),
    ),
    ("", "status", words("the last step", "进展：最近一步")),
    ("", "store", words("where it lies", "仓库")),
    ("", "tested", words("residents tested here", "在本小区检测的住户人数")),
    ("", "title", words("its title", "标题")),
    ("", "to", words("to where or whom it went", "去向")),
    (
        "",
        "unconfirmed",
        words("delivered, and not yet acknowledged by the home", "已送达，住户尚未回执的件数"),
    ),
    ("", "unit", words("the unit of the quantities", "数量的单位")),
    ("", "unknown", words("homes that exist and that nobody has counted", "实有但未登记人数的户数")),
    (
        "",
        "unknown_homes",
        words(
            "homes that exist and that nobody has counted: apart, never as zero",
            "实有但未登记人数的户数，另列，不当作零",
        ),
    ),
    ("", "urgency", words("critical, today or normal", "紧急、当日或一般")),
    (
        "",
        "value",
        words(
            "what it is worth or cost, as far as it is known, in the community's currency",
            "已知的价值或费用（小区的币种）",
        ),
    ),
    ("", "visitors", words("tested, and not in the census", "已检测但不在住户登记中的人数")),
    ("", "volunteer", words("the volunteer", "志愿者")),
    ("errands", "open", words("requests still in hand", "手上未办结的件数")),
    ("grid", "unit", words("the unit of the building; 0 where it has none", "单元；没有单元的楼为 0")),
    ("notices", "households", words("households that it is for", "应通知的户数")),
    ("notices", "missing", words("households not yet reached", "还没通知到的户数")),
    ("notices", "date", words("the day on which it was issued", "发布日期")),
    ("service", "closed", words("acknowledged or otherwise ended", "已回执或以其他方式办结的件数")),
    ("service", "opened", words("how many were opened", "受理的件数")),
    ("service", "overdue", words("open beyond their limit", "超过时限的未结件数")),
    ("testing", "due", words("residents present, by the census", "登记的在家人数")),
    (
        "testing",
        "missing",
        words("due, neither tested nor elsewhere nor exempt", "应检而未检、未外检、未免检的人数"),
    ),
    ("volunteers", "hours", words("hours on duty", "值班小时数")),
];
