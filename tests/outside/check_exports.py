#!/usr/bin/env python3
"""Opens every export in the programs it is meant for, and compares what they read.

    tests/outside/check_exports.py target/release/linli [COMMUNITY]

Without COMMUNITY it is done on the sample. Programs that are not there are passed over and said: DuckDB, pyarrow,
Spark (pyspark and Java), openpyxl, LibreOffice, frictionless, libhxl. Exit 1 if something differs.
"""
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

EVENING = "2022-08-16T20:05:00+08:00"
failures = 0


def told(good, what):
    global failures
    failures += not good
    print(("ok    " if good else "WRONG ") + what, flush=True)


def passed_over(program):
    print(f"-     {program} is not here", flush=True)


def module(name):
    try:
        return __import__(name)
    except ImportError:
        passed_over(name)
        return None


def linli(*arguments):
    environment = dict(os.environ, LINLI_NOW=EVENING, LINLI_LANG="en", LINLI_BY="李梅")
    done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"linli {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def handed_over(rows):
    """What the report of distributions says, from the rows of an export."""
    sums = {}
    for item, unit, outcome, quantity in rows:
        key = (item, unit)
        sums[key] = sums.get(key, Decimal(0)) + (-quantity if outcome == "returned" else quantity)
    return {key: value for key, value in sums.items() if value}


SUM = """SELECT item, base_unit, outcome, sum(base_quantity) FROM {} GROUP BY item, base_unit, outcome"""


def check_parquet(out, tables, reported):
    where = f"{out}/parquet/ledger=distributions"
    if duckdb := module("duckdb"):
        base = duckdb.connect()
        read = base.sql(SUM.format(f"'{where}/**/*.parquet'")).fetchall()
        told(handed_over(read) == reported, f"DuckDB: the sums of {len(reported)} items are those of the report")
        for name, rows in tables.items():
            files = f"'{out}/parquet/ledger={name}/**/*.parquet'"
            count, days = base.sql(f"SELECT count(*), list(date::VARCHAR ORDER BY id) FROM {files}").fetchall()[0]
            right = [row["date"] for row in sorted(rows, key=lambda row: row["id"].encode())]
            told(count == len(rows) and days == right, f"DuckDB: {name}: {count} rows and their days")
        whole = f"read_parquet('{out}/parquet/**/*.parquet', union_by_name=true)"
        count = base.sql(f"SELECT count(*) FROM {whole}").fetchall()[0][0]
        told(count == sum(map(len, tables.values())), f"DuckDB: the whole set is one table of {count} rows")
    if module("pyarrow"):
        import pyarrow.parquet
        kinds = {str(f.type) for f in pyarrow.parquet.read_schema(next(Path(where).rglob("*.parquet")))}
        told({"decimal128(18, 6)", "date32[day]", "timestamp[us, tz=UTC]", "string"} <= kinds, f"pyarrow: {sorted(kinds)}")
    if module("pyspark") and shutil.which("java"):
        from pyspark.sql import SparkSession
        spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false").getOrCreate()
        spark.sparkContext.setLogLevel("ERROR")
        frame = spark.read.parquet(where)
        frame.createOrReplaceTempView("distributions")
        read = [tuple(row) for row in spark.sql(SUM.format("distributions")).collect()]
        told(handed_over(read) == reported, f"Spark: the sums are those of the report; {frame.dtypes[1]}, {frame.dtypes[-1]}")
        whole = spark.read.option("mergeSchema", "true").parquet(f"{out}/parquet")
        told(whole.count() == sum(map(len, tables.values())), f"Spark: the whole set is one table of {whole.count()} rows")
        spark.stop()


def check_json(out, tables):
    for name, rows in tables.items():
        with open(f"{out}/json/{name}.jsonl", encoding="utf-8") as file:
            read = [json.loads(line, parse_float=Decimal) for line in file]
        same = len(read) == len(rows)
        for row, object in zip(rows, read):
            for key, text in row.items():
                value = object[key]
                same &= text == "" if value is None else (
                    Decimal(text) == value if isinstance(value, (int, Decimal)) else text == value)
        told(same, f"JSON: {name}: {len(read)} objects with the cells of the CSV")


def check_xlsx(out, tables):
    book = f"{out}/xlsx/linli.xlsx"
    if openpyxl := module("openpyxl"):
        sheets = openpyxl.load_workbook(book)
        sheet = sheets["distributions"]
        types = {sheet.cell(1, at).value: type(sheet.cell(2, at).value).__name__ for at in range(1, sheet.max_column + 1)}
        told(types["date"] == "datetime" and types["quantity"] in ("int", "float"), f"openpyxl: {types}")
        told(sheet.freeze_panes == "A2" and sheet.auto_filter.ref is not None, "openpyxl: frozen header, filter")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        return passed_over("LibreOffice")
    with tempfile.TemporaryDirectory() as folder:
        # Every sheet, cells as they are shown, quoted where text.
        how = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
        subprocess.run([office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", how,
                        "--outdir", folder, book], check=True, capture_output=True)
        for name, rows in tables.items():
            read = rows_of(f"{folder}/linli-{name}.csv")
            wrong = [(a["id"], key, a[key], b[key]) for a, b in zip(rows, read) for key in a if not as_shown(a[key], b[key])]
            told(len(read) == len(rows) and not wrong, f"LibreOffice: {name}: {len(read)} rows {wrong[:3]}")


def as_shown(written, shown):
    if written == shown:
        return True
    # A time of day is shown as the locale has it.
    if written[2:3] == ":" and shown in (f"{written}:00 AM", f"{(int(written[:2]) - 1) % 12 + 1:02}{written[2:]}:00 PM"):
        return True
    if "T" in written and written[:19].replace("T", " ") == shown:
        return True
    try:
        return Decimal(written) == Decimal(shown)
    except ArithmeticError:
        return False


def check_package(path):
    if frictionless := module("frictionless"):
        report = frictionless.validate(str(path / "datapackage.json"))
        errors = report.flatten(["title", "fieldName", "rowNumber", "note"])
        told(report.valid, f"frictionless: {path.name}: {len(report.tasks)} tables {errors[:3]}")


def check_hxl(path):
    if hxl := module("hxl"):
        for file in sorted(path.glob("*.csv")):
            found = []
            try:
                source = hxl.data(str(file), hxl.InputOptions(allow_local=True))
                hxl.schema(callback=found.append).validate(source)
                # What is merely told (`info`: numbers far from the others) is no fault of the tags.
                found = [e for e in found if e.rule.severity != "info"]
                told(not found, f"libhxl: {path.name}/{file.name}: {' '.join(source.display_tags)}"
                                f" {[(str(e.rule.tag_pattern), e.message, e.value) for e in found[:3]]}")
            except Exception as error:  # whatever libhxl says of it
                told(False, f"libhxl: {path.name}/{file.name}: {error}")


program = str(Path(sys.argv[1]).resolve())
with tempfile.TemporaryDirectory() as out:
    community = sys.argv[2] if len(sys.argv) > 2 else f"{out}/sample"
    if len(sys.argv) == 2:
        linli("demo", community)
    for form in ["csv", "xlsx", "json", "parquet", "hxl", "datapackage"]:
        linli("-C", community, "export", "--format", form, "--out", f"{out}/{form}")
        linli("-C", community, "export", "--format", form, "--public", "--out", f"{out}/public-{form}")
    report = json.loads(linli("-C", community, "report", "distributions", "--by", "item", "--format", "json"), parse_float=Decimal)
    reported = {(row["item"], row["unit"]): Decimal(row["quantity"]) for row in report if row["quantity"]}
    tables = {file.stem: rows_of(file) for file in sorted(Path(f"{out}/csv").glob("*.csv"))}
    tables = {name: rows for name, rows in tables.items() if rows}
    check_parquet(out, tables, reported)
    check_json(out, tables)
    check_xlsx(out, tables)
    for form in ["datapackage", "public-datapackage"]:
        check_package(Path(out) / form)
    for form in ["hxl", "public-hxl"]:
        check_hxl(Path(out) / form)
sys.exit(1 if failures else 0)
