//! The fixed lists of the ledgers, each with its words in two languages.

use super::value::{choices, optional_values};

choices! {
    /// What came of a distribution.
    Outcome {
        Delivered = "delivered", "delivered", "已送达";
        Collected = "collected", "collected", "自取";
        Left = "left", "left at the door", "放门口";
        NotHome = "not-home", "not at home", "无人";
        Refused = "refused", "refused", "拒收";
        Returned = "returned", "returned", "退回";
    }
}

impl Outcome {
    /// Handed goods over.
    pub fn hands_over(self) -> bool {
        matches!(self, Outcome::Delivered | Outcome::Collected | Outcome::Left)
    }

    /// Recorded an attempt: nothing was handed over.
    pub fn is_attempt(self) -> bool {
        matches!(self, Outcome::NotHome | Outcome::Refused)
    }
}

choices! {
    /// Who took the goods.
    Receiver {
        Own = "self", "the resident", "本人";
        Family = "family", "family", "家人";
        Neighbour = "neighbour", "a neighbour", "邻居";
        Captain = "captain", "the captain", "楼长";
        Door = "door", "left at the door", "门口";
    }
}

choices! {
    /// Why stock changed.
    Reason {
        Opening = "opening", "opening stock", "期初";
        Lost = "lost", "lost", "丢失";
        Damaged = "damaged", "damaged", "损坏";
        Expired = "expired", "expired", "过期";
        Found = "found", "found", "盘盈";
        Recount = "recount", "recount", "盘点调整";
        Used = "used", "used by the volunteers", "自用";
        Transfer = "transfer", "transfer", "调拨";
        Returned = "returned", "returned to the sender", "退回来源";
    }
}

choices! {
    /// How a donor wishes to be named in public.
    Publish {
        Name = "name", "by name", "实名";
        Anonymous = "anonymous", "anonymously", "匿名";
        Private = "private", "not at all", "不公开";
    }
}

choices! {
    /// A step of a request.
    Step {
        Opened = "opened", "opened", "已受理";
        Taken = "taken", "taken", "已接单";
        Bought = "bought", "bought", "已购";
        Delivered = "delivered", "delivered", "已送达";
        Confirmed = "confirmed", "confirmed", "已回执";
        Referred = "referred", "referred", "已转交";
        Unmet = "unmet", "unmet", "未能办成";
        Duplicate = "duplicate", "duplicate", "重复";
        Cancelled = "cancelled", "cancelled", "已取消";
        Reopened = "reopened", "reopened", "重新受理";
    }
}

impl Step {
    /// Ends a request without a delivery.
    pub fn is_exit(self) -> bool {
        matches!(self, Step::Referred | Step::Unmet | Step::Duplicate | Step::Cancelled)
    }

    /// After it the request is closed.
    pub fn closes(self) -> bool {
        self == Step::Confirmed || self.is_exit()
    }

    /// The steps that may follow this one (ledgers.md §5).
    pub fn next(self) -> &'static [Step] {
        use Step::{Bought, Cancelled, Confirmed, Delivered, Duplicate, Referred, Reopened, Taken, Unmet};
        match self {
            Step::Opened | Reopened => &[Taken, Referred, Unmet, Duplicate, Cancelled],
            Taken => &[Taken, Bought, Delivered, Referred, Unmet, Duplicate, Cancelled],
            Bought => &[Taken, Delivered, Referred, Unmet, Duplicate, Cancelled],
            Delivered => &[Confirmed, Referred, Unmet, Duplicate, Cancelled],
            Confirmed | Referred | Unmet | Duplicate | Cancelled => &[Reopened],
        }
    }
}

choices! {
    /// What kind of help is asked for.
    Help {
        Medicine = "medicine", "medicine", "药品";
        Baby = "baby", "mother and baby", "母婴";
        Food = "food", "food", "食品";
        Medical = "medical", "medical care", "就医";
        Repair = "repair", "repair", "维修";
        Transport = "transport", "transport", "出行";
        Care = "care", "care", "照护";
        Other = "other", "other", "其他";
    }
}

choices! {
    /// How urgent a request is.
    Urgency {
        Normal = "normal", "normal", "一般";
        Today = "today", "today", "当日";
        Critical = "critical", "critical", "紧急";
    }
}

choices! {
    /// How far a notice got.
    Reached {
        Sent = "sent", "sent", "已发送";
        Read = "read", "read", "已读";
        Told = "told", "told", "已告知";
        Posted = "posted", "posted", "已张贴";
        Unreachable = "unreachable", "unreachable", "联系不上";
    }
}

impl Reached {
    /// Counts as reached.
    pub fn counts(self) -> bool {
        matches!(self, Reached::Read | Reached::Told | Reached::Posted)
    }
}

choices! {
    /// What kind of round it is.
    RoundKind {
        Distribution = "distribution", "distribution", "发放";
        Testing = "testing", "testing", "检测";
        Rollcall = "rollcall", "roll-call", "点名";
    }
}

choices! {
    /// What an allotment is counted by.
    Per {
        Household = "household", "a household", "每户";
        Resident = "resident", "a resident", "每人";
        Unit = "unit", "a unit", "每单元";
    }
}

choices! {
    /// A volunteer's role.
    Role {
        Member = "member", "member", "组员";
        Leader = "leader", "leader", "组长";
        Deputy = "deputy", "deputy", "副组长";
        Assistant = "assistant", "assistant", "助理";
        Captain = "captain", "captain", "楼长";
    }
}

optional_values!(Receiver, Help);
