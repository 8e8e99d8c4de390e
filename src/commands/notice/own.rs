//! The community's own templates, and the notices it has issued: files that are read.

use crate::books::Books;
use crate::commands::desk::read_source;
use crate::error::{Error, Result};
use crate::notices::Library;
use crate::said;
use std::path::Path;

/// No template is longer than this, in bytes.
const LONGEST: u64 = 256 * 1024;
/// Where issued notices lie.
pub const ISSUED: &str = "reports/notices/";

/// The built-in templates with the community's own over them. Links are not followed.
///
/// # Errors
/// A template cannot be read, or is no text.
pub fn library(root: &Path) -> Result<Library> {
    let mut own = Vec::new();
    for folder in names_in(&root.join("templates"), true) {
        for file in names_in(&root.join("templates").join(&folder), false) {
            let path = format!("templates/{folder}/{file}");
            let known = ["txt", "md", "toml"].iter().any(|end| file.ends_with(&format!(".{end}")));
            let size = std::fs::symlink_metadata(root.join(&path)).map_or(0, |meta| meta.len());
            if !known {
                continue;
            }
            let source = read_source(root, &path)?;
            if size > LONGEST || !source.spoilt.is_empty() {
                return Err(Error::refused(said!(
                    "{path} is no template: too long, or not UTF-8",
                    "{path} 不能作模板：过长，或不是 UTF-8"
                )));
            }
            own.push((path, source.text));
        }
    }
    Ok(Library::new(own))
}

/// The plain names in a folder, sorted: of folders or of files, without links and what begins with a dot.
fn names_in(folder: &Path, folders: bool) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let fits = |entry: &std::fs::DirEntry| {
        entry.file_type().is_ok_and(|kind| if folders { kind.is_dir() } else { kind.is_file() })
    };
    let entries = entries.flatten().filter(fits);
    let mut names: Vec<String> = entries.filter_map(|e| e.file_name().into_string().ok()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

/// The text of a notice that was issued, if its file is there.
pub fn issued(root: &Path, books: &Books, code: &str) -> Option<String> {
    let row = books.notices.effective().filter(|row| row.body.notice.get() == code).last()?;
    let path = row.body.path.get();
    // Paths in tracked files stay inside the directory.
    let inside = path.starts_with(ISSUED) && !path.contains("..") && !path.contains('\\');
    inside.then(|| std::fs::read_to_string(root.join(path.as_ref())).ok()).flatten()
}
