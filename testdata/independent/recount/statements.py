"""Every statement: its figure against the cell that was worked out, each number of its
sentence against what was worked out, and its words against the rules for words."""
import json
import re
from decimal import ROUND_HALF_UP, Decimal

from formulas import Z, ahead

NUMBER = re.compile(r"−?\d[\d,]*(?:\.\d+)?")
FIXED = {"95", "24", "17", "18", "1", "10", "65", "25", "34", "35", "44", "45", "54", "55", "64", "365", "180", "2016", "2019", "20", "2022", "23", "2021", "2020", "2023", "12", "36", "3", "9", "6", "4", "0.07", "100", "1,000", "100,000", "99.8", "5", "7", "34", "500", "0.001"}


def rounded(v, places):
    d = Decimal(repr(float(v))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{d:,}".replace("-", "−")


def figures_of(v):
    """The forms in which a value may be printed: whole, one to three decimals, two figures."""
    if v is None:
        return set()
    out = {rounded(v, p) for p in (0, 1, 2, 3)} | {rounded(abs(v), p) for p in (0, 1, 2)}
    if v and abs(v) < 10:
        out.add(rounded(v, 2 if abs(v) < 1 else 1))
    if abs(v) >= 1e5:
        out |= {rounded(v / 1e6, 1), rounded(v / 1e6, 0)}
    return out


def first(v):
    return v[0] if isinstance(v, tuple) else v


def loosely(v):
    return figures_of(v) if not isinstance(v, tuple) and (isinstance(v, (int, float)) or hasattr(v, "dtype")) else set()


def drawn(ledger, tables):
    """Values of random draws with what they may differ by; in pounds, in millions too."""
    out = []
    for t in tables:
        for row in ledger.mine[t].values():
            for v in row.values():
                if isinstance(v, tuple):
                    out += [v, (v[0] / 1e6, v[1] / 1e6)] if abs(v[0]) > 1e5 else [v]
    return out


def pool(ledger, tables):
    """Every value that was worked out for some tables, in every form."""
    out = set(FIXED)
    for t in tables:
        for key, row in ledger.mine[t].items():
            for column, v in row.items():
                out |= loosely(v)
            out |= set(NUMBER.findall(key))
    return out


def check(x, ledger):
    headlines = json.load(open(ledger.folder / "headlines.json"))["headlines"]
    said = 0
    for h in headlines:
        source = h["source"]
        if not source:  # not produced, and its statement says why
            continue
        table, row, column = source["table"], source["row"], source["column"]
        mine = ledger.mine[table].get(row)
        if mine is None:
            mine = next((r for k, r in ledger.mine[table].items() if row == k or set(row.split(": ")) == set(k.split(": "))), None)
        where = f"statement {h['id']}"
        if mine is None:
            mine = row_by_count(ledger, table, row)
        if mine is None:
            ledger.differs(where, "no row", f"{table}, {row}")
            continue
        said += 1
        for field, name in [("value", column), ("numerator", "numerator"), ("denominator", "denominator"), ("lower", "lower"), ("upper", "upper")]:
            ours, theirs = mine.get(name), h[field]
            if ours is None or theirs is None:
                if first(ours) != theirs and name in mine and not (name in ("lower", "upper") and theirs is None):
                    ledger.differs(f"{where}, {field}", ours, theirs)
                continue
            ledger.cells["statements"] += 1
            slack = ours[1] if isinstance(ours, tuple) else 1e-5 * abs(first(ours)) + 1e-9
            if abs(first(ours) - theirs) > slack:
                ledger.differs(f"{where}, {field}", first(ours), theirs)
        numbers(ledger, h, mine, where)
        words(ledger, h, mine, where, table, row)
    print(f"{said} of {len(headlines)} statements worked out, with every number of their sentences")


def row_by_count(ledger, table, row):
    """A row whose label the program makes (a place, a cluster): found by its count."""
    theirs = next((r for r in ledger.tables[table] if ": ".join(v for v in list(r.values())[: row.count(": ") + 1]) == row), None)
    return next((m for m in ledger.mine[table].values() if theirs and str(m.get("numerator")) == theirs["numerator"]), None)


EXTRA = {
    "gun-crime-days-between": ["rare-events"], "homicide-days-between": ["rare-events"],
    "robbery-comparator-rate-ratio": ["comparators"], "sexual-offences-comparator-rate-ratio": ["comparators"], "knife-hotspots-share": ["knife-hotspots-spots"], "hotspots-share": ["hotspots-spots"],
    "injury-after-school-share": ["time-windows"], "concentration-top-tenth": ["concentration"], "victims-no-injury-share": ["injury-degree"], "under25-cost-recorded": ["cost-offence-total"],
    "cost-component-largest": ["cost-component", "cost-offence-total"], "hotspot-change-lasting": ["hotspot-change"], "deprivation-relative-index": ["deprivation-slope"],
}


def numbers(ledger, h, mine, where):
    table = h["source"]["table"]
    known = pool(ledger, [table, *EXTRA.get(h["id"], [])])
    if table in ("victims-age", "suspects-age"):
        known |= pool(ledger, [table + "-ratio"])
    random = drawn(ledger, [table, *EXTRA.get(h["id"], [])])
    in_order(ledger, h, mine, where)
    unknown = {rounded(h["not_recorded"], 0)} if h["not_recorded"] is not None else set()
    for n in NUMBER.findall(h["statement"]):
        ledger.cells["statements"] += 1
        n = n.rstrip(",")
        if n not in known | unknown | {str(len(ledger.mine[table]))} and not any(abs(float(n.replace(",", "").replace("−", "-")) - v) <= slack + 0.05 * (v > 1) for v, slack in random):
            ledger.differs(where, "no number " + n, h["statement"][:160])
    if h["not_recorded"] is not None:
        check_unknown(ledger, h, where)


FORMS = [
    (r"^(\d+)% of .*?\(([\d,]+) of ([\d,]+); 95% CI (\d+)% to (\d+)%", [("value", 0), ("numerator", 0), ("denominator", 0), ("lower", 0), ("upper", 0)]),
    (r"ratio of counts a day ([\d.]+); 95% CI ([\d.]+) to ([\d.]+)", [("value", 2), ("lower", 2), ("upper", 2)]),
    (r"([\d,]+) (?:and|to) ([\d,]+) \((?:up|down) ([\d,]+), ", [("denominator", 0), ("numerator", 0), ("change", 0)]),
    (r"\(([\d,]+) and ([\d,]+) (?:victims|suspects|offences);? ?(?:rate ratio|[\d.]+ and)", [("numerator", 0), ("denominator", 0)]),
    (r"rate ratio ([\d.]+); 95% CI ([\d.]+) to ([\d.]+)", [("value", 2), ("lower", 2), ("upper", 2)]),
    (r"£([\d.]+) million .*?95% CI £([\d.]+) million to £([\d.]+) million", [("value", 1), ("lower", 1), ("upper", 1)]),
    (r"(?:a peak at|,) ([\d.]+) times an even spread", [("index", 1)]),
    (r"index ([\d.]+); 95% CI ([\d.]+) to ([\d.]+)", [("value", 2), ("lower", 2), ("upper", 2)]),
    (r"at most (\d+)% if", [("upper_bound", 0)]),
    (r"so between ([\d.]+) and ([\d.]+)\)", [("low_bound", 2), ("high_bound", 2)]),
]


def in_order(ledger, h, mine, where):
    """The usual forms of sentences, number by number."""
    for pattern, columns in FORMS:
        found = re.search(pattern, h["statement"])
        if not found or any(c not in mine or isinstance(mine[c], tuple) for c, _ in columns):
            continue
        for said, (column, places) in zip(found.groups(), columns):
            ledger.cells["statements"] += 1
            v = abs(mine[column]) / (1e6 if "million" in pattern else 1)
            if said != rounded(v, places):
                ledger.differs(f"{where}, {column} of the sentence", rounded(v, places), said)


def check_unknown(ledger, h, where):
    """What is not recorded is the sum of the rows of the missing, or the column of it."""
    table, row = h["source"]["table"], h["source"]["row"]
    prefix = row.rsplit(": ", 1)[0]
    mine = ledger.mine[table]
    lost = [r["numerator"] for k, r in mine.items() if k.startswith(prefix + ": ") and k[len(prefix) + 2 :] in ("Not recorded", "Recorded as unknown", "Not stated", "Not known", "Not recorded: Not recorded")]
    if lost and h["not_recorded"] != sum(lost) and "not_known" not in (mine.get(row) or {}):
        ledger.differs(f"{where}, not recorded", sum(lost), h["not_recorded"])
    own = mine.get(row) or {}
    if "not_known" in own and own["not_known"] != h["not_recorded"]:
        ledger.differs(f"{where}, not known", own["not_known"], h["not_recorded"])
    ledger.cells["statements"] += 1


def words(ledger, h, mine, where, table, row):
    """Section 6 of the methods page."""
    text, v = h["statement"], {k: first(m) for k, m in mine.items()}
    ratio_known = v.get("lower") is not None and v.get("upper") is not None

    def must(condition, word):
        ledger.cells["statements"] += 1
        if not condition:
            ledger.differs(where, f"the word {word} is not borne", text[:200])

    if re.search(r"\brose\b|\bfell\b", text) and "change" not in v:
        must(v["lower"] > 1 or v["upper"] < 1, "rose or fell")
    if re.search(r"\brose\b|\bfell\b", text) and "change" in v:
        must(v["p"] < 0.05 and min(v["numerator"], v["denominator"]) >= 20, "rose or fell")
    if "were similar" in text or "was similar" in text:
        must(v["lower"] <= 1 <= v["upper"] and 0.5 < v["lower"] and v["upper"] < 2, "similar")
    if "not clearly different" in text and "allowing for" not in text:
        none = 0 if h["unit"] == "percentage points" else 1
        must(v["lower"] <= none <= v["upper"], "not clearly different")
    if re.search(r"[^n]over-represented", text.lower()) and ratio_known:
        must(v["lower"] > 1 and min(v["numerator"], v["denominator"]) >= 10 and v.get("complete", 100) >= 80 and v.get("low_bound", 2) > 1, "over-represented")
    if "peak" in text and "not clearly a peak" not in text and "index_lower" in v and "by all three" not in text:
        must(v["index_lower"] > 1 and v.get("q", 0) < 0.05 and v["numerator"] >= 20, "peak")
    if "stable" in text:
        must(-5 <= v["lower"] and v["upper"] <= 5, "stable")
    if ", the largest " in text and "is not the largest" not in text and v.get("denominator") and h["unit"] == "per cent" or "the largest" in text and "not clearly ahead" in text:
        prefix = row.rsplit(": ", 1)[0]
        same = sorted((r["numerator"] for k, r in ledger.mine[table].items() if k.rsplit(": ", 1)[0] == prefix and r.get("denominator") == v["denominator"] and r.get("value") is not None), reverse=True)
        if len(same) > 1:
            must(same[0] == v["numerator"], "the largest")
            must(ahead(same[0], same[1], v["denominator"]) == ("not clearly ahead" not in text), "the largest")
    if "clearly the " in text and "p_top" in v:
        must(v["p_top"] >= 0.88, "clearly the top")
    if "p_top" in v:
        must("hotspot" not in text, "hotspot")
    if re.search(r"was (higher|lower) than", text) and "rate ratio" not in text:
        must(v["lower"] > 0 or v["upper"] < 0, "higher or lower")
