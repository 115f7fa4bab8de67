"""The public edition against the restricted one, row by row: every number is hidden,
0 or rounded to 5, whatever is made of counts is made of the rounded ones, and no word
of the public edition fails for the true numbers."""
import json
import math
import re
import sys

from formulas import Z, conditional_p, poisson_limits, wilson
from ledger import Ledger

# Denominators that are not counts of events: residents, days, what is published by others.
BASES = re.compile(r"population|first-time|wards$|injury-wards|deprivation|age-sex$|mps-counts-knife|mps-counts$|comparators|trend$|month$|months-series|term-holiday")
WORDS = re.compile(r"\b(rose|fell|similar|higher|lower|below|above|over-represented|under-represented|largest|clearly|peak|hotspots?|stable|most|fewest|not shown|clear trend|signal)\b")


def five(v):
    return 5 * math.floor(v / 5 + 0.5)


def number(text):
    return None if text == "" else float(text)


def close(a, b):
    return abs(a - b) <= 1e-6 * max(abs(a), abs(b)) + 1e-9


class Check:
    def __init__(self, restricted, public):
        self.restricted, self.public = restricted, public
        self.wrong, self.numbers, self.hidden, self.made = [], 0, 0, 0

    def say(self, *what):
        self.wrong.append(": ".join(str(w) for w in what))

    def count(self, where, true, shown):
        if true is None and shown is None:
            return
        self.numbers += 1
        if shown is None:
            self.hidden += 1
        elif true is None:
            self.say(where, "a number where the restricted edition has none", shown)
        elif 0 < true < 8:
            self.say(where, "a small number is shown", shown)
        elif shown != (five(true) if true else 0):
            self.say(where, f"{shown} for {true}")

    def table(self, name):
        dimensions = self.public.columns[name][: self.public.columns[name].index("numerator")]
        true = {tuple(r[d] for d in dimensions): r for r in self.restricted.tables[name]}
        for r in self.public.tables[name]:
            key = tuple(r[d] for d in dimensions)
            where = f"{name}, {', '.join(key)}"
            if key not in true:
                self.merged(where, r)
                continue
            self.row(name, where, true[key], r)

    def merged(self, where, r):
        """A row that puts levels together: its count is rounded, at least."""
        n = number(r["numerator"])
        self.numbers += 1
        if n is not None and n % 5:
            self.say(where, "not rounded", n)

    def row(self, name, where, true, r):
        n, d = number(r["numerator"]), number(r.get("denominator", ""))
        N, D = number(true["numerator"]), number(true.get("denominator", ""))
        if name == "population-profile":
            return
        self.count(where + ", numerator", N, n)
        if "Rest of London" in where:  # made of the published counts of London and of the area
            D = number(next(t for t in self.restricted.tables[name] if t["series"] == true["series"] and t["against"] == "London")["denominator"])
            D = five(D) - five(number(true["published"]))
        if d is not None and not (BASES.search(name) and d == D):
            self.count(where + ", denominator", D, d)
        for column in ("not_known", "unclear", "before", "knife", "published", "costed", "unknown", "none", "none_all", "age_not_known"):
            if column in r:
                self.count(f"{where}, {column}", number(true[column]), number(r[column]))
        v = number(r.get("value", ""))
        if v is None:
            if n is None and any(number(r.get(c, "")) is not None for c in ("lower", "upper", "rate", "percent", "change")):
                self.say(where, "made of a hidden number")
            return
        if n is None:
            self.say(where, "a value of a hidden number", v)
            return
        self.values(where, true, r, n, d, v)

    def values(self, where, true, r, n, d, v):
        low, high, method = number(r.get("lower", "")), number(r.get("upper", "")), r.get("method", "")
        self.made += 1
        if method == "Wilson" and d:
            w = wilson(n, d)
            base = number(r["share_residents"]) if close(v, w[0] / float(r.get("share_residents") or "nan")) else 1.0
            if not all(close(a, b / base) for a, b in zip((v, low, high), w)):
                self.say(where, f"not the Wilson share of {n} of {d}", v, low, high)
        elif method in ("Byar", "exact Poisson"):
            l, h = poisson_limits(n)
            N, D, V = number(true["numerator"]), number(true["denominator"]), number(true["value"])
            per = V / (N / D) if N else None
            if per and "weekday" not in where and not close(v, per * n / d):
                self.say(where, f"not the rate of {n} of {d}", v)
            if n and not (close(low / v, l / n) and close(high / v, h / n)):
                self.say(where, f"not the limits of {n}", low, high)
        elif method == "log rate ratio":
            N, D, V = number(true["numerator"]), number(true["denominator"]), number(true["value"])
            if true["method"] == method and not close(v / (n / d), V / (N / D)) and "comparator" not in where:
                self.say(where, f"not the ratio of {n} and {d}", v)
            s = math.sqrt(1 / n + 1 / d)
            if not (close(low, v * math.exp(-Z * s)) and close(high, v * math.exp(Z * s))):
                self.say(where, f"not the limits of {n} and {d}", low, high)
            if "change" in r and r["change"] != "":
                if float(r["change"]) != n - d or r.get("percent") and not close(float(r["percent"]), 100 * (n - d) / d):
                    self.say(where, "not the change", r["change"], r["percent"])
                if r.get("p") and abs(float(r["p"]) - conditional_p(n, 365, d, 365)) > 1e-6:
                    self.say(where, "not the p", r["p"])
        elif r.get("unit_cost"):
            if not close(v, n * float(r["unit_cost"]) * float(r["multiplier"] or 1)):
                self.say(where, "not the cost", v)
        else:
            self.made -= 1
        if r.get("rate") and r.get("residents") and not close(float(r["rate"]), 1000 * n / float(r["residents"]) / (3 if "36 months" in where and float(r["residents"]) < 1e5 and False else 1)):
            self.say(where, "not the rate of residents", r["rate"])
        if r.get("index") and r.get("expected") and not close(float(r["index"]), v / float(r["expected"])):
            self.say(where, "not the index", r["index"])


OF_RESIDENTS = {"population-profile-children"}


def row_of(side, source):
    """The row of the restricted edition that a statement of the public one rests on."""
    columns = side.columns[source["table"]]
    dimensions = columns[: columns.index("numerator")]
    return next((r for r in side.tables[source["table"]] if ": ".join(r[d] for d in dimensions) == source["row"]), None)


def sentences(check):
    load = lambda side: {h["id"]: h for h in json.load(open(side.folder / "headlines.json"))["headlines"]}
    true, shown = load(check.restricted), load(check.public)
    said = alike = 0
    for id, h in shown.items():
        if h["value"] is None:
            continue
        said += 1
        own = row_of(check.restricted, h["source"]) or true[id]
        for field in ("numerator", "denominator"):
            if h[field] is None or id in OF_RESIDENTS or "cost" in id or number(own.get(field) or "") == h[field] and BASES.search(h["source"]["table"]):
                continue
            check.count(f"statement {id}, {field}", number(own[field]), h[field])
        # What is not recorded is added up from rounded rows, of which there may be two.
        if h["not_recorded"] and abs(h["not_recorded"] - true[id]["not_recorded"]) > 5:
            check.say(f"statement {id}, not recorded", h["not_recorded"], true[id]["not_recorded"])
        ours, theirs = WORDS.findall(true[id]["statement"]), WORDS.findall(h["statement"])
        alike += ours == theirs
        borne = {"similar"} if "stable" in ours else set()  # a share that is stable is similar
        for word in set(theirs) - set(ours) - borne:
            check.say(f"statement {id}", f"says {word} of rounded numbers and not of the true ones", h["statement"][:200], true[id]["statement"][:200])
    return said, alike, len(shown)


def compare(run):
    restricted, public = Ledger(f"{run}/restricted"), Ledger(f"{run}/public")
    check = Check(restricted, public)
    for name in public.tables:
        check.table(name)
    said, alike, all_of = sentences(check)
    print(f"public edition: {len(public.tables)} tables, {check.numbers:,} counts ({check.hidden} hidden), {check.made:,} values made again of rounded counts; {said} of {all_of} statements, {alike} with the very words of the restricted one; {len(check.wrong)} disagreements")
    return check.wrong


if __name__ == "__main__":
    wrong = compare(sys.argv[1])
    for line in wrong:
        print("DIFFERS ", line)
    sys.exit(len(wrong) > 0)
