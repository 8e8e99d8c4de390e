#!/usr/bin/env python3
"""Reads the sample community back from its files and recomputes everything, sharing nothing with `generate.py`.

    python3 docs/sample/check.py

Prints counts and the findings that are there on purpose; fails on anything else.
"""

import csv
import re
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from fractions import Fraction as F
from pathlib import Path

NOW = "2022-08-16T20:05:00+08:00"
LETTERS = dict(receipts="R", donations="D", distributions="I", adjustments="J", counts="C", census="P", tests="T",
               requests="Q", notices="N", reach="H", shifts="S")
REQUIRED = {
    "receipts": "source item quantity", "donations": "donor item quantity", "distributions": "place item quantity",
    "adjustments": "item quantity reason", "counts": "item quantity", "census": "place residents",
    "tests": "round place tested", "requests": "request step", "notices": "notice template title",
    "reach": "notice place status", "shifts": "volunteer group start end"}
CHOICES = {
    ("distributions", "outcome"): "delivered collected left not-home refused returned",
    ("distributions", "receiver"): "self family neighbour captain door",
    ("donations", "publish"): "name anonymous private",
    ("adjustments", "reason"): "opening lost damaged expired found recount used transfer returned",
    ("reach", "status"): "sent read told posted unreachable",
    ("requests", "kind"): "medicine baby food medical repair transport care other",
    ("requests", "urgency"): "critical today normal",
    ("requests", "step"): "opened taken bought delivered confirmed referred unmet duplicate cancelled reopened"}
NUMBERS = {"quantity", "households", "residents", "present", "tested", "elsewhere", "exempt", "visitors", "cost",
           "value", "spent"}
STEPS = CHOICES["requests", "step"].split()
EXITS = {"referred", "unmet", "duplicate", "cancelled"}
NEXT = {"opened": {"taken"} | EXITS, "reopened": {"taken"} | EXITS, "taken": {"taken", "bought", "delivered"} | EXITS,
        "bought": {"taken", "delivered"} | EXITS, "delivered": {"confirmed"} | EXITS, "confirmed": {"reopened"},
        **{e: {"reopened"} for e in EXITS}}

problems = []
findings = Counter()


def must(holds, *what):
    if not holds:
        problems.append(" ".join(map(str, what)))


def load(root):
    books = {}
    for ledger, letter in LETTERS.items():
        path = root / ledger / "2022-08.csv"
        data = path.read_bytes()
        text = data.decode()
        must(not data.startswith(b"\xef\xbb\xbf") and b"\r" not in data and data.endswith(b"\n"), path, "bytes")
        must(unicodedata.is_normalized("NFC", text), path, "NFC")
        rows = list(csv.DictReader(text.splitlines()))
        must(len(rows) == text.count("\n") - 1, path, "line breaks in cells")
        for line in text.splitlines():
            must('"' not in line, path, "quoted needlessly?", line)
        must(list(rows[0])[:2] == ["id", "date"] and list(rows[0])[-4:] == ["note", "reverses", "by", "at"], path, "header")
        for row in rows:
            must(None not in row and None not in row.values(), path, "fields", row)
            m = re.fullmatch(rf"{letter}(\d{{6}})-([0-9A-HJKMNP-TV-Z]{{6}})(?:\.([1-9]\d*))?", row["id"])
            must(m and "20" + m[1] == row["date"].replace("-", ""), "id", row["id"], row["date"])
            row["code"], row["line"] = m[2], int(m[3] or 0)
            must(re.fullmatch(r"2022-08-\d\dT\d\d:\d\d:\d\d\+08:00", row["at"]) and row["at"] <= NOW, "at", row["id"])
            must(row["date"] <= row["at"][:10] and "2022-08-02" <= row["date"] <= "2022-08-16", "date", row["id"])
            must(6 <= int(row["at"][11:13]) < 23, "hour", row["id"], row["at"])
            for field in REQUIRED[ledger].split() + ["id", "date", "by", "at"]:
                must(row[field] != "", ledger, row["id"], "lacks", field)
            for field, value in row.items():
                if field in NUMBERS and value:
                    must(re.fullmatch(r"-?(0|[1-9]\d*)(\.\d{0,5}[1-9])?", value) and value != "-0", row["id"], field, value)
                allowed = CHOICES.get((ledger, field))
                must(not allowed or not value or value in allowed.split(), row["id"], field, value)
                must(str(value) == str(value).strip(), row["id"], field, "blanks")
        ats = [row["at"] for row in rows]
        must(ats == sorted(ats), path, "not in order of recording")
        books[ledger] = rows
    return books


def effective(rows):
    gone = {row["reverses"] for row in rows if row["reverses"]}
    return [row for row in rows if not row["reverses"] and row["id"] not in gone]


def check_ids_and_sessions(books):
    ids = Counter(row["id"] for rows in books.values() for row in rows)
    must(max(ids.values()) == 1, "an id twice")
    documents = defaultdict(list)
    for ledger, rows in books.items():
        for n, row in enumerate(rows):
            documents[row["code"]].append((ledger, n, row))
    for code, lines in documents.items():
        must(len({(led, r["by"], r["at"]) for led, _, r in lines}) == 1, code, "in two sessions or ledgers")
        must([r["line"] for *_, r in lines] == (list(range(1, len(lines) + 1)) if len(lines) > 1 else [0]), code, "lines")
        must([n for _, n, _ in lines] == list(range(lines[0][1], lines[0][1] + len(lines))), code, "not together")
    sessions = defaultdict(int)
    for rows in books.values():
        for row in rows:
            sessions[row["at"], row["by"]] += 1
    must(len({at[:16] for at, _ in sessions}) == len(sessions), "two sessions in one minute")
    must(140 <= len(sessions) <= 165, len(sessions), "sessions")
    return sessions


def check_corrections(books):
    amended = voided = 0
    for ledger, rows in books.items():
        by_id = {row["id"]: row for row in rows}
        for row in rows:
            if not row["reverses"]:
                continue
            old = by_id[row["reverses"]]
            must(not old["reverses"] and row["note"] and row["at"] > old["at"], row["id"], "a bad reversal")
            for field in old:
                if field in ("id", "code", "line", "note", "reverses", "by", "at"):
                    continue
                same = row[field] == old[field] if field not in NUMBERS or old[field] in ("", "0") \
                    else F(row[field]) == -F(old[field])
                must(same, row["id"], "differs in", field)
            if row["line"] == 1:
                amended += 1
                must(by_id[row["id"][:-1] + "2"]["reverses"] == "", row["id"], "an amend without its corrected row")
            else:
                voided += 1
        targets = Counter(row["reverses"] for row in rows if row["reverses"])
        must(not targets or max(targets.values()) == 1, ledger, "reversed twice")
    return amended, voided


class Register:
    def __init__(self, root):
        c = tomllib.loads((root / "community.toml").read_text())
        self.units, self.unit_of = {}, {}
        for b in c["building"]:
            for u in b.get("units", ["0"]):
                homes = {f"{b['code']}-{u}-{f * 100 + d}" for f in range(1, b["floors"] + 1) for d in range(1, b["doors"] + 1)}
                homes -= set(b.get("except", []))
                homes |= {h for h in b.get("extra", []) if h.split("-")[1] == u}
                name = f"{b['code']}-{u}" if "units" in b else b["code"]
                self.units[name] = homes
                self.unit_of.update({h: name for h in homes})
            for h in b.get("except", []):
                floor_door = int(h.split("-")[2])
                must(1 <= floor_door // 100 <= b["floors"] and h not in self.unit_of, "except", h)
        self.buildings = {b["code"]: b for b in c["building"]}
        self.destinations = {d["code"] for d in c["destination"]}
        self.stores = [s["code"] for s in c["store"]]
        self.groups = {g["code"] for g in c["group"]}
        self.limits = {k: int(v[:-1]) for k, v in c["requests"].items()}
        rows = list(csv.DictReader((root / "volunteers.csv").read_text().splitlines()))
        self.roster = defaultdict(set)
        for r in rows:
            self.roster[r["volunteer"]].add(r["group"])
            must(r["group"] in self.groups and r["role"] in "leader deputy assistant member captain".split(), "roster", r)
            must(not r["place"] or r["place"] in self.buildings or r["place"] in self.units, "roster place", r)
            must(r["place"] == "" or r["role"] == "captain", "roster role", r)
        captains = {r["place"] for r in rows if r["role"] == "captain"}
        for unit in self.units:
            must(unit in captains or unit.split("-")[0] in captains or self.buildings[unit.split("-")[0]].get("captain"),
                 unit, "has no captain")
        for b in self.buildings.values():
            must(not b.get("captain") or b["captain"] in self.roster, "captain of", b["code"])
        for group in self.groups:
            must({"leader", "deputy"} <= {r["role"] for r in rows if r["group"] == group}, group, "leader, deputy")
            must({"member", "captain"} & {r["role"] for r in rows if r["group"] == group}, group, "members")
        self.items, names = {}, Counter()
        for r in csv.DictReader((root / "items.csv").read_text().splitlines()):
            packs = {r["unit"]: F(1)}
            for pack in filter(None, r["packs"].split("|")):
                word, n = pack.split("=")
                packs[word] = F(n)
            if r["unit"] == "kg":
                packs |= {"斤": F(1, 2), "公斤": F(1), "千克": F(1), "吨": F(1000)}
            self.items[r["item"]] = (packs, F(r["minimum"] or -1))
            names.update([r["item"], *filter(None, r["aliases"].split("|"))])
        must(max(names.values()) == 1, "a name of two items", names.most_common(1))
        self.rounds = {r["code"]: r for r in tomllib.loads((root / "rounds.toml").read_text())["round"]}

    def base(self, row):
        packs = self.items[row["item"]][0]
        unit = row.get("unit") or next(iter(packs))
        must(unit in packs, row["id"], "unit", unit)
        return F(row["quantity"]) * packs.get(unit, 1)

    def home_or_unit(self, place):
        return place in self.unit_of or place in self.units


def check_names(books, reg):
    for ledger, rows in books.items():
        for row in rows:
            must(row["by"] in reg.roster, row["id"], "by", row["by"])
            if "item" in row:
                must(row["item"] in reg.items, row["id"], "item", row["item"])
            for field in ("store", "counterpart"):
                must(row.get(field, "") in ("", *reg.stores), row["id"], field)
            for field in ("volunteer", "runner"):
                must(not row.get(field) or row[field] in reg.roster, row["id"], field)
            if ledger in ("tests", "distributions") and row["round"]:
                kind = reg.rounds[row["round"]]["kind"]
                must(kind == {"tests": "testing", "distributions": "distribution"}[ledger], row["id"], "round")
                must(str(reg.rounds[row["round"]]["date"]) <= row["date"], row["id"], "before its round")
            place = row.get("place", "")
            if ledger in ("census", "tests"):
                must(reg.home_or_unit(place), row["id"], "place", place)
            elif ledger == "distributions":
                must(reg.home_or_unit(place) or (place in reg.destinations and not row["round"]), row["id"], "place", place)
            elif place:
                must(reg.home_or_unit(place) or place in reg.buildings or place == "*", row["id"], "place", place)
    notices = {n["notice"] for n in books["notices"]} | {c for c, r in reg.rounds.items() if r["kind"] == "rollcall"}
    must(all(h["notice"] in notices for h in books["reach"]), "a notice that is not there")
    for n in books["notices"]:
        must(re.fullmatch("[0-9a-f]{64}", n["digest"]) and n["path"] == "", n["id"], "digest")


def stock_rows(books, reg):
    for ledger in ("receipts", "donations", "adjustments", "distributions"):
        for row in books[ledger]:
            n = reg.base(row)
            if ledger == "distributions":
                must(row["outcome"] not in ("not-home", "refused") or n == 0, row["id"], "an attempt with a quantity")
                must(row["outcome"] in ("not-home", "refused") or n != 0, row["id"], "nothing handed over")
                n = n if row["outcome"] == "returned" else -n
            elif ledger != "adjustments":
                must(n > 0 or row["reverses"], row["id"], "quantity")
            yield row, row["store"] or reg.stores[0], n, ledger


def check_stock(books, reg):
    days = defaultdict(lambda: defaultdict(F))
    lots, out = defaultdict(list), defaultdict(F)
    alive = {id(r) for rows in books.values() for r in effective(rows)}
    for row, store, n, ledger in stock_rows(books, reg):
        days[store, row["item"]][row["date"]] += n
        if id(row) in alive:
            if ledger in ("receipts", "donations"):
                lots[store, row["item"]].append((row["expires"] or "9999", n))
            elif n < 0 or ledger == "distributions":
                out[store, row["item"]] -= n
            else:
                lots[store, row["item"]].append(("9999", n))
    on_hand = {}
    for key, moves in days.items():
        total = F(0)
        for day in sorted(moves):
            total += moves[day]
            must(total >= 0, "negative stock", key, day, float(total))
        on_hand[key] = total
    expiring = []
    for key, held in lots.items():
        gone = out[key]
        for expires, n in sorted(held):
            left, gone = max(F(0), n - gone), max(F(0), gone - n)
            must(not left or expires >= "2022-08-16", "expired on hand", key, expires, float(left))
            if left and expires < "2022-08-31":
                expiring.append((key, expires, float(left)))
    for item, (_, minimum) in reg.items.items():
        total = sum(n for (_, i), n in on_hand.items() if i == item)
        if total < minimum:
            findings["below-minimum", item] += 1
    transfers = defaultdict(list)
    for row in books["adjustments"]:
        if row["reason"] == "transfer":
            transfers[row["code"], row["item"]].append((row["store"], row["counterpart"], reg.base(row)))
        else:
            must(not row["counterpart"], row["id"], "counterpart")
    for key, pair in transfers.items():
        must(len(pair) == 2 and pair[0][:2] == pair[1][1::-1] and pair[0][2] == -pair[1][2] < 0, "transfer", key)
    for c in effective(books["counts"]):
        book = sum(n for row, store, n, _ in stock_rows(books, reg)
                   if (store, row["item"]) == (c["store"] or reg.stores[0], c["item"])
                   and (row["date"] < c["date"] or (row["date"] == c["date"] and row["at"] <= c["at"])))
        if book != reg.base(c):
            findings["count-differs", f"{c['id']} {c['item']}"] += 1
    return on_hand, expiring


class Census:
    def __init__(self, books, reg):
        self.reg, self.rows = reg, defaultdict(list)
        for row in effective(books["census"]):
            r, present = int(row["residents"]), int(row["present"] or row["residents"])
            must(0 <= present <= r, row["id"], "present")
            h = int(row["households"]) if row["households"] else int(r > 0)
            must(row["households"] or row["place"] in reg.unit_of, row["id"], "households of a unit")
            must(h <= r, row["id"], "households")
            must(not row["needs"] or r > 0, row["id"], "needs of nobody")
            self.rows[row["place"]].append((row["date"], row["at"], h, r, present, set(filter(None, row["needs"].split("|")))))

    def at(self, place, day):
        known = [x for x in self.rows.get(place, []) if x[0] <= day]
        return max(known, key=lambda x: x[:2])[2:] if known else None

    def unit(self, unit, day):
        own = self.at(unit, day)
        homes = {h: self.at(h, day) for h in self.reg.units[unit]}
        known = [x for x in homes.values() if x]
        if own and len(known) < len(homes):
            for i in range(3):
                must(sum(x[i] for x in known) <= own[i], unit, day, "its homes are more than the unit")
            must(own[0] <= len(homes), unit, "more households than homes")
            return own[:3], 0
        must(not own, unit, "counted both ways")
        return tuple(sum(x[i] for x in known) for i in range(3)), len(homes) - len(known)


def check_census(books, reg):
    census = Census(books, reg)
    for day in range(2, 17):
        for unit in reg.units:
            census.unit(unit, f"2022-08-{day:02}")
    for unit in reg.units:
        if census.unit(unit, "2022-08-16")[1]:
            findings["home-unknown", unit] += 1
    return census


def check_tests(books, reg, census):
    missing = {}
    for code, round_ in reg.rounds.items():
        if round_["kind"] != "testing":
            continue
        seen = {}
        for row in effective(books["tests"]):
            if row["round"] != code:
                continue
            must(row["place"] in reg.units and row["place"] not in seen, row["id"], "a unit twice")
            must(row["date"] == str(round_["date"]), row["id"], "date of the round")
            must(bool(row["exempt"]) == bool(row["reason"]), row["id"], "reason")
            present = census.unit(row["place"], row["date"])[0][2]
            done = int(row["tested"]) + int(row["elsewhere"] or 0)
            must(int(row["tested"]) >= 0 and done + int(row["exempt"] or 0) <= present, row["id"], "tested > present")
            seen[row["place"]] = present - done - int(row["exempt"] or 0)
        for unit in reg.units:
            left = seen.get(unit, census.unit(unit, str(round_["date"]))[0][2])
            if left:
                missing.setdefault(code, {})[unit] = left if unit in seen else f"{left} (no row)"
    return missing


def check_distributions(books, reg, census):
    missing = {}
    for code, r in reg.rounds.items():
        if r["kind"] != "distribution":
            continue
        day, needs = str(r["date"]), set(r.get("needs", []))
        done, refused = defaultdict(F), {}
        whole = set()
        for row in effective(books["distributions"]):
            if row["round"] != code:
                continue
            must(row["item"] in {a["item"] for a in r["allot"]}, row["id"], "not in the round")
            if row["place"] in reg.units:
                whole.add(row["place"])
            done[row["place"], row["item"]] += reg.base(row) * (-1 if row["outcome"] == "returned" else 1)
            refused[row["place"], row["item"]] = row["outcome"] == "refused"
        left = defaultdict(int)
        for a in r["allot"]:
            column = {"household": 0, "resident": 1}.get(a["per"])
            for unit, homes in reg.units.items():
                counted_whole = unit in whole or column is None or (census.at(unit, day) and not needs)
                places = [unit] if counted_whole else sorted(homes)
                if counted_whole:
                    must(not any((h, a["item"]) in done for h in homes), code, unit, "unit and homes both")
                for place in places:
                    if place == unit:
                        due = a["quantity"] * (1 if column is None else census.unit(unit, day)[0][column])
                    else:
                        x = census.at(place, day)
                        due = a["quantity"] * x[column] if x and (not needs or x[3] & needs) else 0
                    got = done[place, a["item"]]
                    must(got <= due, "over-supplied", code, place, a["item"], float(got), due)
                    if got < due:
                        left[place, a["item"], "refused" if refused.get((place, a["item"])) else due - got] += 1
        missing[code] = [f"{p} {i} {'refused' if n == 'refused' else float(n)}" for p, i, n in left]
    return missing


def check_requests(books, reg):
    chains = defaultdict(list)
    for row in effective(books["requests"]):
        chains[row["request"]].append(row)
    states = Counter()
    for request, rows in chains.items():
        rows.sort(key=lambda r: (r["date"], r["at"], STEPS.index(r["step"]), r["id"]))
        first = rows[0]
        must(first["id"] == request and first["step"] == "opened" and first["place"] and first["kind"] and first["need"],
             request, "opening")
        must(first["place"] in reg.unit_of, request, "place")
        for a, b in zip(rows, rows[1:]):
            must(b["step"] in NEXT[a["step"]], request, a["step"], "then", b["step"])
        for r in rows:
            must(bool(r["runner"]) == (r["step"] == "taken"), r["id"], "runner")
            must(bool(r["ref"]) == (r["step"] in ("duplicate", "referred")), r["id"], "ref")
            must(r["step"] != "duplicate" or r["ref"] in chains, r["id"], "original")
        last = rows[-1]["step"]
        states[last] += 1
        since = [r for r in rows if r["step"] in ("opened", "reopened")][-1]["at"]
        served = any(r["at"] >= since and r["step"] in {"delivered", "confirmed"} | EXITS for r in rows)
        limit = timedelta(hours=reg.limits[first["urgency"] or "normal"])
        if not served and datetime.fromisoformat(NOW) - datetime.fromisoformat(since) > limit:
            findings["request-overdue", request] += 1
    return len(chains), states


def check_rest(books, reg, root):
    served = defaultdict(list)
    for s in books["shifts"]:
        must(s["group"] in reg.roster[s["volunteer"]], s["id"], "is not of the group")
        start = datetime.fromisoformat(f"{s['date']}T{s['start']}")
        end = datetime.fromisoformat(f"{s['date']}T{s['end']}")
        served[s["volunteer"]].append((start, end + timedelta(days=end < start), s["id"]))
        must(end + timedelta(days=end < start) <= datetime.fromisoformat(s["at"][:19]), s["id"], "recorded before its end")
    for who, all_ in served.items():
        all_.sort()
        for a, b in zip(all_, all_[1:]):
            must(a[1] <= b[0], who, "in two places", a[2], b[2])
        for day in {start.date() for start, _, _ in all_}:
            hours = sum((end - start for start, end, _ in all_ if start.date() == day), timedelta())
            if hours > timedelta(hours=12):
                findings["fatigue", f"{who} {day} {hours}"] += 1
    # duplicate-document: the same day, place or source, and goods lines within ten minutes by one person
    for ledger, keys in {"receipts": "source", "donations": "donor", "distributions": "place", "adjustments": "store"}.items():
        seen = defaultdict(set)
        for r in effective(books[ledger]):
            seen[r["date"], r["by"], r[keys], r["item"], r["quantity"], r["unit"]].add((r["code"], r["at"]))
        for key, docs in seen.items():
            docs = sorted(docs, key=lambda d: d[1])
            for a, b in zip(docs, docs[1:]):
                gap = datetime.fromisoformat(b[1]) - datetime.fromisoformat(a[1])
                must(gap > timedelta(minutes=10), "duplicate-document", ledger, key)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            text = path.read_text()
            must(not re.search(r"1[3-9]\d{9}", text), path, "a mobile number?")
            must(not re.search(r"\d{17}[\dXx]", text), path, "an identity number?")


def check_readme(books):
    """Every row that README.md points to is there."""
    ids = {row["id"] for rows in books.values() for row in rows}
    readme = Path(__file__).with_name("README.md")
    named = set(re.findall(r"\b[A-Z]22\d{4}-[0-9A-Z]{6}(?:\.\d+)?", readme.read_text()))
    must(named and named <= ids | {i.partition(".")[0] for i in ids}, "README.md names", sorted(named - ids))


def main(root):
    books, reg = load(root), Register(root)
    sessions = check_ids_and_sessions(books)
    amended, voided = check_corrections(books)
    check_names(books, reg)
    on_hand, expiring = check_stock(books, reg)
    census = check_census(books, reg)
    untested = check_tests(books, reg, census)
    unserved = check_distributions(books, reg, census)
    requests, states = check_requests(books, reg)
    check_rest(books, reg, root)
    check_readme(books)
    wanted = {"count-differs": 1, "request-overdue": 1, "below-minimum": 2, "home-unknown": 1, "fatigue": 1}
    must(Counter(code for code, _ in findings) == wanted, "findings", dict(findings))

    total = census_total(census, reg)
    print(f"homes {len(reg.unit_of)}, units {len(reg.units)}; households {total[0]}, residents {total[1]}, present {total[2]}")
    print("rows", {k: len(v) for k, v in books.items()}, "total", sum(map(len, books.values())))
    print("sessions", len(sessions), "by", dict(Counter(by for _, by in sessions).most_common()))
    print("sessions a day", dict(sorted(Counter(at[8:10] for at, _ in sessions).items())))
    print("amends", amended, "voids", voided, "requests", requests, dict(states))
    print("findings", [" ".join(f) for f in findings])
    print("expiring", expiring)
    print("on hand", {f"{i}@{s}": float(n) for (s, i), n in sorted(on_hand.items())})
    for code, left in [*untested.items(), *unserved.items()]:
        print("missing", code, left)
    if problems:
        sys.exit("\n".join(["", *problems[:60], f"{len(problems)} problems"]))
    print("all of it adds up")


def census_total(census, reg):
    units = [census.unit(u, "2022-08-16")[0] for u in reg.units]
    return [sum(u[i] for u in units) for i in range(3)]


if __name__ == "__main__":
    main(Path(__file__).resolve().parents[2] / "ledgers")
