"""Tables of cost, harm, priorities, comparators, published counts and youth justice."""
import numpy as np
import pandas as pd
from scipy import stats

from extract import BANDS, WARD_NAMES, band, reference
from formulas import adjust, conditional_p, dobson, poisson_limits, poisson_method, ranks, rate, ratio
from shares import BEFORE, MONTHS, PERIODS, THIS, change_row, changes, month_name, share_row, status, within, youngest

EDITION = "home-office-2019-20"
YEARS = {"12 months to March 2023": ("2022-04-01", "2023-04-01", 2022), "12 months to March 2022": ("2021-04-01", "2022-04-01", 2021)}
COSTS = "Dobson, chance variation in the counts only"


class Book:
    def __init__(self):
        lines = reference("cost_offence_map.csv")
        lines = lines[(lines.edition == EDITION) & (lines.use_by_default == "yes")]
        self.line = dict(zip(lines.ho_code, lines.offence_type))
        costs = reference("unit_costs.csv")
        costs = costs[(costs.edition == EDITION) & (costs.per == "offence")]
        deflators = reference("gdp_deflators.csv")
        index = dict(zip(deflators[deflators.vintage == "hmt-2025-12"].financial_year, deflators[deflators.vintage == "hmt-2025-12"]["index"].astype(float)))
        self.factor = index["2022/23"] / index["2019/20"]
        self.unit = {(t, g): float(c) * self.factor for t, g, c in zip(costs.offence_type, costs.component_group, costs.cost_gbp)}
        m = reference("multipliers.csv")
        m = m[m.edition == EDITION]
        self.multiplier = {t: float(v) for t, v in zip(m.offence_type, m.multiplier) if v}

    def counts(self, frame):
        return frame.code.map(self.line).dropna().value_counts().to_dict()

    def sum(self, frame, estimated, group="total"):
        n = self.counts(frame)
        return dobson(list(n.values()), [self.unit[t, group] * (self.multiplier.get(t, 1) if estimated else 1) for t in n])

    def row(self, frame, estimated, group="total"):
        costed = int(frame.code.map(self.line).notna().sum())
        value, low, high = self.sum(frame, estimated, group)
        return {"numerator": costed, "denominator": len(frame), "value": value, "lower": low, "upper": high, "method": COSTS, "status": status(costed >= 20)}


BASES = {"Recorded": False, "Estimated": True}


def in_year(frame, year):
    low, high, _ = YEARS[year]
    return frame[(frame.recorded >= low) & (frame.recorded < high)]


def check_costs(x, ledger, book):
    o = x.o
    for table, frame in [("cost-pack", o[o.pack]), ("cost-offence", o[o.theme1]), ("cost-knife", o[o.knife])]:
        rows, totals, uncosted = {}, {}, {}
        for year in YEARS:
            at = in_year(frame, year)
            counts = book.counts(at)
            for basis, estimated in BASES.items():
                for line, n in counts.items():
                    m = book.multiplier.get(line, 1) if estimated else 1
                    value, low, high = dobson([n], [book.unit[line, "total"] * m])
                    rows[year, basis, line.capitalize()] = {"numerator": n, "value": value, "lower": low, "upper": high, "method": COSTS, "status": status(n >= 20), "unit_cost": book.unit[line, "total"], "multiplier": book.multiplier.get(line) if estimated else None}
                whole = book.row(at, estimated)
                rows[year, basis, "Not costed"] = {"numerator": len(at) - whole["numerator"]}
                rows[year, basis, "Total"] = {k: v for k, v in whole.items() if k not in ("numerator", "denominator")} | {"numerator": len(at)}
                for name, part in [("All costed offences", at), ("Without homicide", at[at.subgroup != "Homicide"])]:
                    row = book.row(part, estimated)
                    row["ratio"] = row["value"] / book.sum(part, False)[0] if estimated else None
                    row["per_resident"] = row["value"] / x.residents(YEARS[year][2])
                    totals[year, basis, name] = row
            for (label, code), n in at[at.code.map(book.line).isna()].groupby(["label", "code"]).size().items():
                uncosted[year, f"{label} ({code})"] = {"numerator": int(n)}
            uncosted[year, "Total"] = {"numerator": int(at.code.map(book.line).isna().sum())}
        ledger.compare(table, ["period", "basis", "cost_line"], {k: r for k, r in rows.items() if r["numerator"] or k[2] == "Total"})
        ledger.compare(f"{table}-total", ["period", "basis", "offences"], totals)
        ledger.compare(f"{table}-uncosted", ["period", "ho_class"], uncosted)


def check_cost_groups(x, ledger, book):
    o, year = x.o, list(YEARS)[0]
    ages, wards, parts = {}, {}, {}
    for scope, frame in [("Under-25s", o[o.theme1]), ("Whole pack", o[o.pack])]:
        at = in_year(frame, year)
        old, ward = band(youngest(x, at)).fillna("Not known"), at.ward.map(lambda c: WARD_NAMES.get(c, "Not known"))
        for basis, estimated in BASES.items():
            for group, rows, levels in [("age", ages, old), ("ward", wards, ward)]:
                for level in levels.unique():
                    rows[scope, basis, level] = book.row(at[levels == level], estimated)
                rows[scope, basis, "Total"] = book.row(at, estimated)
            for part in ["anticipation", "consequence", "response"]:
                parts[scope, basis, part.capitalize()] = book.row(at, estimated, part)
            parts[scope, basis, "Total"] = book.row(at, estimated)
    ledger.compare("cost-age", ["scope", "basis", "age_band"], ages)
    ledger.compare("cost-ward", ["scope", "basis", "ward"], wards)
    ledger.compare("cost-component", ["scope", "basis", "component"], parts)
    at = in_year(o[o.theme1], year)
    steps = {}
    for line, n in book.counts(at).items():
        value, low, high = dobson([n], [book.unit[line, "total"]])
        steps[line.capitalize(),] = {"numerator": n, "value": value, "lower": low, "upper": high, "method": COSTS}
    a, b = book.row(at, False), book.row(at, True)
    for row in (a, b):
        row.pop("denominator")
    steps["Recorded",], steps["Estimated",] = a, b
    steps["Under-reporting",] = {"numerator": a["numerator"], "value": b["value"] - a["value"], "method": "estimated less recorded"}
    ledger.compare("cost-steps", ["step"], steps)


def check_cost_doubt(x, ledger, book):
    at = in_year(x.o[x.o.pack], list(YEARS)[0])
    n, whole = book.counts(at), book.row(at, True)
    base = whole["value"]
    rows = {}

    def add(name, low, high, method):
        rows[name,] = {"numerator": whole["numerator"], "denominator": len(at), "value": base, "lower": low, "upper": high, "method": method, "swing": high - low}

    for line, count in n.items():
        unit, m = book.unit[line, "total"], book.multiplier.get(line, 1)
        low, high = poisson_limits(count)
        add(f"Number of offences: {line}", base + (low - count) * unit * m, base + (high - count) * unit * m, ("exact Poisson" if count < 10 else "Byar") + " 95% limits")
        if m > 1:
            half = (m - 1) / 2 * count * unit
            add(f"Multiplier of {line}", base - half, base + half, "half and one and a half times its excess over 1")
    add("Unit costs, all together", 0.8 * base, 1.2 * base, "20% down and up")
    homicide = n.get("homicide", 0) * book.unit["homicide", "total"]
    add("With and without homicide", base - homicide, base, "left out and left in")
    ledger.compare("cost-tornado", ["assumption"], rows)
    random = np.random.default_rng(7)
    draws = np.zeros(40000)
    for line, count in n.items():
        m = book.multiplier.get(line, 1)
        times = random.triangular(1 + (m - 1) / 2, m, 1 + 1.5 * (m - 1), len(draws)) if m > 1 else m
        draws += random.gamma(count + 0.5, 1, len(draws)) * times * book.unit[line, "total"]
    draws *= random.uniform(0.8, 1.2, len(draws))
    low, high = np.quantile(draws, [0.025, 0.975])
    ledger.compare("cost-uncertainty", ["cost"], {("Estimated, all assumptions together",): {"numerator": whole["numerator"], "denominator": len(at), "value": base, "lower": (low, 0.01 * low), "upper": (high, 0.01 * high), "method": "Monte Carlo, 10,000 draws, seed 1"}})


def weights():
    w = reference("harm_weights.csv")
    return {c: float(v) for c, v in zip(w[w.edition == "ons-css-2016"].ho_code, w[w.edition == "ons-css-2016"].weight)}


def check_harm(x, ledger):
    rows, share, weight = {}, {}, weights()
    random = np.random.default_rng(3)
    for period in PERIODS:
        at = within(x.o[x.o.pack], period)
        with_weight = at[at.code.isin(weight)]
        counts = with_weight.groupby(["code", "label"]).size()
        total = sum(n * weight[c] for (c, _), n in counts.items())
        draws = {k: random.gamma(n + 0.5, 1, 20000) * weight[k[0]] for k, n in counts.items()}
        whole = sum(draws.values())
        by_count, by_harm = ranks(list(counts)), ranks([n * weight[c] for (c, _), n in counts.items()])
        for i, ((code, label), n) in enumerate(counts.items()):
            value, low, high = dobson([n], [weight[code]])
            name = f"{label} ({code})"
            rows[period, name] = {"numerator": int(n), "value": value, "lower": low, "upper": high, "method": "Dobson", "status": status(n >= 20), "weight": weight[code], "share_count": 100 * n / len(with_weight), "share_harm": 100 * value / total, "rank_count": by_count[i], "rank_harm": by_harm[i]}
            if period == THIS:
                low, high = np.quantile(100 * draws[code, label] / whole, [0.025, 0.975])
                share[name,] = {"numerator": int(n), "denominator": len(with_weight), "value": 100 * value / total, "lower": (low, 0.05 * low + 0.02), "upper": (high, 0.05 * high + 0.02), "method": "Monte Carlo", "status": status(n >= 20), "share_count": 100 * n / len(with_weight)}
        value, low, high = dobson(list(counts), [weight[c] for c, _ in counts.index])
        rows[period, "Total"] = {"numerator": len(at), "value": value, "lower": low, "upper": high, "method": "Dobson", "status": ""}
        rows[period, "Without a weight"] = {"numerator": len(at) - len(with_weight)}
    ledger.compare("harm", ["period", "ho_class"], rows)
    ledger.compare("harm-share", ["ho_class"], share)


def rank_ranges(counts, bases=None, draws=20000, seed=5):
    """F16: 95% range of ranks from gamma draws."""
    random = np.random.default_rng(seed)
    means = random.gamma(np.asarray(counts, float) + 0.5, 1, (draws, len(counts)))
    if bases is not None:
        means = means / np.asarray(bases)
    places = (-means).argsort(1).argsort(1) + 1
    return np.quantile(places, 0.025, axis=0), np.quantile(places, 0.975, axis=0), places


def check_priorities(x, ledger, book):
    at = within(x.o[x.o.pack], THIS)
    change, weight = changes(x.o[x.o.pack], x.o[x.o.pack].subgroup), weights()
    groups = [(s, part) for s, part in at.groupby("subgroup")]
    counts = [len(p) for _, p in groups]
    harm = [sum(p.code.map(weight).dropna()) if p.code.isin(weight).any() else None for _, p in groups]
    cost = [book.sum(p, False)[0] if p.code.map(book.line).notna().any() else None for _, p in groups]
    order = lambda v: [None if a is None else 1 + sum(b is not None and b > a for b in v) for a in v]
    r_count, r_harm, r_cost = ranks(counts), order(harm), order(cost)
    low, high, _ = rank_ranges(counts)
    rows = {}
    for i, (s, p) in enumerate(groups):
        mine = [r for r in (r_count[i], r_harm[i], r_cost[i]) if r is not None]
        c = change[s]
        knife = int(p.knife.sum())
        rows[s,] = {**share_row(len(p), len(at)), "rank_count": r_count[i], "rank_lower": (low[i], 1), "rank_upper": (high[i], 1), "mean_rank": sum(mine) / len(mine), "harm": harm[i], "weighted": int(p.code.isin(weight).sum()), "rank_harm": r_harm[i], "cost": cost[i], "costed": int(p.code.map(book.line).notna().sum()), "rank_cost": r_cost[i], "before": c["denominator"], "ratio": c["value"], "p": c["p"], "q": c["q"], "knife": knife, "knife_share": 100 * knife / len(p)}
    rows["Total",] = {"numerator": len(at)}
    for row in rows.values():  # shares of itself, ratios to the year before
        if row.get("value") is not None and min(row["numerator"], row.get("before", 20)) < 20:
            row["status"] = "u"
    ledger.compare("priorities", ["ho_subgroup"], rows)


def check_comparators(x, ledger):
    c = pd.read_csv(x.sample / "comparators.csv", dtype={"area_code": str})
    o = within(x.o, THIS)
    rows, compared = {}, {}
    for series, name, mine in [("Robbery of personal property", "Personal robbery", int((o.code == "34B").sum())), ("Sexual offences", "Sexual offences", int(o.sexual.sum()))]:
        part = c[c.series == series]
        london = part[part.area_code == "E12000007"].iloc[0]
        b = part[part.area_code != "E12000007"].copy()
        here = b.area_code == "E09000002"
        published = int(b.loc[here, "count"].iloc[0])
        extract, alike = mine, abs(mine - published) <= published / 10
        mine = mine if alike else published
        b.loc[here, "count"] = mine
        base, target = b.population.astype(float), london["count"] / london.population
        expected = base * target
        z = np.sort((b["count"] - expected) / np.sqrt(expected))
        lo, hi = np.quantile(z, 0.1), np.quantile(z, 0.9)
        phi = max(1.0, (np.clip(z, lo, hi) ** 2).mean())
        place = ranks(list(b["count"] / base))
        low, high, _ = rank_ranges(b["count"], base)
        for i, (_, a) in enumerate(b.iterrows()):
            v, l, h, method = rate(a["count"], a.population)
            rows[name, a.area_name] = {"numerator": a["count"], "denominator": a.population, "value": v, "lower": l, "upper": h, "method": method, "rank": place[i], "rank_lower": (low[i], 1), "rank_upper": (high[i], 1)}
            for level, alpha in [("95", 0.05), ("998", 0.002)]:
                e = expected.iloc[i]
                for side, q in [("lower", alpha / 2), ("upper", 1 - alpha / 2)]:
                    k = stats.poisson.ppf(q, e)
                    rows[name, a.area_name][side + level] = (1000 * target * max(0, 1 + (k / e - 1) * phi**0.5), 0.25)
        own = rows[name, "Barking and Dagenham"]
        for against, n, p in [("London", london["count"], london.population), ("Rest of London", london["count"] - published, london.population - 219992)]:
            v, l, h, method = ratio(mine, 219992, n, p)
            compared[name, against] = {"numerator": mine, "denominator": n, "value": v, "lower": l, "upper": h, "method": method, "status": "", "rate": 1000 * mine / 219992, "rate_comparator": 1000 * n / p, "rank": own["rank"], "rank_lower": own["rank_lower"], "rank_upper": own["rank_upper"], "areas": 32, "published": published, **({} if alike else {"extract": extract})}
        v, l, h, method = rate(london["count"], london.population)
        rows[name, "London"] = {"numerator": london["count"], "denominator": london.population, "value": v, "lower": l, "upper": h, "method": method}
        if not alike:
            v, l, h, method = rate(extract, 219992)
            rows[name, "Barking and Dagenham, by the extract"] = {"numerator": extract, "denominator": 219992, "value": v, "lower": l, "upper": h, "method": method}
    ledger.compare("comparators", ["series", "area"], rows)
    ledger.compare("comparator-ratio", ["series", "against"], compared)


def check_published(x, ledger):
    c = pd.read_csv(x.sample / "published-counts.csv", parse_dates=["Month_Year"])
    rows, months, wards, check = {}, {}, {}, {}
    b = c[c["Area Type"] == "Borough"]
    total = lambda d, p: int(d[(d.Month_Year >= PERIODS[p][0]) & (d.Month_Year < PERIODS[p][1])].Count.sum())
    for period, year in [(THIS, 2022), (BEFORE, 2021)]:
        n, r = total(b, period), x.residents(year)
        v, l, h, method = rate(n, r)
        rows[period,] = {"numerator": n, "denominator": r, "value": v, "lower": l, "upper": h, "method": method, "status": ""}
        w = total(c[c["Area Type"] != "Borough"], period)
        check[period, "Knife Crime"] = {"numerator": w, "denominator": n, "shortfall": n - w}
    for m in MONTHS:
        months[month_name(m), "Knife Crime"] = {"numerator": int(b[b.Month_Year == m].Count.sum())}
    ledger.compare("mps-counts-knife", ["period"], rows)
    ledger.compare("mps-counts-check", ["period", "series"], check)
    ledger.compare("mps-counts-by-month", ["month", "series"], months)
    row = change_row(total(b, THIS), total(b, BEFORE))
    ledger.compare("mps-counts", ["series"], {("Knife Crime",): {**row, "q": row["p"]}})
    for code, part in c[c["Area Type"] != "Borough"].groupby("Area Code"):
        wards[code,] = change_row(total(part, THIS), total(part, BEFORE))
    for key, q in zip(list(wards), adjust([r["p"] for r in wards.values()])):
        wards[key]["q"] = q
    ledger.compare("mps-counts-wards", ["ward"], wards)


def check_small(x, ledger):
    o = x.o
    rows = {}
    for period, year in [(THIS, 2022), (BEFORE, 2021)]:
        n = int((within(o, period).subgroup == "Homicide").sum())
        v, l, h, method = rate(n, x.residents(year), 100000)
        rows[period,] = {"numerator": n, "denominator": x.residents(year), "value": v, "lower": l, "upper": h, "method": method, "status": status(n >= 20)}
    ledger.compare("homicide-count", ["period"], rows)
    check_rare(x, ledger)
    e = pd.read_csv(x.sample / "first-time-entrants.csv").iloc[0]
    v, l, h, method = rate(e.children, e.population_10_17, 100000)
    ledger.compare("first-time-entrants", ["year"], {("2022",): {"numerator": e.children, "denominator": e.population_10_17, "value": v, "lower": l, "upper": h, "method": method, "status": ""}})
    y = pd.read_csv(x.sample / "youth-outcomes.csv").iloc[0]
    ledger.compare("youth-outcomes", ["period", "unit"], {(THIS, "record"): share_row(int(y.named_suspect), int(y.records))})


def check_rare(x, ledger):
    """Days between the rarest offences by day of recording; the centre of a t chart is
    the mean of the times to the power 1/3.6."""
    totals, events = {}, {}
    span = "36 months to May 2023"
    for name, mask in [("Homicide offences", x.o.subgroup == "Homicide"), ("Offences flagged gun crime", x.o.gun)]:
        days = x.o[mask & (x.o.recorded < "2023-06-01")].recorded.sort_values()
        gaps = days.diff().dt.days.dropna()
        low, high = poisson_limits(len(days))
        centre = (gaps ** (1 / 3.6)).mean() ** 3.6
        totals[name, span] = {"numerator": len(days), "denominator": 3, "value": len(days) / 3, "lower": low / 3, "upper": high / 3, "method": poisson_method(len(days)), "centre": centre, "since": (pd.Timestamp("2023-05-31") - days.max()).days}
        for i, (day, gap) in enumerate(zip(days, [None, *gaps]), 1):
            roots = gaps ** (1 / 3.6)
            moved = roots.diff().abs().dropna()
            half = 3 * moved[moved <= 3.267 * moved.mean()].mean() / 1.128
            limited = gap is not None and len(gaps) >= 12
            events[name, f"{i}, {day.strftime('%B %Y')}"] = {"value": gap, "centre": centre if gap is not None else None, "lower_limit": max(0, roots.mean() - half) ** 3.6 if limited else None, "upper_limit": (roots.mean() + half) ** 3.6 if limited else None}
    if "rare-events-total" in ledger.tables:
        ledger.compare("rare-events-total", ["offences", "period"], totals)
        ledger.compare("rare-events", ["offences", "event"], events)


def check(x, ledger):
    book = Book()
    check_costs(x, ledger, book)
    check_cost_groups(x, ledger, book)
    check_cost_doubt(x, ledger, book)
    check_harm(x, ledger)
    check_priorities(x, ledger, book)
    check_comparators(x, ledger)
    check_published(x, ledger)
    check_small(x, ledger)
