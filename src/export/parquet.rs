//! Parquet, for DuckDB, Spark and whatever else reads columns: one partitioned data set
//! `ledger=…/month=YYYY-MM/rows.parquet`, compressed with snappy. Quantities and money are DECIMAL(18,6), days DATE, moments
//! TIMESTAMP in UTC, counts 64-bit integers, texts UTF-8; a cell with nothing in it is null. A column has one type in every
//! ledger that has it, so that the whole set can be read as one. Times of day stay text (`08:30`): 24:00 is no TIME, and
//! Spark reads none.

use super::folder::{Folder, NewFile};
use super::table::{Cell, Line, Table, Type, Value};
use crate::error::{Error, Result};
use crate::ledgers::{Field, Kind};
use crate::model::Day;
use crate::said;
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type as Schema, TypePtr};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Rows of one row group: what is held in memory at once.
const GROUP: usize = 100_000;

/// Writes tables as one partitioned data set. `partitions` stand before `ledger=…` in every path, each as `name=value`:
/// none for one community, `&[("community", "银河湾小区")]` for one of many. Call it again for each community with the
/// same folder, and [`Folder::finish`] once at the end. Rows are streamed; at most one row group is held in memory.
///
/// # Errors
/// A file cannot be written.
pub fn write(tables: &[Table], folder: &mut Folder, partitions: &[(&str, &str)]) -> Result<()> {
    let mut above = String::new();
    for (name, value) in partitions {
        above.push_str(&format!("{name}={}/", escaped(value)));
    }
    tables.iter().try_for_each(|table| one(table, folder, &above))
}

fn one(table: &Table, folder: &mut Folder, above: &str) -> Result<()> {
    let (schema, properties) = (schema(&table.columns)?, properties(&table.columns));
    let mut months: BTreeMap<String, Month> = BTreeMap::new();
    let (mut day, mut current) = (None, String::new());
    let mut groups = Groups::new(&table.columns);
    let mut flush = |groups: &mut Groups, month: &str, folder: &mut Folder| -> Result<()> {
        if groups.rows == 0 {
            return Ok(());
        }
        if !months.contains_key(month) {
            let path = match month {
                "" => format!("{above}ledger={}/rows.parquet", table.name),
                month => format!("{above}ledger={}/month={month}/rows.parquet", table.name),
            };
            months.insert(month.to_owned(), Month::open(folder, path, schema.clone(), properties.clone())?);
        }
        months.get_mut(month).map_or(Ok(()), |m| m.group(groups))
    };
    table.each(&mut |line: &Line| {
        // Rows come month by month, but for those that stand in the wrong file.
        if line.date != day {
            day = line.date;
            let month = day.map_or_else(String::new, Day::month);
            if month != current {
                flush(&mut groups, &current, folder)?;
                current = month;
            }
        }
        groups.push(line.cells);
        if groups.rows == GROUP { flush(&mut groups, &current, folder) } else { Ok(()) }
    })?;
    flush(&mut groups, &current, folder)?;
    months.into_values().try_for_each(|month| month.close(folder))
}

/// The file of one month.
struct Month {
    writer: SerializedFileWriter<NewFile>,
    path: String,
    rows: u64,
}

impl Month {
    fn open(
        folder: &mut Folder,
        path: String,
        schema: TypePtr,
        properties: WriterPropertiesPtr,
    ) -> Result<Month> {
        let file = folder.create(&path)?;
        let writer = SerializedFileWriter::new(file, schema, properties).map_err(|e| failed(&path, e))?;
        Ok(Month { writer, path, rows: 0 })
    }

    /// Writes one row group and empties it.
    fn group(&mut self, groups: &mut Groups) -> Result<()> {
        self.rows += groups.rows as u64;
        write_group(&mut self.writer, groups).map_err(|e| failed(&self.path, e))
    }

    fn close(self, folder: &mut Folder) -> Result<()> {
        let file = self.writer.into_inner().map_err(|e| failed(&self.path, e))?;
        folder.keep(file, self.rows)
    }
}

fn write_group(
    writer: &mut SerializedFileWriter<NewFile>,
    groups: &mut Groups,
) -> std::result::Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    for held in &mut groups.columns {
        let Some(mut column) = group.next_column()? else { break };
        let levels = Some(held.levels.as_slice());
        match (column.untyped(), &held.values) {
            (ColumnWriter::ByteArrayColumnWriter(to), Values::Texts(values)) => {
                to.write_batch(values, levels, None)?
            }
            (ColumnWriter::Int32ColumnWriter(to), Values::Small(values)) => {
                to.write_batch(values, levels, None)?
            }
            (ColumnWriter::Int64ColumnWriter(to), Values::Large(values)) => {
                to.write_batch(values, levels, None)?
            }
            _ => return Err(ParquetError::General("a column of another type".to_owned())),
        };
        column.close()?;
        held.clear();
    }
    group.close()?;
    groups.rows = 0;
    Ok(())
}

/// The rows of a group, column by column.
struct Groups {
    rows: usize,
    columns: Vec<Held>,
}

/// A column of them.
struct Held {
    /// 1 where there is a value, 0 where there is none.
    levels: Vec<i16>,
    values: Values,
    /// The last text: many cells are as the one above them.
    last: Option<ByteArray>,
}

enum Values {
    Texts(Vec<ByteArray>),
    Small(Vec<i32>),
    Large(Vec<i64>),
}

impl Groups {
    fn new(columns: &[Field]) -> Groups {
        let values = |field: &Field| match Type::of(field.kind) {
            Type::Text | Type::Time => Values::Texts(Vec::new()),
            Type::Day => Values::Small(Vec::new()),
            Type::Stamp | Type::Decimal | Type::Integer => Values::Large(Vec::new()),
        };
        let held = |field| Held { levels: Vec::new(), values: values(field), last: None };
        Groups { rows: 0, columns: columns.iter().map(held).collect() }
    }

    fn push(&mut self, cells: &[Cell]) {
        self.rows += 1;
        for (held, cell) in self.columns.iter_mut().zip(cells) {
            held.levels.push(i16::from(cell.value != Value::Absent));
            match (&mut held.values, cell.value) {
                (_, Value::Absent) => {}
                (Values::Small(values), Value::Day(day)) => values.push(day.since(Day::EPOCH)),
                (Values::Large(values), Value::Stamp(at)) => values.push(at.seconds() * 1_000_000),
                (Values::Large(values), Value::Decimal(number)) => values.push(number.millionths()),
                (Values::Large(values), Value::Integer(number)) => values.push(number),
                (Values::Texts(values), _) => {
                    let text = cell.text.as_bytes();
                    let same = held.last.as_ref().filter(|last| last.data() == text).cloned();
                    let value = same.unwrap_or_else(|| ByteArray::from(text.to_vec()));
                    held.last = Some(value.clone());
                    values.push(value);
                }
                (Values::Small(_) | Values::Large(_), _) => held.absent(),
            }
        }
    }
}

impl Held {
    /// A cell of another type than its column's says nothing.
    fn absent(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            *level = 0;
        }
    }

    fn clear(&mut self) {
        self.levels.clear();
        match &mut self.values {
            Values::Texts(values) => values.clear(),
            Values::Small(values) => values.clear(),
            Values::Large(values) => values.clear(),
        }
    }
}

fn schema(columns: &[Field]) -> Result<TypePtr> {
    let column = |field: &Field| {
        let (physical, logical) = match Type::of(field.kind) {
            Type::Text | Type::Time => (Physical::BYTE_ARRAY, LogicalType::String),
            Type::Day => (Physical::INT32, LogicalType::Date),
            Type::Stamp => (Physical::INT64, LogicalType::timestamp(true, TimeUnit::MICROS)),
            Type::Decimal => (Physical::INT64, LogicalType::decimal(6, 18)),
            Type::Integer => (Physical::INT64, LogicalType::integer(64, true)),
        };
        let decimal = Type::of(field.kind) == Type::Decimal;
        let (precision, scale) = if decimal { (18, 6) } else { (-1, -1) };
        let built = Schema::primitive_type_builder(field.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(Some(logical))
            .with_precision(precision)
            .with_scale(scale)
            .build();
        built.map(Arc::new)
    };
    let fields = columns.iter().map(column).collect::<std::result::Result<Vec<_>, _>>();
    let schema = fields.and_then(|fields| Schema::group_type_builder("rows").with_fields(fields).build());
    schema.map(Arc::new).map_err(|e| failed("rows.parquet", e))
}

fn properties(columns: &[Field]) -> WriterPropertiesPtr {
    let mut builder = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_created_by(concat!("linli ", env!("CARGO_PKG_VERSION")).to_owned());
    // Ids are all different: a dictionary of them is the column once more.
    for field in columns.iter().filter(|f| f.kind == Kind::Id) {
        builder = builder.set_column_dictionary_enabled(ColumnPath::from(field.name), false);
    }
    Arc::new(builder.build())
}

/// A value in a path, as Hive writes it: what a path or its readers would take for their own is `%XX`.
fn escaped(value: &str) -> String {
    const TAKEN: &str = "\"#%'*/:=?\\{}[]^<>|";
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        if c.is_control() || TAKEN.contains(c) {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|b| out.push_str(&format!("%{b:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

fn failed(path: &str, error: ParquetError) -> Error {
    let source = match error {
        ParquetError::External(inner) => std::io::Error::other(inner),
        other => std::io::Error::other(other.to_string()),
    };
    Error::File { doing: said!("write", "写入"), path: PathBuf::from(path), source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::{Field, RowAccessor};

    /// Id, day since 1970, millionths in the base unit, state.
    type Read = (String, i32, i64, String);

    /// Exports the sample's distributions: each file's path with its rows.
    fn exported(partitions: &[(&str, &str)]) -> Vec<(String, Vec<Read>)> {
        let dir = tempfile::TempDir::new().unwrap();
        let mut folder = Folder::open(&dir.path().join("out"), false).unwrap();
        samples::with_tables(|tables| write(tables, &mut folder, partitions).unwrap());
        let (written, _) = folder.finish().unwrap();
        let read = |path: &str| {
            let file = std::fs::File::open(dir.path().join("out").join(path)).unwrap();
            let reader = SerializedFileReader::new(file).unwrap();
            let names: Vec<String> = reader
                .metadata()
                .file_metadata()
                .schema_descr()
                .columns()
                .iter()
                .map(|c| c.name().to_owned())
                .collect();
            let at = |name: &str| names.iter().position(|n| n == name).unwrap();
            let rows = reader.get_row_iter(None).unwrap().map(|row| row.unwrap());
            rows.map(|row| {
                let decimal = row.get_decimal(at("base_quantity")).unwrap();
                let millionths = i64::from_be_bytes(decimal.data().try_into().unwrap());
                let text = |name| row.get_string(at(name)).unwrap().clone();
                let day = row.get_column_iter().nth(at("date")).map(|(_, field)| field.clone());
                let Some(Field::Date(day)) = day else { panic!("{day:?} is no day") };
                (text("id"), day, millionths, text("state"))
            })
            .collect()
        };
        written
            .iter()
            .filter(|w| w.path.contains("ledger=distributions"))
            .map(|w| (w.path.clone(), read(&w.path)))
            .collect()
    }

    #[test]
    fn a_month_is_a_file_and_sums_and_days_are_those_of_the_ledger() {
        let files = exported(&[]);
        let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "ledger=distributions/month=2022-08/rows.parquet",
                "ledger=distributions/month=2022-09/rows.parquet"
            ]
        );
        let rows: Vec<_> = files.iter().flat_map(|(_, rows)| rows).collect();
        let sum: i64 = rows.iter().map(|row| row.2).sum();
        // 2 boxes of 24, 1.5 single ones and 3 that were cancelled.
        assert_eq!(sum, 49_500_000);
        let of = |id: &str| rows.iter().find(|row| row.0 == id).unwrap();
        assert_eq!(of("I220816-000001").1, Day::parse("2022-08-16").unwrap().since(Day::EPOCH));
        assert_eq!(of("I220816-000003").3, "reversed");
        assert_eq!(of("I220816-000004").3, "reversal");
        assert_eq!(files[1].1.len(), 1, "a row in the file of another month is in its own month");
    }

    #[test]
    fn partitions_stand_above_the_ledger_and_are_written_as_hive_reads_them() {
        let files = exported(&[("community", "银河湾/1=a")]);
        assert!(files[0].0.starts_with("community=银河湾%2F1%3Da/ledger=distributions/month=2022-08/"));
    }

    #[test]
    fn a_column_has_one_type_in_every_ledger() {
        let mut types: BTreeMap<&str, Type> = BTreeMap::new();
        samples::with_tables(|tables| {
            for (table, column) in tables.iter().flat_map(|t| t.columns.iter().map(move |c| (t.name, c))) {
                let own = Type::of(column.kind);
                assert_eq!(*types.entry(column.name).or_insert(own), own, "{table}.{}", column.name);
            }
        });
    }
}
