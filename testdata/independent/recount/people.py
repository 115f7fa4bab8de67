"""Tables of victims and suspects against residents: ages, sexes, ethnicity, ratios, repeats, completeness."""
import pandas as pd
from scipy import stats

from extract import BANDS
from formulas import Z, adjust, conditional_p, dobson, poisson_limits, rate, ratio, wilson
from shares import BEFORE, MISSING, MONTHS, PERIODS, THIS, THEMES, ages, by_month, count_levels, month_name, observed, self_defined, sexes, share_row, simple, status, weapons, within

YEARS = {THIS: 2022, BEFORE: 2021, "12 months to May 2021": 2020}
LONGER = {**PERIODS, "12 months to May 2021": ("2020-06-01", "2021-06-01"), "36 months to May 2023": ("2020-06-01", "2023-06-01")}
GROUPS = ["Asian", "Black", "Mixed", "White", "Other"]
SPAN = {name: min(high, 89) - low + 1 for name, low, high in BANDS}
ESP = [5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000]


def in_period(frame, period):
    low, high = LONGER[period]
    return frame[(frame.recorded >= low) & (frame.recorded < high)]


def census(x):
    p = x.pop[(x.pop.area_code == "E09000002") & (x.pop.ethnicity != "") & (x.pop.age == "") & (x.pop.sex == "")]
    return dict(zip(p.ethnicity, p.persons))


def roles(x, which):
    for role, p in x.people.items():
        yield role + "s", p[p[which]]


def check_ages(x, ledger):
    for which, prefix in [("pack", ""), ("knife", "knife-")]:
        for role, p in roles(x, which):
            rows, against = {}, {}
            for period in PERIODS:
                year, levels = YEARS[period], ages(within(p, period))
                everybody = x.residents(year)
                known = int((~levels.isin(MISSING)).sum())
                for name, low, high in BANDS:
                    n, r = int((levels == name).sum()), x.residents(year, "", low, high)
                    value, lo, hi, _ = rate(n, r)
                    rows[period, name] = {"numerator": n, "denominator": known, "residents": r, "rate": value, "rate_lower": lo, "rate_upper": hi, "share_residents": 100 * r / everybody, "per_year_of_age": n / SPAN[name] if high < 200 else None, "rate_per_year": value / SPAN[name] if high < 200 else None, "status": status(n >= 20)}
                    w, base = wilson(n, known), r / everybody
                    against[period, name] = {"numerator": n, "denominator": known, "value": w[0] / 100 / base, "lower": w[1] / 100 / base, "upper": w[2] / 100 / base, "method": "Wilson", "status": status(n >= 20), "share": w[0], "share_residents": 100 * base, "residents": r}
            table = f"{prefix}{role.lower()}-age"
            ledger.compare(table, ["period", "age_band"], {**rows, **{(t[0], t[1]): {} for t in keys(ledger, table, ["period", "age_band"]) if t not in rows}})
            ledger.compare(f"{table}-ratio", ["period", "age_band"], against)


def keys(ledger, table, names):
    return [tuple(r[n] for n in names) for r in ledger.tables.get(table, [])]


def check_age_sex(x, ledger):
    for role, p in roles(x, "pack"):
        name_of = role.lower()
        rows, young = {}, {}
        levels = pd.Series([f"{b}: {s.lower()}" if isinstance(b, str) and isinstance(s, str) else "Not recorded" for b, s in zip(p.band, p.sex)], index=p.index)
        by_month(ledger, f"{name_of}-age-sex-by-month", "age_band_sex", p, levels)
        for period in PERIODS:
            year, at = YEARS[period], within(p, period)
            both = at[at.band.notna() & at.sex.notna()]
            everybody = x.residents(year)
            for sex in ["Male", "Female"]:
                for name, low, high in BANDS:
                    n, r = int(((both.band == name) & (both.sex == sex)).sum()), x.residents(year, sex.lower(), low, high)
                    value, lo, hi, method = rate(n, r)
                    w, base = wilson(n, len(both)), r / everybody
                    rows[period, name, sex] = {"numerator": n, "denominator": r, "value": value, "lower": lo, "upper": hi, "method": method, "status": status(n >= 20), "share": w[0], "share_residents": 100 * base, "ratio": w[0] / 100 / base, "ratio_lower": w[1] / 100 / base, "ratio_upper": w[2] / 100 / base, "share_per_year": w[0] / SPAN[name], "residents_per_year": 100 * base / SPAN[name]}
                n = int((both.age.between(1, 24) & (both.sex == sex)).sum())
                base = 100 * x.residents(year, sex.lower(), 1, 24) / everybody
                row = share_row(n, len(both))
                young[period, sex] = {**row, "share_residents": base, "ratio": row["value"] / base}
            rows[period, "Age or sex not known", "Age or sex not known"] = {"numerator": len(at) - len(both)}
            rows[period, "Total", "Total"] = {"numerator": len(at)}
        ledger.compare(f"{name_of}-age-sex", ["period", "age_band", "sex"], rows)
        ledger.compare(f"{name_of}-age-sex-young", ["period", "sex"], young)


def check_sex_and_ethnicity(x, ledger):
    groups = census(x)
    for role, p in roles(x, "pack"):
        name = role.lower()
        for table, key, kinds, base_of in [
            (f"{name}-sex", "sex", ["Male", "Female"], lambda year, k: (x.residents(year, k.lower()), x.residents(year))),
            (f"{name}-ethnicity", "ethnicity", GROUPS, lambda year, k: (groups[k], sum(groups.values()))),
            # Officers' codes have no Mixed: residents of Mixed groups are out of the base.
            (f"{name}-ethnicity-obs", "ethnicity", ["Asian", "Black", "White", "Other"], lambda year, k: (groups[k], sum(groups.values()) - groups["Mixed"])),
        ]:
            rows = {k: {} for k in keys(ledger, table, ["period", key])}
            levels = sexes(p) if key == "sex" else observed(p) if table.endswith("obs") else self_defined(p)
            for period in PERIODS:
                at = levels[within(p, period).index]
                for k in kinds:
                    r, everybody = base_of(YEARS[period], k)
                    value, lo, hi, _ = rate(int((at == k).sum()), r)
                    rows[period, k] = {"residents": r, "rate": value, "rate_lower": lo, "rate_upper": hi, "share_residents": 100 * r / everybody}
            ledger.compare(table, ["period", key], rows)


def comparison(a, A, b, B, unknown, total):
    """A row of a rate ratio with the gap of the rates and bounds for the unknown."""
    value, low, high, method = ratio(a, A, b, B)
    row = {"numerator": a, "denominator": b, "value": value, "lower": low, "upper": high, "method": method, "residents": A, "residents_reference": B, "rate": 1000 * a / A, "rate_reference": 1000 * b / B, "gap": 1000 * a / A - 1000 * b / B, "not_known": unknown, "complete": 100 * (total - unknown) / total if total else None}
    row["low_bound"] = (a / A) / ((b + unknown) / B) if b + unknown else None
    row["high_bound"] = ((a + unknown) / A) / (b / B) if b else None
    row["status"] = status(min(a, b) >= 20 and row["complete"] >= 80)
    if min(a, b) < 6:
        row.update(value=None, lower=None, upper=None, method="", low_bound=None, high_bound=None, status="x")
    return row


def check_ratios(x, ledger):
    sex_rows = {}
    for role, p in roles(x, "pack"):
        for period in PERIODS:
            at, year = within(p, period), YEARS[period]
            for name, low, high in [*BANDS, ("All ages", 0, 200)]:
                here = at if name == "All ages" else at[at.band == name]
                m, f = int((here.sex == "Male").sum()), int((here.sex == "Female").sum())
                sex_rows[period, role, name] = comparison(m, x.residents(year, "male", low, high), f, x.residents(year, "female", low, high), len(here) - m - f, len(here))
            lost = at[at.band.isna()]
            sex_rows[period, role, "Age not known"] = {"numerator": int((lost.sex == "Male").sum()), "denominator": int((lost.sex == "Female").sum())}
    ledger.compare("sex-ratio", ["period", "role", "age_band"], sex_rows)
    rows = {}
    for role, p in roles(x, "knife"):
        for period in PERIODS:
            at, year = within(p, period), YEARS[period]
            here = at[at.age.between(1, 24)]
            m, f = int((here.sex == "Male").sum()), int((here.sex == "Female").sum())
            row = comparison(m, x.residents(year, "male", 1, 24), f, x.residents(year, "female", 1, 24), len(here) - m - f, len(here))
            row["age_not_known"] = int(at.age.isna().sum())
            # Complete are those of whom it is known whether they are in one of the two groups.
            row["complete"] = 100 * (1 - (row["age_not_known"] + row["not_known"]) / len(at))
            rows[period, role] = row
    ledger.compare("knife-young-males", ["period", "role"], rows)
    groups = census(x)
    for which, table in [("pack", "ethnicity-ratio"), ("knife", "knife-ethnicity-ratio")]:
        rows = {}
        for role, p in roles(x, which):
            for period in LONGER:
                at = in_period(p, period)
                years = 3 if period.startswith("36") else 1
                counts = self_defined(at).value_counts()
                unknown = int(sum(n for k, n in counts.items() if k in MISSING))
                for k in GROUPS:
                    if k == "White":
                        n = int(counts[k])
                        rows[period, role, k] = {"numerator": n, "denominator": n, "value": 1, "method": "reference group"}
                        continue
                    row = comparison(int(counts.get(k, 0)), groups[k] * years, int(counts["White"]), groups["White"] * years, unknown, len(at))
                    rows[period, role, k] = row
                for k in MISSING:
                    rows[period, role, k] = {"numerator": int(counts.get(k, 0))}
                rows[period, role, "Total"] = {"numerator": len(at)}
        have = set(keys(ledger, table, ["period", "role", "ethnicity"]))
        ledger.compare(table, ["period", "role", "ethnicity"], {k: r for k, r in rows.items() if k in have or r["numerator"]})


def check_types(x, ledger):
    victims = x.people["Victim"]
    rows, findings = {}, {}
    for period in PERIODS:
        at, year = within(victims[victims.pack], period), YEARS[period]
        M, F = x.residents(year, "male"), x.residents(year, "female")
        kinds = [("Offence subgroup", s, at[at.subgroup == s]) for s in sorted(at.subgroup.dropna().unique())] + [("Theme", name, at[at[t]]) for t, name in THEMES.items()]
        own = []
        for kind, name, here in kinds + [("All", "All types", at)]:
            m, f = int((here.sex == "Male").sum()), int((here.sex == "Female").sum())
            rows[period, kind, name] = {**comparison(m, M, f, F, len(here) - m - f, len(here)), "p": conditional_p(m, M, f, F), "q": None}
            if kind != "All":
                own.append((period, kind, name))
        for key, q in zip(own, adjust([rows[k]["p"] for k in own])):
            rows[key]["q"] = q
        verdicts = []
        for key in own:
            r = rows[key]
            few = min(r["numerator"], r["denominator"]) < 10 or r["complete"] < 80
            verdicts.append("Fewer than 10 on one side, or not known well enough" if few else "Not clearly different" if r["q"] >= 0.05 else "Male rate clearly higher" if r["value"] > 1 else "Male rate clearly lower")
        for v in ["Male rate clearly higher", "Male rate clearly lower", "Not clearly different", "Fewer than 10 on one side, or not known well enough"]:
            findings[period, v] = {"numerator": verdicts.count(v)}
        findings[period, "Total"] = {"numerator": len(own)}
    ledger.compare("male-ratio-by-type", ["period", "kind", "type"], rows)
    ledger.compare("male-ratio-types", ["period", "finding"], findings)


def check_groups(x, ledger):
    """Each group by age and sex against all other residents."""
    rows = {}
    for role, p in roles(x, "pack"):
        for period in LONGER:
            at = in_period(p, period)
            years = [2022, 2021, 2020] if period.startswith("36") else [YEARS[period]]
            both = at[at.band.notna() & at.sex.notna()]
            everybody = sum(x.residents(y, s, 1, 200) for y in years for s in ["male", "female"])
            own = []
            for name, low, high in BANDS:
                for sex in ["Male", "Female"]:
                    n = int(((both.band == name) & (both.sex == sex)).sum())
                    r = sum(x.residents(y, sex.lower(), low, high) for y in years)
                    row = comparison(n, r, len(both) - n, everybody - r, len(at) - len(both), len(at))
                    row["p"] = conditional_p(n, r, len(both) - n, everybody - r)
                    rows[period, role, "All", name, sex] = row
                    own.append(row)
            for row, q in zip(own, adjust([r["p"] for r in own])):
                row["q"] = q
    ledger.compare("age-sex-ethnicity", ["period", "role", "ethnicity", "age_band", "sex"], rows)


def check_standardised(x, ledger):
    rows = {}
    edges = [(5 * i, 5 * i + 4) for i in range(18)] + [(90, 200)]
    for role, p in roles(x, "pack"):
        for period in PERIODS:
            at, year = within(p, period), YEARS[period]
            for group, sex in [("All", ""), ("Males", "male"), ("Females", "female")]:
                here = at[at.sex.str.lower() == sex] if sex else at
                known = here[here.age.notna()]
                weight = {}
                for (low, high), w in zip(edges, ESP):
                    for a in range(low, min(high, 110) + 1):
                        weight[a] = 1000 * w / 100000 / x.residents(year, sex, low, high)
                five = (known.age // 5).clip(upper=18)
                per_offence = known.age.map(weight)
                value, total = per_offence.sum(), len(known)
                # F2: somebody with k offences adds k squared to the variance of the band.
                by_person = per_offence.groupby([known.key, five]).sum()
                s = (by_person**2).sum() ** 0.5 / total**0.5
                low, high = poisson_limits(total)
                rows[period, role, group] = {"numerator": total, "denominator": x.residents(year, sex), "value": value, "lower": value + s * (low - total), "upper": value + s * (high - total), "method": "Dobson, repeat-adjusted", "status": "", "crude": 1000 * total / x.residents(year, sex), "not_known": len(here) - total + (int(at.sex.isna().sum()) if sex else 0)}
    ledger.compare("age-standardised", ["period", "role", "group"], rows)


def check_repeats(x, ledger):
    victims = x.people["Victim"]
    v = victims[victims.pack]
    rows, share = {}, {}
    for period, (low, _) in PERIODS.items():
        at = within(v, period)
        times = at.groupby("key").size()
        for k in ["1", "2", "3", "4", "5 or more"]:
            mask = times >= 5 if k.startswith("5") else times == int(k)
            rows[period, k] = {**share_row(int(mask.sum()), len(times)), "victimisations": int(times[mask].sum()), "share_offences": 100 * times[mask].sum() / len(at)}
        rows[period, "Total"] = {"numerator": len(times), "victimisations": len(at)}
        again = 0
        for key, days in v[v.key.isin(times.index)].groupby("key").recorded:
            days = sorted(d for d in days if d < pd.Timestamp(PERIODS[period][1]))
            again += any(b >= pd.Timestamp(low) and (b - a).days <= 365 for a, b in zip(days, days[1:]))
        share[period, "Victim of two or more offences in the period"] = share_row(int((times > 1).sum()), len(times))
        share[period, "Victim again within 365 days"] = share_row(again, len(times))
    ledger.compare("repeat-victims", ["period", "offences"], rows)
    ledger.compare("repeat-victims-share", ["period", "measure"], share)


def check_weapons(x, ledger):
    v = x.people["Victim"]
    v = v[v.pack].copy()
    v["weapon"] = weapons(v)
    v["hurt"] = v.injury.replace({"": "Not recorded", "Unknown": "Recorded as unknown"})
    rows, compared = {}, {}
    order = ["Fatal", "Serious", "Moderate", "Minor", "Threats only", "No injury"]
    for period in PERIODS:
        at = within(v, period)
        for weapon, here in at.groupby("weapon"):
            known = int(here.hurt.isin(order).sum())
            for injury in order:
                rows[period, weapon, injury] = share_row(int((here.hurt == injury).sum()), known)
            for k in MISSING:
                rows[period, weapon, k] = {"numerator": int((here.hurt == k).sum())}
            rows[period, weapon, "Total"] = {"numerator": len(here)}
        table = pd.crosstab(at[(at.weapon != "Not known") & at.hurt.isin(order)].weapon, at.hurt)
        table = table[[c for c in table.columns if c in order]]
        total, cells = table.values.sum(), []
        for weapon in table.index:
            for injury in table.columns:
                r, c = table.loc[weapon].sum(), table[injury].sum()
                e = r * c / total
                cells.append(((period, weapon, injury), (table.loc[weapon, injury] - e) / (e * (1 - r / total) * (1 - c / total)) ** 0.5))
        # Exact, since many expected counts are small: the hypergeometric probabilities not above that of the cell.
        exact = []
        for key, z in cells:
            r, c, n = int(table.loc[key[1]].sum()), int(table[key[2]].sum()), int(table.loc[key[1], key[2]])
            pmf = stats.hypergeom.pmf(range(min(r, c) + 1), int(total), c, r)
            exact.append(min(1.0, pmf[pmf <= pmf[n] * (1 + 1e-7)].sum()))
        for (key, z), q in zip(cells, adjust(exact)):
            rows[key].update(residual=z, residual_q=q)
        injured = lambda w: (int(at[at.weapon == w].hurt.isin(order[:4]).sum()), int(at[at.weapon == w].hurt.isin(order).sum()))
        from formulas import newcombe
        (a, n), (b, m) = injured("Knife used to threaten"), injured("No knife")
        d, low, high = newcombe(a, n, b, m)
        compared[period,] = {"numerator": a, "denominator": n, "value": d, "lower": low, "upper": high, "method": "Newcombe", "status": "", "none": b, "none_all": m, "share": 100 * a / n, "share_none": 100 * b / m}
    have = set(keys(ledger, "weapon-injury", ["period", "knife_use", "injury"]))
    ledger.compare("weapon-injury", ["period", "knife_use", "injury"], {k: r for k, r in rows.items() if k in have or r["numerator"]})
    ledger.compare("weapon-injury-compared", ["period"], compared)


def kinds(values, unknown=("U", "Unknown", "IC9"), refused=("NS", "Refused")):
    """Known, unknown, refused and not recorded of one field as text."""
    blank, u, r = (values == "").sum(), values.isin(unknown).sum(), values.isin(refused).sum()
    return int(len(values) - blank - u - r), int(u), int(r), int(blank)


def fields(x):
    o, v, s = x.o, x.people["Victim"], x.people["Suspect"]
    age = lambda p: pd.Series(["" if pd.isna(raw) else "U" if pd.isna(a) else "known" for raw, a in zip(p.age_raw, p.age)], index=p.index)
    yes = lambda mask: mask.map({True: "known", False: ""})
    return {
        "Disability of victims": (v, v.disability), "Relationship of victims": (v, v.relationship), "Injury of victims": (v, v.injury),
        "Self-defined ethnicity of victims": (v, v.sde_text), "Self-defined ethnicity of suspects": (s, s.sde_text),
        "Officer-observed ethnicity of victims": (v, v.ic_text), "Officer-observed ethnicity of suspects": (s, s.ic_text),
        "Age of victims": (v, age(v)), "Age of suspects": (s, age(s)), "Home borough of victims": (v, v.home), "Home borough of suspects": (s, s.home),
        "Sex of victims": (v, v.sex_text), "Sex of suspects": (s, s.sex_text), "Clock time of offences": (o, yes(o.time_From.notna())), "Coordinates of offences": (o, yes(o.point)),
        "Location type of offences": (o, o["Location Type"]), "Outcome of offences": (o, o["Outcome Code"]), "LSOA of offences": (o, o["LSOA Code"]), "Ward of offences": (o, o["Ward Code"]),
        "Home Office code of offences": (o, o["HO Code"]),
        # A blank use where no knife was present is none, not a gap.
        "Use of a knife in offences": (o, o.use.where(o.use != "", o["Knife Present"].map({"None": "none"}).fillna(""))),
    }


def completeness_row(values):
    known, unknown, refused, blank = kinds(values)
    return {**share_row(known, len(values)), "unknown": unknown, "refused": refused, "not_recorded": blank, "suppressed": 0, "not_applicable": 0}


def check_completeness(x, ledger):
    rows, months = {}, {}
    for name, (frame, values) in fields(x).items():
        for period in PERIODS:
            rows[period, name] = completeness_row(values[within(frame, period).index])
        month = frame.recorded.dt.to_period("M")
        for m in MONTHS:
            at = values[month == m.to_period("M")]
            months[month_name(m), name] = share_row(kinds(at)[0], len(at))
    ledger.compare("completeness", ["period", "field"], rows)
    ledger.compare("completeness-by-month", ["month", "field"], months)
    defaults = {}
    for period in PERIODS:
        at = within(x.o[x.o.time_From.notna()], period)
        t = at.time_From.dt
        defaults[period, "Offences: time exactly midnight"] = share_row(int(((t.hour == 0) & (t.minute == 0)).sum()), len(at))
        defaults[period, "Offences: time on the whole hour"] = share_row(int((t.minute == 0).sum()), len(at))
        for role, p in x.people.items():
            here = within(p[p.age.notna()], period)
            defaults[period, f"{role}s: age 0, after the rule on age 0"] = share_row(int((here.age == 0).sum()), len(here))
    ledger.compare("completeness-defaults", ["period", "default_value"], defaults)
    for role, p in roles(x, "pack"):
        rows = {}
        for period in PERIODS:
            at = within(p, period)
            rows[period, "Self-defined ethnicity"] = completeness_row(at.sde_text)
            rows[period, "Officer-observed ethnicity"] = completeness_row(at.ic_text)
        ledger.compare(f"{role.lower()}-ethnicity-known", ["period", "field"], rows)
    v = x.people["Victim"]
    ledger.compare("victims-disability-known", ["period", "field"], {(p, "Disability"): completeness_row(within(v[v.pack], p).disability) for p in PERIODS})


def check_residents(x, ledger):
    rows, groups = {}, census(x)
    total = x.residents(2022)
    for name, low, high in [("Under 1", 0, 0), *BANDS]:
        rows["Age band", name] = (x.residents(2022, "", low, high), total)
    for sex in ["Male", "Female"]:
        rows["Sex", sex] = (x.residents(2022, sex.lower()), total)
    for k in GROUPS:
        rows["Ethnic group", k] = (groups[k], sum(groups.values()))
    out = {k: {"numerator": a, "denominator": b, "value": 100 * a / b, "method": "as published", "status": ""} for k, (a, b) in rows.items()}
    for kind, all_of in [("Age band", total), ("Sex", total), ("Ethnic group", sum(groups.values()))]:
        out[kind, "All residents"] = {"numerator": all_of}
    ledger.compare("population-profile", ["characteristic", "group"], out)


def check(x, ledger):
    for part in (check_ages, check_age_sex, check_sex_and_ethnicity, check_ratios, check_types, check_groups, check_standardised, check_repeats, check_weapons, check_completeness, check_residents):
        part(x, ledger)
