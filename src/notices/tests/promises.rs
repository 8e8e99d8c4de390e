//! What is promised of templates is so: the built-in ones are whole, and what `docs/notices.md` names is there.

use super::chat;
use crate::error::Error;
use crate::notices::{BUILT_IN_FILTERS, CONTEXT, FILTERS, Library, built_in_names};

#[test]
fn every_built_in_template_has_both_languages_both_forms_and_words_for_all_it_takes() {
    let library = Library::new([]);
    let names = built_in_names();
    assert_eq!(names.len(), 10, "{names:?}");
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for name in names {
        let template = library.template(name).unwrap();
        let files: Vec<&str> = template.files.keys().map(|path| path.rsplit('/').next().unwrap()).collect();
        assert_eq!(files, ["en.md", "en.txt", "notice.toml", "zh.md", "zh.txt"], "{name}");
        let manifest = &template.manifest;
        let keys = manifest.set.iter().map(|key| &key.about);
        for said in [&manifest.title, &manifest.about, &manifest.audience].into_iter().chain(keys) {
            assert!(!said.en.is_empty() && !chinese(&said.en), "{name}: {said:?}");
            assert!(!said.zh.is_empty() && (chinese(&said.zh) || said.zh.contains("{{")), "{name}: {said:?}");
        }
        for (path, text) in &template.files {
            if path.ends_with(".toml") {
                continue;
            }
            assert_eq!(chinese(text), path.contains("/zh."), "{path}: its language");
            // A file that prints nothing it was told would be a file that was forgotten.
            assert!(
                text.contains("{{ community.name }}")
                    || text.contains("{{ title }}")
                    || text.contains("request.place"),
                "{path}"
            );
            for line in text.lines() {
                assert!(
                    !line.trim_start().contains("  ") && !line.contains('\t') && !line.contains('\u{3000}'),
                    "{path}: {line}"
                );
            }
        }
    }
}

#[test]
fn every_filter_that_is_promised_is_there() {
    let one = |name: &str| match name {
        "date" | "fulldate" => "{{ date|NAME }}",
        "time" | "moment" => "{{ now|NAME }}",
        "until" => "{{ now|NAME(now) }}",
        "percent" => "{{ 0.5|NAME }}",
        "place" => "{{ '3-2'|NAME }}",
        "listed" => "{{ ['a', 'b']|NAME }}",
        "total" => "{{ report('disclosure')|NAME('quantity') }}",
        _ => "{{ 3|NAME }}",
    };
    for (name, ..) in FILTERS {
        let text = chat(&one(name).replace("NAME", name)).unwrap();
        assert!(text.lines().count() == 2, "{name}: {text}");
    }
    for name in BUILT_IN_FILTERS {
        let used = format!("{{% if false %}}{{{{ [1]|{name} }}}}{{% endif %}}x");
        assert!(chat(&used).is_ok(), "{name}");
        let arguments = format!("{{{{ [1]|{name}|length }}}}");
        if let Err(Error::Findings(found)) = chat(&arguments) {
            assert!(!found[0].message.en.contains("no filter"), "{name}");
        }
    }
    assert_eq!(chat("{{ report('disclosure')|total('quantity') }}").unwrap().lines().next(), Some("3.5"));
}

#[test]
fn what_is_told_of_the_context_is_so() {
    for (name, keys, _) in
        CONTEXT.iter().filter(|(name, ..)| matches!(*name, "community" | "title" | "date" | "now" | "by"))
    {
        let each = keys.iter().map(|key| format!("{{% if {name}.{key} %}}{{% endif %}}")).collect::<String>();
        assert!(chat(&format!("{each}{{% if {name} %}}x{{% endif %}}")).is_ok(), "{name}");
    }
}
