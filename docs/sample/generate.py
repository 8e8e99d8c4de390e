#!/usr/bin/env python3
"""Writes the sample community under `ledgers/`: Galaxy Bay (银河湾小区), 2 to 16 August 2022. All fictional.

    python3 docs/sample/generate.py

Python 3.11, standard library only. The same bytes every time. `check.py` then reads the files back and recomputes
everything on its own; the run fails if anything does not add up.
"""

import csv
import hashlib
import io
import random
import re
import sys
import unicodedata
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))
import check  # noqa: E402
import people as p  # noqa: E402

OUT = Path(__file__).resolve().parents[2] / "ledgers"
BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

COLUMNS = {
    "receipts": ("R", "source item quantity unit store lot expires cost document"),
    "donations": ("D", "donor item quantity unit store lot expires value earmark publish"),
    "distributions": ("I", "round place item quantity unit store lot outcome receiver"),
    "adjustments": ("J", "store item quantity unit reason counterpart"),
    "counts": ("C", "store item quantity unit"),
    "census": ("P", "place households residents present needs"),
    "tests": ("T", "round place tested elsewhere exempt visitors reason"),
    "requests": ("Q", "request step place kind need urgency runner spent ref"),
    "notices": ("N", "notice template title audience path digest"),
    "reach": ("H", "notice place status channel"),
    "shifts": ("S", "volunteer group post start end"),
}
NEGATED = {"quantity", "households", "residents", "present", "tested", "elsewhere", "exempt", "visitors",
           "cost", "value", "spent"}

codes = random.Random("银河湾 codes")
life = random.Random("银河湾 2022-08")


# --- sessions, documents, rows ------------------------------------------------------------------------------------

class Session:
    """What one volunteer recorded in one minute: the rows of one commit."""

    def __init__(self, by, day, time):
        minutes = int(time[:2]) * 60 + int(time[3:])
        while (day, minutes) in Session.taken:
            minutes += 1
        Session.taken.add((day, minutes))
        self.by, self.day = by, day
        self.at = f"2022-08-{day:02}T{minutes // 60:02}:{minutes % 60:02}:{life.randrange(60):02}+08:00"

    taken = set()


rows = defaultdict(list)  # ledger -> rows in the order in which they were made
used_codes = set()


def new_code():
    while True:
        code = "".join(codes.choice(BASE32) for _ in range(6))
        if code not in used_codes:
            used_codes.add(code)
            return code


def record(session, ledger, lines, day=None):
    """Records one document of a few lines; returns its rows."""
    letter, code, made = COLUMNS[ledger][0], new_code(), []
    for n, line in enumerate(lines, 1):
        line = dict(line)
        on = line.pop("day", day or session.day)
        row = {"id": f"{letter}2208{on:02}-{code}" + (f".{n}" if len(lines) > 1 else ""),
               "date": f"2022-08-{on:02}", "note": "", "reverses": "", "by": session.by, "at": session.at}
        row.update({k: str(v) for k, v in line.items() if v is not None})
        made.append(row)
    rows[ledger].extend(made)
    return made


def cancel(session, ledger, row, reason, corrected=None):
    """A void, or with the corrected fields an amend."""
    common = {"id", "date", "by", "at", "reverses", "note"}
    copy = {k: v for k, v in row.items() if k not in common}
    back = {k: ("-" + v if not v.startswith("-") else v[1:]) if k in NEGATED and v not in ("", "0") else v
            for k, v in copy.items()}
    day = int(row["date"][-2:])
    lines = [back | {"day": day, "reverses": row["id"], "note": reason}]
    if corrected:
        lines.append(copy | {"note": row["note"], "day": day} | corrected)
    return record(session, ledger, lines)


# --- places -------------------------------------------------------------------------------------------------------

UNITS = {}  # unit -> its homes, in order
for b, units, floors, doors, gone, extra, _ in p.BUILDINGS:
    for u in units or ["0"]:
        homes = [f"{b}-{u}-{f * 100 + d}" for f in range(1, floors + 1) for d in range(1, doors + 1)]
        homes = [h for h in homes if h not in gone] + [h for h in extra if h.startswith(f"{b}-{u}-")]
        UNITS[b if units is None else f"{b}-{u}"] = homes
UNIT_OF = {home: unit for unit, homes in UNITS.items() for home in homes}


def building(place):
    return place.split("-")[0]


def by_home(unit):
    return building(unit) in p.COUNTED_BY_HOME


def units_of(captain):
    return [u for u in UNITS if building(u) in p.WRITES_FOR[captain]]


# --- the calendar of sessions -------------------------------------------------------------------------------------

ROLLCALL = {c: Session(c, 2, t) for c, t in zip(p.WRITES_FOR, ["09:12", "09:40", "10:05", "10:31", "10:58", "11:20"])}
evenings = {}


def evening(captain, day):
    if (captain, day) not in evenings:
        if day == 16:
            time = f"{18 + life.randrange(20, 100) // 60}:{life.randrange(0, 48):02}"
        else:
            time = f"{19 + life.randrange(2)}:{life.randrange(5, 55):02}"
        evenings[captain, day] = Session(captain, day, time)
    return evenings[captain, day]


errand_sessions = {}
SLOTS = {"m": ("赵铁军", "08:36"), "a": ("孙小曼", "15:10"), "e": ("赵铁军", "18:08"),
         "x": ("孙小曼", "10:04"), "y": ("孙小曼", "11:12")}


def errand(slot):
    if slot not in errand_sessions:
        by, time = SLOTS[slot[-1]]
        if slot[-1] in "ma":
            time = f"{time[:2]}:{int(time[3:]) + life.randrange(24):02}"
        errand_sessions[slot] = Session(by, int(slot[:-1]), time)
    return errand_sessions[slot]


# --- who lives there ----------------------------------------------------------------------------------------------

def people():
    found = {}
    asked = {r[1] for r in p.REQUESTS}
    for home in UNIT_OF:
        size = life.choices(range(7), [8, 12, 24, 30, 16, 8, 2])[0]
        if home in asked:
            size = max(size, 2)
        here = size - 1 if size > 1 and life.random() < 0.14 else size
        draw = [life.random() for _ in range(5)]
        needs = [n for n, chance, least, r in [
            ("infant", 0.05, 3, draw[0]), ("elderly", 0.09, 1, draw[1]), ("chronic", 0.05, 1, draw[2]),
            ("pregnant", 0.02, 2, draw[3]), ("disabled", 0.015, 1, draw[4])] if size >= least and r < chance]
        found[home] = p.FORCED.get(home, (size, here, "|".join(needs)))
    return found


LIVES = people()


def census_line(place, residents, present, needs="", households=None, note=""):
    return {"place": place, "households": households, "residents": residents,
            "present": None if present == residents else present, "needs": needs, "note": note}


def census():
    for captain, session in ROLLCALL.items():
        units, lines = units_of(captain), []
        for unit in units:
            homes = UNITS[unit]
            if by_home(unit):
                for home in homes:
                    if home in p.UNKNOWN_HOMES:
                        continue
                    r, here, needs = LIVES[home]
                    away = r > 0 and here == 0
                    lines.append(census_line(home, r, here, needs, 0 if away else None,
                                             "全家在老家，钥匙在楼长处" if away else ""))
                continue
            lived = [LIVES[h] for h in homes]
            lines.append(census_line(unit, sum(x[0] for x in lived), sum(x[1] for x in lived),
                                     households=sum(x[0] > 0 for x in lived)))
            lines += [census_line(h, *LIVES[h]) for h in homes if LIVES[h][2]]
        record(session, "census", lines)
        told = [{"notice": "roll-0802", "place": u, "status": "told", "channel": "上门"} for u in units]
        record(session, "reach", told)
    unreachable = [{"notice": "roll-0802", "place": h, "status": "unreachable", "channel": "电话",
                    "note": "敲门三次无人应，物业无登记电话"} for h in p.UNKNOWN_HOMES]
    record(evening("李梅", 2), "reach", unreachable)

    def unit_now(unit):
        row = [r for r in rows["census"] if r["place"] == unit][-1]
        return int(row["households"]), int(row["residents"]), int(row.get("present") or row["residents"])

    def changed(captain, day, unit, note, more=0, here=0, homes=0):
        h, r, n = unit_now(unit)
        record(evening(captain, day), "census", [census_line(unit, r + more, n + here, households=h + homes, note=note)])

    changed("潘磊", 6, "7-1", "两名住户出差返回", here=2)
    record(evening("李梅", 8), "census",
           [census_line("3-2-502", 3, 2, "elderly|dialysis", note="老人住院，子女陪护到10日")])
    record(evening("许美娟", 8), "census", [census_line("10-1-301", 3, 3, note="一家三口从老家返回")])
    changed("沈国华", 10, "2-2", "一人去厂里闭环上班", here=-1)
    h, r, n = unit_now("11-2")
    record(evening("叶青", 10), "census",
           [census_line("11-2", r + 1, n + 1, households=h, note="新生儿出院回家"),
            census_line("11-2-602", 4, 4, "infant", note="新生儿出院回家")])
    record(evening("欧阳淑芬", 12), "census", [census_line("5-0-1003", 2, 2, "chronic", note="出院回家")])
    changed("潘磊", 14, "8-1", "一户迁出到集中隔离点", more=-3, here=-3, homes=-1)


def in_force(place, day):
    """The census row of a place in force on a day: (households, residents, present, needs)."""
    best = None
    for row in rows["census"]:
        if row["place"] == place and row["date"] <= f"2022-08-{day:02}":
            if best is None or (row["date"], row["at"]) > (best["date"], best["at"]):
                best = row
    if best is None:
        return None
    r = int(best["residents"])
    h = best.get("households", "")
    return int(h) if h else int(r > 0), r, int(best.get("present") or r), set(best["needs"].split("|")) - {""}


def unit_people(unit, day):
    """(households, residents, present) of a unit on a day."""
    own = in_force(unit, day)
    if own:
        return own[:3]
    homes = [x for x in (in_force(h, day) for h in UNITS[unit]) if x]
    return tuple(sum(x[i] for x in homes) for i in range(3))


# --- testing ------------------------------------------------------------------------------------------------------

ELSEWHERE = {"2-1": 2, "8-1": 1, "A-1": 3, "4-2": 1}  # nurses, a guard, people at work in a closed loop
EXEMPT = {"6-2": (1, "卧床，社区另行上门"), "9-1": (1, "持医院免检证明"), "3-2": (1, "透析日，医院统一安排")}


def testing():
    late, wrong = None, None
    for day in p.TEST_DAYS:
        code = f"test-08{day:02}"
        for captain in p.WRITES_FOR:
            lines = []
            for unit in units_of(captain):
                here = unit_people(unit, day)[2]
                elsewhere = ELSEWHERE.get(unit, 0) if day % 4 == 0 else max(0, ELSEWHERE.get(unit, 0) - 1)
                exempt, reason = EXEMPT.get(unit, (0, ""))
                if unit == "3-2" and day >= 8:
                    exempt, reason = 0, ""
                missed = life.choice([1, 1, 2]) if life.random() < 0.16 else 0
                visitors = life.choice([1, 2]) if life.random() < 0.1 else 0
                if day == 16 and unit in ("9-2", "A-1"):
                    continue  # not yet reported when the bulletin goes out
                if day == 16 and unit == "3-1":
                    missed = 7
                if (day, unit) == (12, "11-2"):
                    continue  # nobody reported it, and nobody asked
                tested = here - elsewhere - exempt - missed
                line = {"round": code, "place": unit, "tested": tested, "elsewhere": elsewhere or None,
                        "exempt": exempt or None, "visitors": visitors or None, "reason": reason,
                        "note": "快递小哥滞留" if visitors and unit.startswith("A") else ""}
                if day == 16 and unit == "3-1":
                    line["note"] = "还有七人在路上，稍后补报"
                if (day, unit) == (6, "7-2"):
                    late = line
                    continue
                if (day, unit) == (10, "6-1"):
                    line["tested"] -= 2
                    wrong = here
                lines.append(line)
            made = record(evening(captain, day), "tests", lines)
            if wrong and day == 10 and captain == "欧阳淑芬":
                wrong = next(r for r in made if r["place"] == "6-1")
    # A captain without a signal: counted on the 6th, recorded the next morning.
    record(Session("潘磊", 7, "08:21"), "tests", [late | {"note": "昨晚手机没电，今早补录"}], day=6)
    # Two of 6-1 were tested after the captain had reported.
    fix = Session("欧阳淑芬", 11, "07:48")
    cancel(fix, "tests", wrong, "两人在收摊前补采", {"tested": int(wrong["tested"]) + 2})


# --- goods out ----------------------------------------------------------------------------------------------------

def handed(place, item, quantity, code="", unit="", outcome="", receiver="", store="", note="", lot=""):
    return {"round": code, "place": place, "item": item, "quantity": quantity, "unit": unit, "store": store, "lot": lot,
            "outcome": outcome, "receiver": receiver, "note": note}


def due(place, per, quantity, day, is_home):
    if is_home:
        x = in_force(place, day)
        return 0 if x is None else quantity * {"household": x[0], "resident": x[1]}[per]
    return quantity * (1 if per == "unit" else unit_people(place, day)[0 if per == "household" else 1])


def distributions():
    slip = None
    for code, _, day, _, needs, allot in p.DISTRIBUTIONS:
        if needs:
            formula(code, day, allot)
            continue
        for captain in p.WRITES_FOR:
            lines = []
            for unit in units_of(captain):
                whole = not by_home(unit) or allot[0][2] == "unit"
                for place in [unit] if whole else UNITS[unit]:
                    for item, quantity, per in allot:
                        n = due(place, per, quantity, day, not whole)
                        if n:
                            lines += story(code, place, item, n) or [plain(code, place, item, n, whole)]
            lines = [x for x in lines if x["quantity"] != "skip"]
            if not lines:
                continue
            made = record(evening(captain, day), "distributions", lines)
            if code == "veg-0812" and captain == "潘磊":
                slip = next(r for r in made if r["place"] == "7-2" and r["item"] == "蔬菜包")
    short = unit_people("8-1", 4)[0] - 20
    record(Session("潘磊", 5, "10:42"), "distributions",
           [handed("8-1", "蔬菜包", short, "veg-0804", note="补发昨日缺的部分")])
    record(Session("许美娟", 5, "18:26"), "distributions",
           [handed("10-1-702", "蔬菜包", 1, "veg-0804", receiver="neighbour", note="二次上门，邻居代收")])
    record(Session("李梅", 9, "12:17"), "distributions",
           [handed("3-2-1402", it, n, "veg-0808", receiver="self", note="昨晚不在家，今日补送")
            for it, n in (("蔬菜包", 1), ("大米", 5))])
    fix = Session("潘磊", 13, "08:52")
    cancel(fix, "distributions", slip, "签收表第二页漏加九份", {"quantity": int(slip["quantity"]) + 9})


def plain(code, place, item, n, whole):
    draw = life.random()
    if whole:
        unit = {"蔬菜包": "份", "大米": "kg", "牛奶": "盒"}.get(item, "") if draw < 0.4 else ""
        return handed(place, item, n, code, unit=unit)
    outcome, receiver = "", ""
    if draw < 0.30:
        receiver = "self"
    elif draw < 0.45:
        receiver = "family"
    elif draw < 0.53:
        outcome, receiver = "left", "door"
    elif draw < 0.58:
        outcome = "collected"
    return handed(place, item, n, code, outcome=outcome, receiver=receiver)


def story(code, place, item, n):
    """What went otherwise than planned."""
    skip = [handed(place, item, "skip")]
    went = {
        ("veg-0804", "8-1"): [handed(place, item, 20, code, note=f"到货不足，应发{n}份，余下次日补")],
        ("veg-0804", "10-1-702"): [handed(place, item, 0, code, outcome="not-home", note="敲门无人")],
        ("veg-0808", "3-2-1402"): [handed(place, item, 0, code, outcome="not-home")],
        ("milk-0810", "3-2-301"): [handed(place, item, 0, code, outcome="refused", note="家里没人喝牛奶")],
        ("milk-0810", "5-0-803"): skip,
        ("veg-0812", "5-0-803"): skip,
        ("veg-0816", "5-0-803"): [handed(place, item, n, code, receiver="self",
                                         note="独居老人，前两轮都漏了，楼长先送这一户")],
        ("clean-0814", "6-2"): skip,
        ("veg-0816", "A-1"): skip,
        ("veg-0816", "9-2"): skip,
    }
    if (code, place, item) == ("veg-0808", "3-1-1201", "蔬菜包"):
        return [handed(place, item, 0, code, outcome="refused", note="家中菜还够，请给更需要的人")]
    if (code, place, item) == ("veg-0808", "11-1", "蔬菜包"):
        return [handed(place, item, n + 1, code), handed(place, item, 1, code, outcome="returned", note="多领一份，退回仓库")]
    if (code, place, item) == ("veg-0812", "7-2", "蔬菜包"):
        return [handed(place, item, n - 9, code)]
    if code == "veg-0816" and place in ("5-0-1002", "5-0-304", "5-0-702"):
        return [handed(place, item, 0, code, outcome="not-home")]
    return went.get((code, place))


def formula(code, day, allot):
    lines = []
    for unit in UNITS:
        for home in UNITS[unit]:
            x = in_force(home, day)
            if x and x[0] and "infant" in x[3]:
                if home == "A-1-1204":
                    lines.append(handed(home, "婴儿奶粉", 0, code, outcome="not-home", note="全家去采样点，第二天再送"))
                    continue
                lines += [handed(home, item, n, code, receiver="family") for item, n, _ in allot]
    record(Session("孙小曼", day, "16:52"), "distributions", lines)
    record(Session("孙小曼", day + 1, "09:58"), "distributions",
           [handed("A-1-1204", item, n, code, receiver="self") for item, n, _ in allot])


# --- goods in, stores ---------------------------------------------------------------------------------------------

def received(source, item, quantity, unit="", store="", lot="", expires="", cost="", document="", note=""):
    return {"source": source, "item": item, "quantity": quantity, "unit": unit, "store": store, "lot": lot,
            "expires": expires, "cost": cost, "document": document, "note": note}


def gift(donor, item, quantity, unit="", store="", lot="", expires="", value="", earmark="", publish="", note=""):
    return {"donor": donor, "item": item, "quantity": quantity, "unit": unit, "store": store, "lot": lot,
            "expires": expires, "value": value, "earmark": earmark, "publish": publish, "note": note}


def change(item, quantity, reason, store="", unit="", counterpart="", note=""):
    return {"store": store, "item": item, "quantity": quantity, "unit": unit, "reason": reason,
            "counterpart": counterpart, "note": note}


def moved(lines):
    """A transfer from the main store to the north gate: each item out and in."""
    both = []
    for item, n in lines:
        both += [change(item, -n, "transfer", "main", counterpart="gate"),
                 change(item, n, "transfer", "gate", counterpart="main")]
    return both


def goods():
    wang, wu, gong = "王海柳", "吴国强", "龚小雪"

    def receive(by, day, time, *lines):
        record(Session(by, day, time), "receipts", lines)

    def donate(by, day, time, *lines):
        return record(Session(by, day, time), "donations", lines)

    def adjust(by, day, time, *lines):
        return record(Session(by, day, time), "adjustments", lines)

    adjust(wang, 2, "07:34",
           change("口罩", 600, "opening", "main"), change("N95口罩", 80, "opening", "main"),
           change("消毒液", 30, "opening", "main"), change("酒精", 24, "opening", "main"),
           change("一次性手套", 100, "opening", "main"), change("饮用水", 10, "opening", "main", unit="箱"),
           change("垃圾袋", 60, "opening", "main"), change("布洛芬", 30, "opening", "main"),
           change("退烧贴", 20, "opening", "main"), change("消毒液", 6, "opening", "gate"),
           change("口罩", 200, "opening", "gate"), change("饮用水", 48, "opening", "gate"))
    receive(wang, 2, "15:06", received("街道办事处", "口罩", 2, unit="箱", document="街调-08-017"),
            received("街道办事处", "防护服", 2, unit="箱", document="街调-08-017"),
            received("街道办事处", "N95口罩", 20, unit="盒", document="街调-08-017"),
            received("街道办事处", "面屏", 60, document="街调-08-017"),
            received("街道办事处", "一次性手套", 20, unit="盒", document="街调-08-017"))
    receive(wang, 3, "09:18", received("区防指", "抗原试剂", 4, unit="箱", lot="K2207A", expires="2023-01-31",
                                       document="区防指物资单22"))
    adjust(wang, 3, "10:26", *moved([("抗原试剂", 500), ("口罩", 300), ("饮用水", 96)]))
    donate(gong, 3, "16:44", gift("云帆饰品厂", "饮用水", 30, unit="箱", store="gate", value=900),
           gift("云帆饰品厂", "方便面", 20, unit="箱", value=1080, lot="F0719", expires="2023-01-18"))
    receive(wang, 4, "09:02", received("街道办事处", "蔬菜包", 540, document="保供0804-1", note="到货不足，先发远处的楼"))
    receive(wang, 5, "08:47", received("街道办事处", "蔬菜包", 40, document="保供0804-2", note="补昨日缺口"))
    donate(gong, 5, "13:55", gift("12号商铺便利店", "面包", 12, unit="箱", lot="B0811", expires="2022-08-11", value=720,
                                  earmark="志愿者早餐"),
           gift("3幢一位业主", "酒精", 2, unit="箱", publish="anonymous", value=336))
    receive(wang, 6, "09:37", received("区防指", "婴儿奶粉", 4, unit="箱", lot="MF2204", expires="2024-03-31",
                                       document="区防指物资单31"),
            received("安心药房", "纸尿裤", 12, unit="箱", cost="3312", document="发票0806-2"))
    donate(gong, 6, "14:29", gift("安心药房", "退烧贴", 30, value=450, expires="2024-05-31"),
           gift("安心药房", "布洛芬", 10, value=198, lot="IB2203", expires="2024-02-29", earmark="老人和儿童"))
    adjust(wu, 6, "17:38", change("面包", -100, "used", note="志愿者早餐，5、6两日"))
    adjust(wang, 7, "10:11", *moved([("抗原试剂", 300), ("防护服", 20), ("N95口罩", 60)]))
    donate(gong, 7, "15:33", gift("三溪果蔬合作社", "鸡蛋", 20, unit="箱", expires="2022-09-10", value=4320),
           gift("8幢几位业主", "卫生纸", 46, publish="anonymous", value="1145.8"))
    receive(wang, 8, "08:24", received("街道办事处", "蔬菜包", 550, document="保供0808"),
            received("和顺粮油店", "大米", 3, unit="吨", cost="14850", document="发票0808-1", expires="2023-06-30"))
    first = donate(gong, 9, "10:13", gift("桥头五金店", "饮用水", 40, unit="箱", store="gate", value=1200))
    again = donate(wu, 9, "10:57", gift("桥头五金店", "饮用水", 40, unit="箱", store="gate", value=1200))
    cancel(Session(wu, 9, "17:41"), "donations", again[0], f"与{first[0]['id']}是同一批，北门已登记")
    receive(wang, 9, "14:36", received("街道办事处", "食用油", 6, unit="箱", document="街调-08-052", expires="2023-12-31"),
            received("街道办事处", "大米", 200, unit="斤", document="街调-08-052"))
    # Short-dated milk: what is left after the round must be gone by the 18th.
    donate(wang, 10, "09:08", gift("商会爱心企业", "牛奶", 285, unit="箱", lot="M0818", expires="2022-08-18", value="12825",
                                   earmark="全体住户", note="临期，请尽快发"))
    adjust(wu, 10, "16:02", change("牛奶", -1, "damaged", unit="箱", note="卸车时压破一箱"),
           change("面包", -110, "used", note="志愿者早餐，7日至10日"))
    receive(wang, 11, "10:34", received("安心药房", "布洛芬", 20, cost="396", document="发票0811-1", lot="IB2204",
                                        expires="2024-03-31"),
            received("安心药房", "退烧贴", 10, cost="150", document="发票0811-1"))
    cancel(Session(gong, 11, "10:58"), "donations",
           next(r for r in rows["donations"] if r["donor"] == "云帆饰品厂" and r["item"] == "饮用水"),
           "送货单是36箱，卸车时少点一板", {"quantity": 36, "value": 1080})
    adjust(wu, 12, "07:26", change("面包", -30, "expired", note="8月11日到期，销毁"),
           change("蔬菜包", -9, "damaged", note="前两批剩余，已烂"))
    receive(wang, 12, "08:39", received("街道办事处", "蔬菜包", 560, document="保供0812"),
            received("三溪果蔬合作社", "鸡蛋", 30, unit="箱", cost="6480", document="发票0812-1", expires="2022-09-15"))
    donate(gong, 13, "11:02", gift("商会爱心企业", "牛奶", 40, unit="箱", lot="M1120", expires="2022-11-20", value=2320),
           gift("何静", "布洛芬", 4, publish="private", expires="2023-10-31"),
           gift("叶青", "垃圾袋", 1, unit="箱", value=120))
    adjust(wu, 13, "15:40", *moved([("抗原试剂", 200), ("消毒液", 10)]))
    receive(wang, 14, "09:26", received("街道办事处", "消毒液", 10, unit="箱", document="街调-08-081", expires="2023-08-31"))
    adjust(wang, 14, "16:15", change("抗原试剂", -20, "lost", "gate", note="雨棚漏水，一盒受潮丢弃"))
    receive(wang, 16, "08:58", received("街道办事处", "蔬菜包", 550, document="保供0816"))
    donate(gong, 16, "11:45", gift("银河湾业委会", "饮用水", 20, unit="箱", value=600),
           gift("小桥画室", "方便面", 5, unit="箱", expires="2023-02-10", value=270, publish="anonymous"))

    # To the test post on test mornings, and what the gate uses.
    for day in p.TEST_DAYS:
        if day == 2:
            continue
        gowns, n95 = (8, 10) if day % 4 == 0 else (6, 8)
        record(Session(wu, day, f"06:{life.randrange(4, 22):02}"), "distributions",
               [handed("采样点", "防护服", gowns), handed("采样点", "N95口罩", n95),
                handed("采样点", "一次性手套", 40 + gowns), handed("采样点", "面屏", gowns - 2 if day < 12 else 2)])
    record(errand("7m"), "distributions", [handed("7-1-201", "布洛芬", 1, receiver="self")])
    record(errand("9a"), "distributions", [handed("6-1-302", "退烧贴", 2, receiver="family")])
    record(errand("15a"), "distributions", [handed("A-1-803", "布洛芬", 1, outcome="left", receiver="door")])
    record(Session(wu, 5, "09:33"), "distributions",
           [handed(h, "布洛芬", 1, receiver="family") for h in fevers(18)])
    record(Session(wu, 12, "11:18"), "distributions",
           [handed(h, "布洛芬", 2, receiver="self") for h in fevers(15)])
    record(Session(gong, 11, "11:08"), "adjustments",
           [change("口罩", -150, "used", "gate"), change("饮用水", -5, "used", "gate", unit="箱")])
    record(Session(gong, 14, "20:41"), "adjustments",
           [change("口罩", -100, "used", "gate"), change("抗原试剂", -60, "used", "gate", note="志愿者自测"),
            change("防护服", -6, "used", "gate")])


fever = random.Random("银河湾 fevers")


def fevers(n):
    """Homes that fetched a box of medicine."""
    homes = [h for h in UNIT_OF if LIVES[h][2] and LIVES[h][1] and "infant" not in LIVES[h][2]]
    chosen = set(fever.sample(homes, n))
    return [h for h in UNIT_OF if h in chosen]


PACKS = {i[0]: dict((k, Fraction(v)) for k, v in (x.split("=") for x in i[3].split("|") if x)) | {i[2]: Fraction(1)}
         for i in p.ITEMS}
MASS = {"斤": Fraction(1, 2), "kg": Fraction(1), "吨": Fraction(1000), "公斤": Fraction(1)}


def base(row):
    item, unit = row["item"], row.get("unit", "")
    factor = 1 if not unit else PACKS[item].get(unit) or MASS[unit]
    return Fraction(row["quantity"]) * factor


def on_hand(store, item, session):
    """By the books at the moment of a count: earlier days, and that day up to the count."""
    today, total = f"2022-08-{session.day:02}", Fraction(0)
    for ledger in ("receipts", "donations", "adjustments", "distributions"):
        for row in rows[ledger]:
            if row["item"] != item or (row.get("store") or "main") != store:
                continue
            if row["date"] > today or (row["date"] == today and row["at"] > session.at):
                continue
            sign = -1 if ledger == "distributions" and row.get("outcome") != "returned" else 1
            total += sign * base(row)
    return total


def decimal(x):
    assert (x * 1000000).denominator == 1
    return f"{float(x):f}".rstrip("0").rstrip(".")


def stock_takes():
    """After everything else is recorded: a count needs the books."""
    def take(by, day, time, store, items, off=None):
        session, lines = Session(by, day, time), []
        for item in items:
            n = on_hand(store, item, session) + (off or {}).get(item, 0)
            lines.append({"store": store, "item": item, "quantity": decimal(n)})
        return record(session, "counts", lines)

    everything = [i[0] for i in p.ITEMS]
    take("吴国强", 8, "21:36", "main", [i for i in everything if i not in ("蔬菜包", "牛奶", "食用油")])
    take("吴国强", 15, "17:32", "main", everything, {"口罩": -50})
    gate = ["口罩", "N95口罩", "抗原试剂", "防护服", "饮用水", "消毒液"]
    take("龚小雪", 15, "18:47", "gate", gate)
    record(Session("王海柳", 15, "19:28"), "adjustments",
           [change("口罩", -1, "recount", "main", unit="盒", note="盘亏一盒，10日采样点领用未登记")])
    take("吴国强", 16, "10:33", "main", ["口罩", "蔬菜包", "牛奶", "婴儿奶粉", "布洛芬"])


# --- requests, notices, shifts ------------------------------------------------------------------------------------

STEP = re.compile(r"(\w+)@(\d+)(\w)(?::([^=>#\s]+))?(?:=([\d.]+))?(?:>([^#\s]+))?(?:#(\S+))?$")


def requests():
    todo = []
    for key, place, kind, need, urgency, script in p.REQUESTS:
        for n, word in enumerate(script.split()):
            step, day, slot, runner, spent, ref, note = STEP.match(word).groups()
            todo.append((errand(day + slot), n, key, place, kind, need, urgency, step, runner, spent, ref, note))
    todo.sort(key=lambda t: (t[0].at, int(t[2][1:]), t[1]))
    opened = {}
    documents = defaultdict(list)  # the steps that one command recorded
    for t in todo:
        documents[t[0].at, t[2]].append(t)
    for steps in documents.values():
        session, key = steps[0][0], steps[0][2]
        lines = []
        for _, n, _, place, kind, need, urgency, step, runner, spent, ref, note in steps:
            line = {"step": step, "runner": runner, "spent": spent, "ref": opened.get(ref, ref), "note": note}
            if step == "opened":
                line |= {"place": place, "kind": kind, "need": need, "urgency": "" if urgency == "normal" else urgency}
            lines.append(line)
        made = record(session, "requests", lines)
        opened.setdefault(key, made[0]["id"])
        for row in made:
            row["request"] = opened[key]


def notices():
    fang = "方晓岚"
    for code, template, title, day in p.NOTICES:
        digest = hashlib.sha256(f"{title}\n银河湾小区志愿者工作组\n".encode()).hexdigest()
        issue = Session(fang, day, f"{12 + day % 3}:{life.randrange(3, 50):02}")
        record(issue, "notices", [{"notice": code, "template": template, "title": title, "audience": "全体住户",
                                   "digest": digest}])
        record(issue, "reach", [{"notice": code, "place": "*", "status": "sent", "channel": "微信群"}])
        left_out = {"closed-0802": ["9"], "correction-0811": ["6", "A"]}.get(code, [])
        record(Session(fang, day, f"21:{life.randrange(2, 25):02}"), "reach",
               [{"notice": code, "place": b[0], "status": "posted" if b[0] in "58A" else "told",
                 "channel": "张贴" if b[0] in "58A" else "楼长群"} for b in p.BUILDINGS if b[0] not in left_out])
        if code == "closed-0802":
            record(Session(fang, 3, "09:47"), "reach",
                   [{"notice": code, "place": "9", "status": "told", "channel": "上门"},
                    {"notice": code, "place": "6-2-801", "status": "told", "channel": "上门", "note": "老人听力不好，当面讲"}] +
                   [{"notice": code, "place": h, "status": "unreachable", "channel": "电话"} for h in p.UNKNOWN_HOMES])
        if code == "testing-0804":
            record(Session(fang, 4, "08:05"), "reach",
                   [{"notice": code, "place": "3-2-502", "status": "read", "channel": "微信"}] +
                   [{"notice": code, "place": h, "status": "unreachable", "channel": "电话"} for h in p.UNKNOWN_HOMES])


def shifts():
    pools = {
        ("logistics", "北门岗亭", "07:00", "13:00"): ["龚小雪", "虞大伟"],
        ("logistics", "物业仓库", "13:30", "18:30"): ["王海柳", "吴国强", "虞大伟"],
        ("coordination", "北门岗亭", "13:00", "19:00"): ["何静", "骆建平"],
        ("errands", "代跑", "08:30", "17:30"): ["刘畅", "徐亮", "赵铁军"],
        ("publicity", "广播和群通知", "17:00", "19:00"): ["傅晓天", "蒋欣怡", "楼雨桐"],
        ("liaison", "热线", "09:00", "17:00"): ["金立群", "楼雨桐"],
    }
    tests = [("朱婷", "采样台", "06:30", "10:30"), ("丁一帆", "采样台", "06:30", "10:30"), ("毛佳佳", "扫码", "06:30", "10:45")]
    night = [("logistics", "虞大伟"), ("coordination", "陈思远"), ("errands", "徐亮"), ("coordination", "骆建平")]
    lines = []
    for day in range(2, 17):
        if day > 2:
            group, who = night[(day - 1) % 4]
            lines.append({"volunteer": who, "group": group, "post": "北门岗亭夜班", "start": "22:00", "end": "02:00",
                          "day": day - 1})
        if day in p.TEST_DAYS:
            lines += [{"volunteer": v, "group": "sampling", "post": post, "start": s, "end": e, "day": day}
                      for v, post, s, e in tests]
            if day % 4 == 0:
                lines.append({"volunteer": "陈思远", "group": "sampling", "post": "扫码", "start": "06:30", "end": "10:30",
                              "day": day, "note": "顶班"})
        for (group, post, start, end), pool in pools.items():
            offset = {"物业仓库": 0, "代跑": 1}.get(post, 0)
            who = pool[(day + offset) % len(pool)]
            taken = {x["volunteer"] for x in lines if x["day"] == day}
            if who in taken:
                who = next(v for v in pool if v not in taken)
            lines.append({"volunteer": who, "group": group, "post": post, "start": start, "end": end, "day": day})
        if day not in p.TEST_DAYS:
            continue  # written up every second evening
        record(Session("陈思远", day, "19:40" if day == 16 else f"21:{life.randrange(28, 58):02}"), "shifts", lines)
        lines = []


# --- files --------------------------------------------------------------------------------------------------------

def table(name, header, lines):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    write(name, out.getvalue())


def write(name, text):
    path = OUT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    assert "\r" not in text
    path.write_bytes(unicodedata.normalize("NFC", text).encode())


def quoted(value):
    if isinstance(value, list):
        return "[" + ", ".join(quoted(v) for v in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def registers():
    out = ['[community]', 'name = "银河湾小区"', 'public_phones = ["0579-85550000"]', 'language = "zh"',
           'timezone = "Asia/Shanghai"', 'currency = "CNY"']

    def section(name, /, **keys):
        out.extend(["", f"[{name}]"] if name == "privacy" or name == "requests" else ["", f"[[{name}]]"])
        out.extend(f"{k} = {quoted(v)}" for k, v in keys.items() if v not in ("", [], None))

    for code, units, floors, doors, gone, extra, captain in p.BUILDINGS:
        section("building", code=code, units=units, floors=floors, doors=doors, **{"except": gone}, extra=extra,
                captain=captain)
    section("destination", code="采样点", name="核酸采样点")
    for code, name in p.GROUPS:
        section("group", code=code, name=name)
    section("store", code="main", name="物业仓库")
    section("store", code="gate", name="北门岗亭")
    section("privacy", mask="surname", small_counts=0)
    section("requests", critical="2h", today="12h", normal="48h")
    out.extend(["", "[[schedule]]", 'name = "evening-bulletin"', 'report = "daily"', "public = true", 'at = "20:00"',
                'write = "reports/{date}.html"', "", "[[schedule]]", 'name = "weekly-testing"', 'report = "testing"',
                "public = true", 'at = "sun 20:30"', 'write = "reports/testing-{date}.csv"'])
    write("community.toml", "\n".join(out) + "\n")

    table("items.csv", "item category unit packs minimum aliases note".split(), p.ITEMS)
    table("volunteers.csv", "volunteer group role place skills since until note".split(), p.VOLUNTEERS)

    all_rounds = [(2, "09:00", 1, "roll-0802", "rollcall", "8月2日入户摸排", (3, 20), None, [])]
    for day in p.TEST_DAYS:
        all_rounds.append((day, "06:30", 2, f"test-08{day:02}", "testing", f"8月{day}日核酸检测", (day, 21), None, []))
    for code, title, day, closes, needs, allot in p.DISTRIBUTIONS:
        all_rounds.append((day, "08:00", 3, code, "distribution", title, closes, needs, allot))
    out = []
    for day, hour, _, code, kind, title, closes, needs, allot in sorted(all_rounds, key=lambda r: (r[0], r[2])):
        out += ["", "[[round]]", f'code = "{code}"', f'kind = "{kind}"', f'title = "{title}"', f"date = 2022-08-{day:02}",
                f"opened = 2022-08-{day:02}T{hour}:00+08:00"]
        out += [f"closes = 2022-08-{closes[0]:02}T{closes[1]:02}:00:00+08:00", 'places = ["*"]']
        if needs:
            out.append(f"needs = {quoted(needs)}")
        for item, quantity, per in allot:
            out += ["", "[[round.allot]]", f'item = "{item}"', f"quantity = {quantity}", f'per = "{per}"']
    write("rounds.toml", "\n".join(out[1:]) + "\n")


def main():
    census()
    testing()
    distributions()
    goods()
    requests()
    notices()
    shifts()
    stock_takes()
    registers()
    for ledger, (_, columns) in COLUMNS.items():
        header = ["id", "date", *columns.split(), "note", "reverses", "by", "at"]
        rows[ledger].sort(key=lambda r: r["at"])  # stable: documents of a session stay in their order
        table(f"{ledger}/2022-08.csv", header, [[row.get(c, "") for c in header] for row in rows[ledger]])
    check.main(OUT)


if __name__ == "__main__":
    main()
