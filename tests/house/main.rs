//! The fences of the house: what architecture.md promises of the source, held by tests instead of by review.
//! Each fence is a function on literal text with its own tests, and one sentence below that holds it to `src/`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail by panicking, and say why it did not run"
)]

mod code;
mod floors;
mod languages;
mod papers;
mod registry;
mod shape;
mod tree;

/// Fails with everything that was found.
fn nothing(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn imports_go_down_only() {
    nothing(floors::imports_that_go_up(tree::of_this_crate()));
}

#[test]
fn the_core_opens_no_file_and_reads_no_environment() {
    nothing(floors::impurities(tree::of_this_crate()));
}

#[test]
fn nothing_is_imported_by_a_star_from_above() {
    nothing(shape::star_imports(tree::of_this_crate()));
}

#[test]
fn every_file_is_named_for_what_it_is_about() {
    nothing(shape::empty_names(tree::of_this_crate()));
}

#[test]
fn only_main_and_cli_print() {
    nothing(shape::printing(tree::of_this_crate()));
}

#[test]
fn no_file_is_too_long_to_read() {
    nothing(shape::too_long(tree::of_this_crate(), shape::LOOKED_AT_TWICE));
}

#[test]
fn half_of_the_files_are_short() {
    let files = tree::of_this_crate();
    let (median, lines) = (shape::median(files), files.iter().map(tree::File::lines).sum::<usize>());
    #[allow(clippy::print_stdout, reason = "shown by --nocapture and in CI's log of a failure")]
    {
        println!("{} files, {lines} lines; median {median} without tests", files.len());
    }
    assert!(median < shape::MEDIAN, "the median is {median} lines, not under {}", shape::MEDIAN);
}

#[test]
fn every_file_says_what_it_is_about() {
    nothing(shape::undocumented(tree::of_this_crate()));
}

#[test]
fn every_file_belongs_to_the_crate() {
    nothing(shape::unreachable(tree::of_this_crate()));
}

#[test]
fn nothing_is_unsafe() {
    nothing(shape::unsafe_code(tree::of_this_crate()));
}

#[test]
fn no_text_exists_in_one_language_only() {
    let files = tree::of_this_crate();
    nothing(languages::one_sided(files));
    nothing(languages::said_the_same(files));
    nothing(languages::help_in_one_language(files));
}

#[test]
fn both_languages_speak_of_the_same_values() {
    nothing(languages::unequal_values(tree::of_this_crate()));
}
