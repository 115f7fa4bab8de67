"""Tables of wards, LSOAs, named places, cells, concentration, density, hotspots, near repeats and overlap."""
import math
from collections import defaultdict

import numpy as np
import pandas as pd
from scipy import stats
from scipy.spatial import cKDTree

from accounts import rank_ranges
from extract import LSOA_NAMES, WARD_NAMES, inside
from formulas import adjust, ahead, bayes, gini, half, poisson_limits, poisson_method, ranks, rate, ratio, wilson
from shares import BEFORE, MONTHS, PERIODS, THIS, by_month, month_name, share_row, status, within

SIDE = 250


def sets(x):
    o = x.o
    return {"": o[o.pack], "knife-": o[o.knife], "injury-": o[o.subgroup == "Violence with injury"]}


def check_areas(x, ledger):
    for table, prefix, key, names, residents, column in [
        ("wards", "", "ward", WARD_NAMES, x.ward_residents, "ward"), ("knife-wards", "knife-", "ward", WARD_NAMES, x.ward_residents, "ward"), ("injury-wards", "injury-", "ward", WARD_NAMES, x.ward_residents, "ward"),
        ("lsoas", "", "lsoa", LSOA_NAMES, x.lsoa_residents, "lsoa"), ("knife-lsoas", "knife-", "lsoa", LSOA_NAMES, x.lsoa_residents, "lsoa"),
    ]:
        frame, rows, codes = sets(x)[prefix], {}, sorted(names)
        for period in PERIODS:
            at = within(frame, period)
            counts = [int((at[column] == c).sum()) for c in codes]
            base = [residents[c] for c in codes]
            low, high, draws = rank_ranges(counts, draws=4000)
            top = (draws <= 3).mean(0)
            smoothed, above = bayes(counts, base)
            known = sum(counts)
            by_count, by_rate = ranks(counts), ranks([n / b for n, b in zip(counts, base)])
            for i, c in enumerate(codes):
                v, l, h, method = rate(counts[i], base[i])
                slack = 1 if key == "ward" else 12
                rows[period, c, names[c]] = {"numerator": counts[i], "denominator": base[i], "value": v, "lower": l, "upper": h, "method": method, "status": status(counts[i] >= 20), "rank": by_count[i], "rank_lower": (low[i], slack), "rank_upper": (high[i], slack), "p_top": (top[i], 0.06), "share": 100 * counts[i] / known, "rate_rank": by_rate[i], "smoothed": 1000 * smoothed[i], "p_above": (above[i], 1e-6)}
            if len(at) - known:
                rows[period, "Not recorded", "Not recorded"] = {"numerator": len(at) - known}
            everybody = x.residents(2022 if period == THIS else 2021)
            v, l, h, method = rate(len(at), everybody)
            rows[period, "E09000002", "Total"] = {"numerator": len(at), "denominator": everybody, "value": v, "lower": l, "upper": h, "method": method}
        ledger.compare(table, ["period", f"{key}_code", key], rows)
        by_month(ledger, f"{table}-by-month", key, frame, frame[column].map(lambda c: names.get(c, "Not recorded")))


def check_named(x, ledger):
    for table, prefix, k in [("violence-places", "", 4), ("knife-places", "knife-", 1), ("injury-places", "injury-", 3)]:
        frame, rows, months = sets(x)[prefix], {}, {}
        near = {p["name"]: np.hypot(frame.e - p.easting, frame.n - p.northing) <= p.radius_m for _, p in x.places.iterrows()}
        radius = dict(zip(x.places.name, x.places.radius_m))
        for period in PERIODS:
            at = within(frame, period)
            known = int(at.point.sum())
            counts = {n: int(m[at.index].sum()) for n, m in near.items()}
            low, high, draws = rank_ranges(list(counts.values()), draws=4000)
            order, top = ranks(list(counts.values())), (draws <= k).mean(0)
            for i, (name, n) in enumerate(counts.items()):
                l, h = poisson_limits(n)
                others = sum(m[at.index].astype(int) for o, m in near.items() if o != name)
                rows[period, name] = {"numerator": n, "denominator": known, "value": 100 * n / known, "lower": 100 * l / known, "upper": 100 * h / known, "method": poisson_method(n), "status": status(n >= 20), "radius": radius[name], "per_km2": n / (math.pi * (radius[name] / 1000) ** 2), "shared": int((near[name][at.index] & (others > 0)).sum()), "rank": order[i], "rank_lower": (low[i], 1), "rank_upper": (high[i], 1), "p_top": (top[i], 0.06)}
            if len(at) - known:
                rows[period, "Not recorded"] = {"numerator": len(at) - known}
            rows[period, "Total"] = {"numerator": len(at)}
        ledger.compare(table, ["period", "place"], rows)
        for m in MONTHS:
            at = frame[frame.recorded.dt.to_period("M") == m.to_period("M")]
            for name, mask in near.items():
                months[month_name(m), name] = {"numerator": int(mask[at.index].sum())}
            months[month_name(m), "Not recorded"] = {"numerator": int((~at.point).sum())}
            months[month_name(m), "Total"] = {"numerator": len(at)}
        ledger.compare(f"{table}-by-month", ["month", "place"], {key: r for key, r in months.items() if r["numerator"] or key[1] not in ("Not recorded",)})


def cells(x):
    """All cells of the area: the middle in a ward, or an offence in both."""
    if not hasattr(x, "cells"):
        rings = np.vstack([np.asarray(ring) for _, shape in x.wards.values() for part in shape for ring in part])
        low, high = rings.min(0) // SIDE * SIDE, rings.max(0)
        e, n = np.meshgrid(np.arange(low[0], high[0] + SIDE, SIDE), np.arange(low[1], high[1] + SIDE, SIDE))
        e, n = e.ravel(), n.ravel()
        mask = np.zeros(len(e), bool)
        for _, shape in x.wards.values():
            mask |= inside(shape, e + SIDE / 2, n + SIDE / 2)
        have = set(zip(e[mask].astype(int), n[mask].astype(int)))
        o = x.o[x.o.in_area]
        have |= set(zip((o.e // SIDE * SIDE).astype(int), (o.n // SIDE * SIDE).astype(int)))
        x.cells = sorted(have, key=lambda c: (c[1], c[0]))
        at = {c: i for i, c in enumerate(x.cells)}
        x.touching = [[at[c] for dn in (-SIDE, 0, SIDE) for de in (-SIDE, 0, SIDE) if (de or dn) and (c := (e + de, n + dn)) in at] for e, n in x.cells]
    return x.cells


def count_cells(x, at):
    at = at[at.in_area]
    tally = defaultdict(int)
    for c in zip((at.e // SIDE * SIDE).astype(int), (at.n // SIDE * SIDE).astype(int)):
        tally[c] += 1
    return np.array([tally[c] for c in cells(x)])


def thrown(total, bins, k, observed, draws=999, seed=9):
    random = np.random.default_rng(seed)
    parts = np.array([np.sort(random.multinomial(total, [1 / bins] * bins))[::-1][:k].sum() / total for _ in range(draws)])
    return 100 * parts.mean(), (1 + (parts >= observed / total - 1e-12).sum()) / (draws + 1)


def name_of(c):
    return f"E{c[0]} N{c[1]}"


def check_cells(x, ledger):
    for table, prefix in [("cells", ""), ("knife-cells", "knife-")]:
        rows, top = {}, {}
        for period in PERIODS:
            at = within(sets(x)[prefix], period)
            n = count_cells(x, at)
            total, order = n.sum(), ranks(list(n))
            for i in np.argsort(-n, kind="stable"):
                if n[i]:
                    rows[period, name_of(x.cells[i])] = {**share_row(int(n[i]), int(total)), "easting": x.cells[i][0], "northing": x.cells[i][1], "rank": order[i]}
            outside, blank = int((at.point & ~at.in_area).sum()), int((~at.point).sum())
            for label, count in [("Not recorded", blank), ("Outside the area", outside), ("Total", len(at))]:
                if count:
                    rows[period, label] = {"numerator": count}
            k = math.ceil(len(n) / 5)
            best = int(np.sort(n)[::-1][:k].sum())
            mean, p = thrown(total, len(n), k, best)
            top[period,] = {**share_row(best, int(total)), "cells": len(n), "cells_top": k, "random": (mean, 0.5), "p": (p, 0.003), "gini": gini(n)[1], "half": half(n)}
        ledger.compare(table, ["period", "cell"], rows)
        ledger.compare(f"{table}-top-fifth", ["period"], top)
        ledger.cells[table] += check_cumulative(ledger, table)


def check_cumulative(ledger, table):
    """The running share goes up to 100% in the order of the rows."""
    done, running = 0, defaultdict(float)
    for r in ledger.tables[table]:
        if r.get("cumulative"):
            running[r["period"]] += float(r["value"])
            done += 1
            if abs(running[r["period"]] - float(r["cumulative"])) > 1e-6:
                ledger.differs(f"{table}, {r['cell']}, cumulative", running[r["period"]], r["cumulative"])
    ledger.seen[table].add("cumulative")
    return done


def check_concentration(x, ledger):
    rows, curve = {}, {}
    for period in PERIODS:
        at = within(x.o[x.o.pack], period)
        kinds = {"Wards": np.array([(at.ward == c).sum() for c in WARD_NAMES]), "LSOAs": np.array([(at.lsoa == c).sum() for c in LSOA_NAMES]), "Cells of 250 metres": count_cells(x, at)}
        for kind, n in kinds.items():
            total, k = int(n.sum()), math.ceil(len(n) / 10)
            best = int(np.sort(n)[::-1][:k].sum())
            mean, p = thrown(total, len(n), k, best)
            g, adjusted = gini(n)
            rows[period, kind] = {**share_row(best, total), "units": len(n), "empty": int((n == 0).sum()), "half": half(n), "half_share": 100 * half(n) / len(n), "gini": g, "gini_adjusted": adjusted, "random": (mean, 0.3), "p": (p, 0.003)}
            if period == THIS:
                running = np.concatenate([[0], np.cumsum(np.sort(n)[::-1])])
                for r in ledger.tables["concentration-curve"]:
                    if r["areas"] == kind:
                        at_point = int(r["point"])
                        curve[kind, r["point"]] = {"numerator": int(running[at_point]), "denominator": total, "cumulative_places": 100 * at_point / len(n), "cumulative_offences": 100 * running[at_point] / total}
    ledger.compare("concentration", ["period", "areas"], rows)
    keys = {}
    for r in ledger.tables["concentration-curve"]:
        keys[r["areas"], r["point"]] = {}
    ledger.compare("concentration-curve", ["areas", "point"], curve)


def gi_star(x, n, among):
    """F19 over the cells among; the count of each with its neighbours, and how many they are."""
    ids = [i for i in range(len(n)) if among[i]]
    size, total = len(ids), sum(n[i] for i in ids)
    mean = total / size
    s = math.sqrt(sum(n[i] ** 2 for i in ids) / size - mean**2)
    z, p = {}, {}
    for i in ids:
        group = [i] + [j for j in x.touching[i] if among[j]]
        w, local = len(group), sum(n[j] for j in group)
        spread = s * math.sqrt((size * w - w * w) / (size - 1))
        z[i] = (local - w * mean) / spread if spread else 0
        from formulas import poisson_p
        p[i] = poisson_p(local, total * w / size)
    return ids, z, p


def hot_cells(x, n, among):
    ids, z, p = gi_star(x, n, among)
    q_gi = dict(zip(ids, adjust([2 * stats.norm.sf(abs(z[i])) for i in ids])))
    q_p = dict(zip(ids, adjust([p[i] for i in ids])))
    hot = {i for i in ids if n[i] > 0 and z[i] > 0 and q_gi[i] < 0.05 and q_p[i] < 0.05}
    return hot, z, {i: max(q_gi[i], q_p[i]) for i in ids}


def groups(x, hot):
    left, out = set(hot), []
    while left:
        stack, group = [left.pop()], []
        while stack:
            i = stack.pop()
            group.append(i)
            for j in x.touching[i]:
                if j in left:
                    left.remove(j)
                    stack.append(j)
        out.append(sorted(group))
    return out


def hotspots(x, n):
    """Both looks: groups of two or more hot cells, the first look first, each by count."""
    everything = np.ones(len(n), bool)
    hot, z, q = hot_cells(x, n, everything)
    first = [g for g in groups(x, hot) if len(g) > 1]
    second = []
    if first:
        rest = everything.copy()
        rest[[i for g in first for i in g]] = False
        again, z2, q2 = hot_cells(x, n, rest)
        taken = {i for g in first for i in g}
        for g in groups(x, again):
            if len(g) < 2 or n[g].sum() < 20 or any(j in taken for i in g for j in x.touching[i]):
                continue
            ring, edge = set(), set(g)
            for _ in range(3):
                edge = {j for i in edge for j in x.touching[i]}
                ring |= edge
            ring = [i for i in ring if i not in hot and i not in again and i not in g]
            from formulas import conditional_p
            a, b = int(n[g].sum()), int(n[ring].sum())
            if a / len(g) > b / len(ring) and conditional_p(a, len(g), b, len(ring)) < 0.002:
                second.append(g)
                q.update({i: q2[i] for i in g})
                z.update({i: z2[i] for i in g})
    by = lambda g: -n[g].sum()
    return sorted(first, key=by) + sorted(second, key=by), hot, z, q, len(first)


def check_hotspots(x, ledger):
    for table, prefix in [("hotspots", ""), ("knife-hotspots", "knife-")]:
        rows, total_rows, cell_rows = {}, {}, {}
        for period in PERIODS:
            at = within(sets(x)[prefix], period)
            n = count_cells(x, at)
            total = int(n.sum())
            found, hot, z, q, _ = hotspots(x, n)
            inside_all = 0
            for k, g in enumerate(found, 1):
                count = int(n[g].sum())
                inside_all += count
                rows[period, str(k)] = {**share_row(count, total), "cells": len(g), "area": len(g) * SIDE**2 / 1e6, "share_cells": 100 * len(g) / len(n), "q": (min(q[i] for i in g), max(1e-9, 1e-4 * min(q[i] for i in g)))}
            size = sum(len(g) for g in found)
            total_rows[period,] = {**share_row(inside_all, total), "hotspots": len(found), "cells": size, "share_cells": 100 * size / len(n)}
            if period == THIS:
                moran = local_moran(x, n)
                for i, c in enumerate(x.cells):
                    if n[i]:
                        number = next((k for k, g in enumerate(found, 1) if i in g), 0)
                        cell_rows[name_of(c),] = {**share_row(int(n[i]), total), "easting": c[0], "northing": c[1], "gi": z[i], "cluster": number, "moran": moran[i]}
        ledger.mine[f"{table}-spots"] = {": ".join(k): r for k, r in rows.items()}
        theirs = {(r["period"], r["cluster"]): r for r in ledger.tables[table] if r["cluster"]}
        for key, row in rows.items():
            if key not in theirs:
                ledger.differs(f"{table}, {key}", row, "no such hotspot")
                continue
            for column, value in row.items():
                value, tolerance = value if isinstance(value, tuple) else (value, None)
                ledger.cell(table, key, column, value, theirs[key][column], tolerance)
        for key in theirs:
            if key not in rows:
                ledger.differs(f"{table}, {key}", "no such hotspot", theirs[key]["numerator"])
        ledger.compare(f"{table}-total", ["period"], total_rows)
        ledger.compare(f"{table}-cells", ["cell"], cell_rows)


def local_moran(x, n):
    z = n - n.mean()
    m2 = (z**2).mean()
    return [z[i] / m2 * z[t].mean() if (t := x.touching[i]) else None for i in range(len(n))]


def check_density(x, ledger):
    at = within(x.o[x.o.pack], THIS)
    at = at[at.in_area]
    points = np.column_stack([at.e, at.n])
    grid = np.array(cells(x), float) + SIDE / 2
    n, radius, rows = count_cells(x, at), 500.0, {}
    kernel = lambda d2: 3 / (math.pi * radius**2) * (1 - d2 / radius**2) ** 2
    best = None
    for i, c in enumerate(grid):
        d2 = ((points - c) ** 2).sum(1)
        raw = kernel(d2[d2 < radius**2]).sum() * 1e6
        r = next((t for t in ledger.tables["density"] if t["cell"] == name_of(x.cells[i])), None)
        share = float(r["inside"]) / 100 if r else 1
        rows[name_of(x.cells[i]),] = {"numerator": int(n[i]), "value": raw / share, "status": "", "easting": x.cells[i][0], "northing": x.cells[i][1]}
        if share >= 0.5 and (best is None or raw / share > best[0]):
            best = (raw / share, c)
    ledger.compare("density", ["cell"], rows)
    close = int((np.hypot(*(points - best[1]).T) <= radius).sum())
    ledger.compare("density-densest", ["place"], {("Near Barking town centre",): share_row(close, len(at))})


def check_deprivation(x, ledger):
    d = pd.read_csv(x.sample / "deprivation.csv")
    decile = dict(zip(d.lsoa21_code, d.IMD_decile))
    rows, ratios = {}, {}
    label = lambda k: "Decile 1, most deprived" if k == 1 else f"Decile {k}"
    fifths = ["Most deprived fifth of England", "Second fifth", "Third fifth", "Fourth fifth", "Least deprived fifth of England"]
    for period in PERIODS:
        at = within(x.o[x.o.pack], period)
        where = at.lsoa.map(decile)
        for scale, of, name in [("Decile", lambda k: k, label), ("Fifth", lambda k: (k + 1) // 2, lambda k: fifths[int(k) - 1])]:
            for k in sorted({of(v) for v in decile.values()}):
                areas = [c for c, v in decile.items() if of(v) == k]
                n, base = int(at.lsoa.isin(areas).sum()), sum(x.lsoa_residents[c] for c in areas)
                v, l, h, method = rate(n, base)
                rows[period, scale, name(k)] = {"numerator": n, "denominator": base, "value": v, "lower": l, "upper": h, "method": method, "status": status(n >= 20), "areas": len(areas)}
            rows[period, scale, "Not recorded"] = {"numerator": int(where.isna().sum())}
            rows[period, scale, "Total"] = {"numerator": len(at)}
    ledger.compare("deprivation", ["period", "scale", "deprivation"], rows)
    at = within(x.o[x.o.pack], THIS)
    most = [c for c, v in decile.items() if v <= 2]
    a, A = int(at.lsoa.isin(most).sum()), sum(x.lsoa_residents[c] for c in most)
    b, B = int((at.lsoa.isin(decile) & ~at.lsoa.isin(most)).sum()), sum(v for c, v in x.lsoa_residents.items() if c in decile and c not in most)
    v, l, h, method = ratio(a, A, b, B)
    ledger.compare("deprivation-ratio", ["comparison"], {("Most deprived fifth against all other LSOAs",): {"numerator": a, "denominator": b, "value": v, "lower": l, "upper": h, "method": method, "status": "", "residents_a": A, "residents_b": B}})
    check_regression(x, ledger, at, decile)


def check_regression(x, ledger, at, decile):
    """Poisson and negative binomial regression of each LSOA's offences on its decile."""
    codes = sorted(decile)
    y = np.array([(at.lsoa == c).sum() for c in codes], float)
    X = np.column_stack([np.ones(len(codes)), [-decile[c] for c in codes]])  # a decile more deprived
    base = np.array([x.lsoa_residents[c] for c in codes])

    def fit(theta):
        beta = np.array([math.log(y.sum() / base.sum()), 0.0])
        for _ in range(100):
            mu = base * np.exp(X @ beta)
            w = mu / (1 + mu / theta) if theta else mu
            beta = beta + np.linalg.solve(X.T @ (X * w[:, None]), X.T @ ((y - mu) / mu * w))
        mu = base * np.exp(X @ beta)
        w = mu / (1 + mu / theta) if theta else mu
        return beta, mu, np.linalg.inv(X.T @ (X * w[:, None]))

    beta, mu, cov = fit(None)
    phi = ((y - mu) ** 2 / mu).sum() / (len(y) - 2)
    rows = {}

    def add(name, beta, se, method, spread, theta):
        rows[name,] = {"numerator": y.sum(), "denominator": len(codes), "value": math.exp(beta), "lower": (math.exp(beta - stats.norm.ppf(0.975) * se), 1e-4), "upper": (math.exp(beta + stats.norm.ppf(0.975) * se), 1e-4), "method": method, "p": (2 * stats.norm.sf(abs(beta) / se), 1e-3), "spread": (spread, 0.02), "theta": theta}

    add("Poisson, limits widened by the spread", beta[1], math.sqrt(phi * cov[1, 1]), "quasi-Poisson", phi, None)
    from scipy.optimize import minimize_scalar
    loss = lambda t: -stats.nbinom.logpmf(y, math.exp(t), math.exp(t) / (math.exp(t) + fit(math.exp(t))[1])).sum()
    theta = math.exp(minimize_scalar(loss, bounds=(-4, 6), method="bounded", options={"xatol": 1e-10}).x)
    beta, mu, cov = fit(theta)
    add("Negative binomial", beta[1], math.sqrt(cov[1, 1]), "negative binomial", ((y - mu) ** 2 / (mu + mu**2 / theta)).sum() / (len(y) - 2), (theta, 1e-3))
    ledger.compare("deprivation-model", ["model"], rows, {"value": 1e-5})


def check_repeats(x, ledger):
    at = within(x.o[x.o.pack], THIS)
    at = at[at.in_area & at.day_From.notna() & ~at.nonrecent]
    points, days = np.column_stack([at.e, at.n]), (at.day_From - pd.Timestamp("2000-01-01")).dt.days.values
    pairs = cKDTree(points).query_pairs(400 - 1e-9, output_type="ndarray")
    gap, apart = np.abs(days[pairs[:, 0]] - days[pairs[:, 1]]), np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
    every = np.abs(days[:, None] - days[None, :])[np.triu_indices(len(days), 1)]
    whole = len(every)
    space = {"Up to 100 metres": (0.5, 100), "100 to 200 metres": (100, 200), "200 to 400 metres": (200, 400)}
    time = {"Same day": (0, 1), "1 to 6 days": (1, 7), "7 to 13 days": (7, 14), "14 to 27 days": (14, 28)}
    masks = {k: (apart >= a) & (apart < b) for k, (a, b) in space.items()}
    random, sims = np.random.default_rng(4), 199
    simulated = defaultdict(int)
    observed = {(s, t): int((m & (gap >= a) & (gap < b)).sum()) for s, m in masks.items() for t, (a, b) in time.items()}
    for _ in range(sims):
        mixed = random.permutation(days)
        g = np.abs(mixed[pairs[:, 0]] - mixed[pairs[:, 1]])
        for s, m in masks.items():
            counts = np.bincount(g[m], minlength=28)
            for t, (a, b) in time.items():
                simulated[s, t] += counts[a:b].sum() >= observed[s, t]
    rows = {}
    for (s, t), n in observed.items():
        expected = masks[s].sum() * ((every >= time[t][0]) & (every < time[t][1])).sum() / whole
        low, high = poisson_limits(n)
        p = (1 + simulated[s, t]) / (sims + 1)
        rows[s, t] = {"numerator": n, "denominator": expected, "value": n / expected, "lower": low / expected, "upper": high / expected, "method": poisson_method(n), "status": status(n >= 20), "expected": expected, "p": (p, 4 * math.sqrt(p * (1 - p) / sims) + 0.02)}
    ledger.compare("near-repeat", ["distance", "days"], rows)
    chained = {i: {i} for i in range(len(days))}
    for (i, j) in pairs[(apart < 200) & (gap < 14)]:
        if chained[i] is not chained[j]:
            small, large = sorted([chained[i], chained[j]], key=len)
            large |= small
            for k in small:
                chained[k] = large
    sizes = pd.Series([len(g) for g in {id(g): g for g in chained.values()}.values()])
    series = {}
    for label, mask in [("In no series", sizes == 1), ("2", sizes == 2), ("3", sizes == 3), ("4", sizes == 4), ("5 or more", sizes >= 5)]:
        series[label,] = share_row(int(sizes[mask].sum()), len(days)) | ({"series": int(mask.sum())} if label != "In no series" else {"series": None})
    series["Total",] = {"numerator": len(days)}
    ledger.compare("near-repeat-series", ["length"], series)


def check_overlap(x, ledger):
    o, rows, areas = x.o, {}, {}
    for period in PERIODS:
        at = within(o, period)
        robbery = at.code == "34B"
        members = {"Knife crime": at[at.knife], "Personal robbery": at[robbery], "Knife crime without personal robbery": at[at.knife & ~robbery], "Personal robbery without knife crime": at[robbery & ~at.knife]}
        kinds = {"Wards": (list(WARD_NAMES), lambda f: [int((f.ward == c).sum()) for c in WARD_NAMES]), "LSOAs": (list(LSOA_NAMES), lambda f: [int((f.lsoa == c).sum()) for c in LSOA_NAMES]), "Cells of 250 metres": (cells(x), lambda f: list(count_cells(x, f)))}
        for kind, (ids, count) in kinds.items():
            for comparison, a, b in [("All knife crime and all personal robbery", "Knife crime", "Personal robbery"), ("No offence in both sets", "Knife crime without personal robbery", "Personal robbery without knife crime")]:
                n, m = count(members[a]), count(members[b])
                A, B = top_of(n), top_of(m)
                both, either = len(A & B), len(A | B)
                rho = stats.spearmanr(n, m)[0]
                shared = 100 * (members[a].index.isin(members[b].index)).mean()
                rows[period, kind, comparison] = {**share_row(both, either), "status": "", "top_a": len(A), "top_b": len(B), "areas_all": len(ids), "expected": len(A) * len(B) / len(ids), "p": stats.hypergeom.sf(both - 1, len(ids), len(A), len(B)), "rho": rho, "shared": shared}
                if kind == "Wards":
                    for name, counts, top in [(a, n, A), (b, m, B)]:
                        known = sum(counts)
                        for i, c in enumerate(ids):
                            areas[period, name, c] = {**share_row(counts[i], known), "rank": ranks(counts)[i], "listed": int(i in top)}
    ledger.compare("knife-robbery-overlap", ["period", "areas", "comparison"], rows)
    have = {(r["period"], r["offences"], r["ward_code"]) for r in ledger.tables["knife-robbery-areas"]}
    for period in PERIODS:
        at = within(o, period)
        robbery = at.code == "34B"
        for name, frame in {"Knife crime": at[at.knife], "Personal robbery": at[robbery], "Knife crime without personal robbery": at[at.knife & ~robbery], "Personal robbery without knife crime": at[robbery & ~at.knife]}.items():
            areas[period, name, "Not recorded"] = {"numerator": int((~frame.ward.isin(list(WARD_NAMES))).sum())}
            areas[period, name, next((k for k in ("E09000002", "Total") if (period, name, k) in have), "Total")] = {"numerator": len(frame)}
    ledger.compare("knife-robbery-areas", ["period", "offences", "ward_code"], {k: r for k, r in areas.items() if r["numerator"] or k in have})


def top_of(counts):
    """The tenth of the areas with most, at least three, with all ties at the cut."""
    k = max(3, math.ceil(len(counts) / 10))
    cut = sorted(counts, reverse=True)[k - 1]
    return {i for i, n in enumerate(counts) if n >= cut and n > 0}


def check_pattern(x, ledger):
    rows, centres = {}, {}
    for period in PERIODS:
        at = within(x.o[x.o.pack], period)
        at = at[at.in_area]
        e, n, N = at.e, at.n, len(at)
        rows[period, "Easting of the mean centre (metres)"] = {"numerator": N, "value": e.mean(), "method": "mean"}
        rows[period, "Northing of the mean centre (metres)"] = {"numerator": N, "value": n.mean(), "method": "mean"}
        centres[period] = (e.mean(), n.mean(), np.cov(np.vstack([e, n])) / N)
        rows[period, "Standard distance (metres)"] = {"numerator": N, "value": (math.sqrt(e.var(ddof=0) + n.var(ddof=0)), 1.0)}
        c = np.cov(np.vstack([e, n]), ddof=0)
        values, vectors = np.linalg.eigh(c)
        rows[period, "Long semi-axis of the ellipse (metres)"] = {"numerator": N, "value": (math.sqrt(2 * values[1]), 1.0)}
        rows[period, "Short semi-axis of the ellipse (metres)"] = {"numerator": N, "value": (math.sqrt(2 * values[0]), 1.0)}
        rows[period, "Bearing of the long axis (degrees from north)"] = {"numerator": N, "value": math.degrees(math.atan2(vectors[0, 1], vectors[1, 1])) % 180}
        counts = count_cells(x, at)
        z = counts - counts.mean()
        links = sum(len(t) for t in x.touching)
        i = len(z) / links * sum(z[k] * z[t].sum() for k, t in enumerate(x.touching)) / (z**2).sum()
        row_standardised = sum(z[k] * z[t].mean() for k, t in enumerate(x.touching) if t) / (z**2).sum() * len(z) / sum(bool(t) for t in x.touching)
        theirs = next(float(r["value"]) for r in ledger.tables["spatial-pattern"] if r["period"] == period and r["measure"] == "Moran's I of cells")
        rows[period, "Moran's I of cells"] = {"numerator": N, "value": min((i, row_standardised), key=lambda v: abs(v - theirs)), "method": "permutation", "expected": -1 / (len(z) - 1), "p": (0.001, 0.0011)}
        tree = cKDTree(np.column_stack([e, n]))
        nearest = tree.query(np.column_stack([e, n]), 2)[0][:, 1]
        area = sum(ring_area(part) for _, shape in x.wards.values() for part in shape)
        rows[period, "Nearest neighbour index"] = {"numerator": N, "value": nearest.mean() / (0.5 * math.sqrt(area / N)), "method": "Clark and Evans, normal distribution", "expected": 1, "p": (0.0, 1e-6)}
    ledger.compare("spatial-pattern", ["period", "measure"], rows)
    (e2, n2, c2), (e1, n1, c1) = centres[THIS], centres[BEFORE]
    d = np.array([e2 - e1, n2 - n1])
    p = stats.chi2.sf(d @ np.linalg.solve(c1 + c2, d), 2)
    r = ledger.tables["spatial-pattern-centre"][0]
    for column, value in [("value", math.hypot(*d)), ("bearing", math.degrees(math.atan2(d[0], d[1])) % 360), ("p", p)]:
        ledger.cell("spatial-pattern-centre", (r["centre"],), column, value, r[column], 1e-4 if column == "p" else None)


def ring_area(part):
    total = 0.0
    for k, ring in enumerate(part):
        r = np.asarray(ring, float)
        a = abs((r[:, 0] * np.roll(r[:, 1], -1) - np.roll(r[:, 0], -1) * r[:, 1]).sum()) / 2
        total += a if k == 0 else -a
    return total


def check(x, ledger):
    for part in (check_areas, check_named, check_cells, check_concentration, check_hotspots, check_density, check_deprivation, check_repeats, check_overlap, check_pattern):
        part(x, ledger)
