//! 通知: one row for each notice issued.

use super::{Text, ledger};

ledger! {
    /// A notice that was issued.
    Notice = "notices" b'N',
    title("Notices", "通知"),
    about("notices issued, with the digest of their exact bytes", "已发布的通知及其内容摘要"),
    checked(|_, _| {}),
    {
        notice: Text<'a>, required, ("notice", "通知"), ("the code of the notice", "通知代码"), [];
        template: Text<'a>, required, ("template", "模板"), ("the template it was made from", "所用模板"), [];
        title: Text<'a>, required, ("title", "标题"), ("its title", "通知标题"), ["标题"];
        audience: Text<'a>, optional, ("audience", "对象"), ("for whom; empty is the whole community", "通知对象；空为全体"), ["对象"];
        path: Text<'a>, optional, ("path", "文件"), ("the file with its exact bytes; empty for a private notice", "通知原文文件；内部通知为空"), [];
        digest: Text<'a>, optional, ("digest", "摘要"), ("the SHA-256 of its bytes", "原文的 SHA-256"), [];
    }
}
