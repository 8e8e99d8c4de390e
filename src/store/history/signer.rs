//! Whether a commit's signature is good and its signer allowed, by OpenSSH's own program.

use super::{History, Signed};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// What the program said of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Signed by a key that the list allows this person.
    Good,
    /// Not signed by this person, or the commit was changed after it was signed; what the program said.
    Bad(String),
    /// It is no SSH signature, or the program is not there: nothing can be said.
    Unknown(String),
}

/// How an SSH signature begins.
const SSH: &str = "-----BEGIN SSH SIGNATURE-----";

impl Signed {
    /// True for the only kind of signature that is judged here.
    pub fn is_ssh(&self) -> bool {
        self.signature.starts_with(SSH)
    }
}

impl History {
    /// Judges a signature against a list of allowed signers, in the form of `ssh-keygen(1)`. One of the `names` (the author's
    /// address and name) must be allowed the key, at the time of the commit (seconds since 1970).
    pub fn judge(&self, signed: &Signed, allowed: &[u8], names: &[&str], seconds: i64) -> Judged {
        if !signed.is_ssh() {
            return Judged::Unknown("no SSH signature".to_owned());
        }
        let when = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default().format("%Y%m%d%H%M%S");
        let run = || -> std::io::Result<Judged> {
            let folder = tempfile::tempdir()?;
            let (list, signature) = (folder.path().join("allowed"), folder.path().join("signature"));
            std::fs::write(&list, allowed)?;
            std::fs::write(&signature, &signed.signature)?;
            let mut said = String::new();
            for name in names.iter().filter(|name| !name.is_empty() && !name.starts_with('-')) {
                let mut child = Command::new("ssh-keygen")
                    .args(["-Y", "verify", "-n", "git", "-f"])
                    .arg(&list)
                    .args(["-I", name, &format!("-Overify-time={when}"), "-s"])
                    .arg(&signature)
                    .env("TZ", "UTC")
                    .stdin(Stdio::piped())
                    .stdout(Stdio::piped())
                    .stderr(Stdio::piped())
                    .spawn()?;
                if let Some(mut input) = child.stdin.take() {
                    // A program that refuses before it has read everything says why itself.
                    let _ = input.write_all(&signed.payload);
                }
                let output = child.wait_with_output()?;
                if output.status.success() {
                    return Ok(Judged::Good);
                }
                let words = [output.stderr, output.stdout].concat();
                let words =
                    String::from_utf8_lossy(&words).lines().next().unwrap_or_default().trim().to_owned();
                said = if words.is_empty() { said } else { words };
            }
            Ok(Judged::Bad(said))
        };
        run().unwrap_or_else(|error| Judged::Unknown(format!("ssh-keygen: {error}")))
    }
}
