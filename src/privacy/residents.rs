//! Residents who stand in the private contacts and also in the ledgers, where git keeps them. For `doctor` only: `check`
//! reads no private file.

use crate::books::{Books, spot_of_line};
use crate::ledgers::{Field, Kind, by_name, unquoted};
use crate::model::{Finding, Severity, Spot};
use crate::registers::table;
use crate::registers::{contacts::CONTACTS, contacts::FIELDS};
use crate::said;
use crate::store::text::{Source, read_records};
use memchr::memmem::Finder;
use std::collections::BTreeSet;

/// Cells whose words are names that may be known, or no names at all.
const OF_OTHERS: [&str; 6] = ["by", "donor", "source", "digest", "document", "path"];

/// Rows of the ledgers in which a name or a phone of `private/contacts.csv` stands as free text. Who is on the roster, is
/// a captain, has given or has recorded something is known anyway. The names themselves are masked.
pub fn residents_named(contacts: &[u8], books: &Books) -> Vec<Finding> {
    let source = Source::new(CONTACTS, contacts.to_vec());
    let entries = table::read(&source, FIELDS, &mut Vec::new()).entries;
    let known = known(books);
    let mut sought: BTreeSet<(&str, bool)> = BTreeSet::new();
    for entry in &entries {
        let (name, phone) = (entry.get("name").trim(), entry.get("phone").trim());
        if name.chars().count() >= 2 && !known.contains(name) {
            sought.insert((name, true));
        }
        let digits = phone.chars().filter(char::is_ascii_digit).count();
        let public = |own: &String| own == phone;
        if digits >= 7 && !books.registers.community.public_phones.iter().any(public) {
            sought.insert((phone, false));
        }
    }
    let mut found = Vec::new();
    for source in books.sources {
        let ledger =
            source.path.strip_prefix("ledgers/").and_then(|p| p.split_once('/')).and_then(|p| by_name(p.0));
        let Some(ledger) = ledger else { continue };
        let here: Vec<(&str, bool)> = sought
            .iter()
            .copied()
            .filter(|(text, _)| Finder::new(text).find(source.text.as_bytes()).is_some())
            .collect();
        if !here.is_empty() {
            in_file(books, ledger.fields, source, &here, &mut found);
        }
    }
    found
}

/// Names that the team knows: volunteers, captains, donors, sources, recorders.
fn known(books: &Books) -> BTreeSet<String> {
    let registers = books.registers;
    let mut known: BTreeSet<String> = registers.services.iter().map(|s| s.volunteer.clone()).collect();
    known.extend(registers.community.buildings.iter().map(|b| b.captain.clone()));
    known.extend(books.donations.all().map(|row| row.body.donor.get().into_owned()));
    known.extend(books.receipts.all().map(|row| row.body.source.get().into_owned()));
    for ledger in crate::ledgers::LEDGERS {
        let by = |head: &crate::ledgers::Head| books.text(head, head.by).get().into_owned();
        known.extend(books.heads(ledger).into_iter().map(by));
    }
    known
}

fn in_file(
    books: &Books,
    fields: &'static [Field],
    source: &Source,
    sought: &[(&str, bool)],
    found: &mut Vec<Finding>,
) {
    let mask = books.registers.community.privacy.mask;
    let mut columns: Option<Vec<Option<&'static Field>>> = None;
    read_records(&source.text, |record| {
        let cell = |&(a, b): &(u32, u32)| unquoted(&record.line[a as usize..b as usize]).into_owned();
        let Some(columns) = &columns else {
            let field = |span| fields.iter().find(|f| f.name == cell(span).trim());
            columns = Some(record.spans.iter().map(field).collect());
            return;
        };
        for (span, field) in record.spans.iter().zip(columns) {
            let free = field.filter(|f| matches!(f.kind, Kind::Text) && !OF_OTHERS.contains(&f.name));
            let Some(field) = free else { continue };
            let text = cell(span);
            let Some((hit, is_name)) = sought.iter().find(|(hit, _)| text.contains(hit)) else { continue };
            let shown = if *is_name { mask.mask(hit) } else { "***".to_owned() };
            let message = match is_name {
                true => said!(
                    "a resident's name ({shown}) in `{f}`",
                    "“{f}”里有住户姓名（{shown}）",
                    f = (field.name, field.name)
                ),
                false => said!(
                    "a resident's phone ({shown}) in `{f}`",
                    "“{f}”里有住户电话（{shown}）",
                    f = (field.name, field.name)
                ),
            };
            let mut finding = Finding::new("personal-number", Severity::Warning, message);
            let spot = spot_of_line(source, record.number, record.line, *span);
            finding.spot = Some(Spot { text: String::new(), ..spot });
            finding.field = Some(field.name);
            found.push(finding);
        }
    });
}
