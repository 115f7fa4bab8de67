"""Tables of hotspots over the years and what is in them, relative density, Moran's I of wards, the gradient of deprivation."""
import math

import numpy as np
import pandas as pd
from scipy import stats

from extract import WARD_NAMES
from formulas import adjust, wilson
from places import cells, count_cells, hotspots, sets
from shares import BEFORE, PERIODS, THIS, share_row, within

SPANS = {"12 months to May 2021": ("2020-06-01", "2021-06-01"), BEFORE: PERIODS[BEFORE], THIS: PERIODS[THIS]}
QUARTERS = ["Midnight to 6am", "6am to midday", "Midday to 6pm", "6pm to midnight"]
CLASSES = ["Persistent: hot in nearly all spans and in the last", "In a run: hot in the last spans in a row, not before", "On and off: hot in the last span and in others", "New: hot in the last span alone", "Historical: hot in nearly all spans, not in the last", "Former: hot in some span, not in the last", "Never hot"]


def span(frame, period):
    low, high = SPANS[period]
    return frame[(frame.recorded >= low) & (frame.recorded < high)]


def check_lasting(x, ledger):
    frame = x.o[x.o.pack]
    counts = {p: count_cells(x, span(frame, p)) for p in SPANS}
    hot = {p: {i for g in hotspots(x, n)[0] for i in g} | hotspots(x, n)[1] for p, n in counts.items()}
    accuracy = {}
    for a, b in zip(list(SPANS), list(SPANS)[1:]):
        ids, n = list(hot[a]), counts[b]
        row = share_row(int(n[ids].sum()), int(n.sum()))
        area = 100 * len(ids) / len(n)
        best = np.sort(n)[::-1][: len(ids)].sum()
        accuracy[b,] = {**row, "share_cells": area, "pai": row["value"] / area, "pai_lower": row["lower"] / area, "pai_upper": row["upper"] / area, "efficiency": n[ids].sum() / best}
    ledger.compare("hotspot-accuracy", ["span"], accuracy)
    kind = []
    for i in range(len(cells(x))):
        f, s, t = (i in hot[p] for p in SPANS)
        kind.append(0 if f and s and t else 1 if s and t else 2 if f and t else 3 if t else 4 if f and s and False else 5 if f or s else 6)
    kind, last = np.array(kind), counts[THIS]
    rows = {(c,): {**share_row(int(last[kind == k].sum()), int(last.sum())), "cells": int((kind == k).sum())} for k, c in enumerate(CLASSES)}
    rows["Total",] = {"numerator": int(last.sum()), "cells": len(last)}
    ledger.compare("hotspot-change", ["class"], rows)
    one = {}
    for i, (e, n) in enumerate(x.cells):
        if kind[i] < 6:
            one[f"E{e} N{n}",] = {"numerator": int(last[i]), "value": sum(i in hot[p] for p in SPANS), "easting": e, "northing": n, "last": int(i in hot[THIS])}
    ledger.compare("hotspot-change-cells", ["cell"], one)


def check_mix(x, ledger):
    for table, prefix in [("hotspots", ""), ("knife-hotspots", "knife-")]:
        at = within(sets(x)[prefix], THIS)
        found = hotspots(x, count_cells(x, at))[0]
        where = {c: i for i, c in enumerate(cells(x))}
        here = at[at.in_area]
        cell = np.array([where[c] for c in zip((here.e // 250 * 250).astype(int), (here.n // 250 * 250).astype(int))])
        names = {r["cluster"]: r["hotspot"] for r in ledger.tables[table] if r["period"] == THIS and r["cluster"]}
        rows = {}
        for k, g in enumerate(found, 1):
            part, name = here[np.isin(cell, g)], names[str(k)]
            for s, n in part.subgroup.value_counts().items():
                rows[name, "Offence subgroup", s] = share_row(int(n), len(part))
            clock = part[part.time_From.notna() & ~part.nonrecent]
            for i, q in enumerate(QUARTERS):
                rows[name, "Time of the day", q] = share_row(int((clock.time_From.dt.hour // 6 == i).sum()), len(clock))
            for label, n in [("Not recorded", (part.time_From.isna() & ~part.nonrecent).sum()), ("Non-recent, left out", part.nonrecent.sum())]:
                if n:
                    rows[name, "Time of the day", label] = {"numerator": int(n)}
            for by in ["Offence subgroup", "Time of the day"]:
                rows[name, by, "Total"] = {"numerator": len(part)}
        ledger.compare(f"{table}-mix", ["hotspot", "by", "level"], rows)


def check_relative(x, ledger):
    o = within(x.o, THIS)
    knife, other = o[o.knife & o.in_area], o[o.pack & ~o.knife & o.in_area]
    places = {("Named place", p["name"]): (p.easting, p.northing) for _, p in x.places.iterrows()}
    for code, (name, shape) in x.wards.items():
        places["Middle of a ward", name] = centroid(shape)
    all_of = pd.concat([knife, other])
    d2 = {k: ((all_of.e - e) ** 2 + (all_of.n - n) ** 2).values for k, (e, n) in places.items()}
    weights = np.array([np.where(v < 1e6, (1 - v / 1e6) ** 2, 0) for v in d2.values()])
    a, total = len(knife), len(all_of)
    ratio_of = lambda mask: (weights[:, mask].sum(1) / mask.sum()) / (weights[:, ~mask].sum(1) / (~mask).sum())
    mask = np.arange(total) < a
    value = np.log(ratio_of(mask))
    random = np.random.default_rng(8)
    high = np.zeros(len(value))
    low = np.zeros(len(value))
    with np.errstate(divide="ignore"):
        for _ in range(999):
            v = np.log(ratio_of(random.permutation(mask)))
            high, low = high + (v >= value), low + (v <= value)
    p = np.minimum(1, 2 * (1 + np.minimum(high, low)) / 1000)
    rows = {}
    kinds = {r["place"]: r["kind"] for r in ledger.tables["knife-relative-risk"]}
    for i, ((kind, name), v) in enumerate(zip(places, d2.values())):
        near = v <= 1e6
        kind = next((r["kind"] for r in ledger.tables["knife-relative-risk"] if r["place"].endswith(name) and (r["kind"] == "Named place") == (kind == "Named place")), kind)
        rows[kind, name] = {"numerator": int((near & mask).sum()), "denominator": int((near & ~mask).sum()), "value": math.exp(value[i]), "p": (p[i], 4 * math.sqrt(p[i] * (1 - p[i] / 2) / 500) + 0.01)}
    for row, q in zip(rows.values(), adjust([r["p"][0] for r in rows.values()])):
        row["q"] = (q, 0.02 + 0.4 * q)
    ledger.compare("knife-relative-risk", ["kind", "place"], rows)


def centroid(shape):
    area = east = north = 0.0
    for part in shape:
        for k, ring in enumerate(part):
            r = np.asarray(ring, float)
            s = np.roll(r, -1, axis=0)
            cross = r[:, 0] * s[:, 1] - s[:, 0] * r[:, 1]
            sign = (1 if k == 0 else -1) * np.sign(cross.sum())
            area += sign * cross.sum() / 2
            east += sign * ((r[:, 0] + s[:, 0]) * cross).sum() / 6
            north += sign * ((r[:, 1] + s[:, 1]) * cross).sum() / 6
    return east / area, north / area


def check_wards_pattern(x, ledger):
    """Moran's I of rates by the method of Assuncao and Reis, for wards that touch and by inverse distance."""
    codes = sorted(x.wards)
    edges = {}
    for c in codes:
        for part in x.wards[c][1]:
            for ring in part:
                for p in ring:
                    edges.setdefault(tuple(np.round(p, 3)), set()).add(c)
    touch = np.zeros((len(codes), len(codes)))
    for together in edges.values():
        for a in together:
            for b in together:
                if a != b:
                    touch[codes.index(a), codes.index(b)] = 1
    middle = np.array([centroid(x.wards[c][1]) for c in codes])
    d = np.hypot(*(middle[:, None] - middle[None]).transpose(2, 0, 1))
    with np.errstate(divide="ignore"):
        inverse = np.where(d > 0, 1 / d, 0)
    rows = {}
    for period in PERIODS:
        at = within(x.o[x.o.pack], period)
        n = np.array([(at.ward == c).sum() for c in codes], float)
        pop = np.array([x.ward_residents[c] for c in codes])
        b = n.sum() / pop.sum()
        s2 = (pop * (n / pop - b) ** 2).sum() / pop.sum()
        a = s2 - b / pop.mean()
        v = a + b / pop
        v = np.where(v > 0, v, b / pop)
        z = (n / pop - b) / np.sqrt(v)
        z = z - z.mean()
        for name, w in [("Wards that touch", touch), ("All wards, by the inverse of their distance", inverse)]:
            w = w / w.sum(1, keepdims=True)
            moran = lambda z: (z @ (w @ z)) / (z @ z)
            random = np.random.default_rng(2)
            sims = np.array([moran(random.permutation(z)) for _ in range(999)])
            i = moran(z)
            p = min(1, 2 * (1 + min((sims >= i).sum(), (sims <= i).sum())) / 1000)
            rows[period, name] = {"numerator": len(at), "value": i, "expected": -1 / (len(codes) - 1), "p": (p, 4 * math.sqrt(p * (1 - p / 2) / 500) + 0.01), "wards": len(codes)}
    ledger.compare("spatial-pattern-wards", ["period", "near"], rows)


def check_gradient(x, ledger):
    d = pd.read_csv(x.sample / "deprivation.csv")
    at = within(x.o[x.o.pack], THIS)
    decile = dict(zip(d.lsoa21_code, d.IMD_decile))
    n, pop = {}, {}
    for c, k in decile.items():
        pop[k] = pop.get(k, 0) + x.lsoa_residents[c]
        n[k] = n.get(k, 0) + int((at.lsoa == c).sum())
    order = sorted(pop, reverse=True)  # from the least deprived
    base, count = np.array([pop[k] for k in order]), np.array([n[k] for k in order], float)
    share = base / base.sum()
    ridit = np.cumsum(share) - share / 2

    def ends(count):
        y = np.log(count / base)
        w = share
        X = np.column_stack([np.ones(len(y)), ridit])
        a, b = np.linalg.solve(X.T @ (X * w[:, None]), X.T @ (w * y))
        return 1000 * (math.exp(a + b) - math.exp(a)), math.exp(b)

    random = np.random.default_rng(6)
    sims = np.array([ends(random.gamma(count + 0.5, 1)) for _ in range(4000)])
    low, high = np.quantile(sims, [0.025, 0.975], axis=0)
    slope, relative = ends(count)
    rows = {}
    for i, (name, v) in enumerate([("Slope index of inequality: rate at the most deprived end less that at the least deprived end", slope), ("Relative index of inequality: rate at the most deprived end over that at the least deprived end", relative)]):
        slack = 0.2 if i == 0 else 0.01
        rows[name,] = {"numerator": count.sum(), "denominator": base.sum(), "value": v, "lower": (low[i], slack), "upper": (high[i], slack), "method": "weighted least squares", "deciles": len(order)}
    ledger.compare("deprivation-slope", ["index"], rows)


def check(x, ledger):
    for part in (check_lasting, check_mix, check_relative, check_wards_pattern, check_gradient):
        part(x, ledger)
