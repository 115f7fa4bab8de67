"""Tables of counts and shares by level: offences, victims and suspects; by month; and their change."""
import pandas as pd

from extract import BANDS, LSOA_NAMES, WARD_NAMES, band, reference
from formulas import adjust, conditional_p, newcombe, ratio, wilson

PERIODS = {"12 months to May 2023": ("2022-06-01", "2023-06-01"), "12 months to May 2022": ("2021-06-01", "2022-06-01")}
THIS, BEFORE = list(PERIODS)
DAYS = {THIS: 365, BEFORE: 365}
MISSING = ["Not recorded", "Recorded as unknown", "Not stated"]
PLACES = {"Own home": "Own home", "Other home": "Another's home", "Street": "Street", "Town centre": "Town centre", "Licensed premises": "Licensed premises", "Shop": "Shop", "Station": "Station", "Bus": "Bus", "School": "School", "Park": "Park", "Work": "Workplace", "Hospital": "Hospital", "Online": "Online", "Other": "Other place", "": "Not recorded", "Unknown": "Recorded as unknown"}
RELATION = {"Work related": "Work related", "": "Not recorded", "Unknown": "Recorded as unknown"}
INJURY = {"": "Not recorded", "Unknown": "Recorded as unknown"}
USES = {"Injured": "Used to injure", "Threatened": "Used to threaten", "Intimated": "Intimated, not seen", "Possessed": "Possessed", "Other": "Other use"}
MONTHS = pd.date_range("2021-06-01", "2023-05-01", freq="MS")


def within(frame, period):
    low, high = PERIODS[period]
    return frame[(frame.recorded >= low) & (frame.recorded < high)]


def month_name(day):
    return day.strftime("%B %Y")


def status(ok):
    return "" if ok else "u"


def share_row(x, n, thin=False):
    value, low, high = wilson(x, n)
    return {"numerator": x, "denominator": n, "value": value, "lower": low, "upper": high, "method": "Wilson", "status": status(n >= 20 and not thin)}


def count_levels(levels, total="Total", extra=MISSING):
    """Rows of one table and period: a share of the known for each level, counts of the missing, the total."""
    counts = levels.value_counts()
    known = int(sum(n for level, n in counts.items() if level not in extra))
    rows = {}
    applicable = len(levels) - int(counts.get("Not yet assigned an outcome", 0))
    complete = known / applicable if applicable else 1
    for level, n in counts.items():
        rows[level] = {"numerator": int(n)} if level in extra else share_row(int(n), known, complete < 0.8)
    rows[total] = {"numerator": len(levels)}
    return rows


def missing_of(text, unknown=("U", "Unknown"), refused=("NS", "Refused")):
    return text.map(lambda t: "Not recorded" if t == "" else "Recorded as unknown" if t in unknown else "Not stated" if t in refused else None)


def ages(p, bands=BANDS):
    """Age bands; a blank is not recorded, an age that does not count is unknown."""
    return band(p.age, bands).where(p.age.notna(), p.age_raw.map(lambda a: "Not recorded" if pd.isna(a) else "Recorded as unknown"))


def sexes(p):
    return p.sex.where(p.sex.notna(), missing_of(p.sex_text))


def self_defined(p):
    return p.ethnicity.where(p.ethnicity.notna(), missing_of(p.sde_text))


def observed(p):
    return p.observed.where(p.observed.notna(), p.ic_text.map(lambda t: "Not recorded" if t == "" else "Recorded as unknown"))


def outcome_groups(o):
    table = reference("outcomes.csv").set_index("code")
    return o["Outcome Code"].map(lambda c: "Not recorded" if c == "" else "Not yet assigned an outcome" if c == "0" else table.group[c])


def recency(o):
    return o.nonrecent.map({True: "Non-recent, recorded after more than 365 days", False: "Recent, recorded within 365 days"})


def flagged(o):
    return o.da.map({True: "Flagged domestic abuse", False: "Not flagged"})


SEXUAL_BANDS = [("Under 13", 1, 12), ("13 to 15", 13, 15), ("16 and 17", 16, 17), ("18 to 24", 18, 24), ("25 and over", 25, 200)]
NONE = MISSING + ["Not yet assigned an outcome"]


def weapons(p):
    def of(use, present):
        if use == "Injured":
            return "Knife used to injure"
        if use in ("Threatened", "Intimated"):
            return "Knife used to threaten"
        if use in ("Possessed", "Other"):
            return "Knife possessed or used otherwise"
        return "No knife" if present == "None" else "Not known"
    return pd.Series([of(u, k) for u, k in zip(p.use, p["Knife Present"])], index=p.index)


def simple(x):
    """Table: (key, rows to count, level of each)."""
    o, victims, suspects = x.o, x.people["Victim"], x.people["Suspect"]
    pack, knife, sexual = o[o.pack], o[o.knife], o[o.sexual]
    pv, ps = victims[victims.pack], suspects[suspects.pack]
    kv, ks = victims[victims.knife], suspects[suspects.knife]
    dv, sv = pv[pv.da], victims[victims.sexual]
    injury = lambda p: p.injury.replace(INJURY)
    relation = lambda p: p.relationship.replace(RELATION)
    weapon = o[o.group == "Possession of weapons offences"]
    young = lambda p: p.age.map(lambda a: None if pd.isna(a) else "Under 18" if a < 18 else "18 and over").where(p.age.notna(), ages(p))
    hurt = lambda p: injury(p).map(lambda i: i if i in MISSING else "Injured" if i in ("Fatal", "Serious", "Moderate", "Minor") else "Not injured or threats only")
    return {
        "offence-mix": ("ho_subgroup", pack, pack.subgroup),
        "offence-class": ("ho_class", pack, pack.label),
        "offence-groups": ("ho_group", o, o.group.fillna("Recorded as unknown")),
        "location-type": ("location_type", pack, pack["Location Type"].map(PLACES)),
        "knife-location-type": ("location_type", knife, knife["Location Type"].map(PLACES)),
        "sexual-location": ("location_type", sexual, sexual["Location Type"].map(PLACES)),
        "relationship": ("relationship", pv, relation(pv)),
        "domestic-relationship": ("relationship", dv, relation(dv)),
        "injury-degree": ("injury", pv, injury(pv)),
        "knife-victims-injury": ("injury", kv, injury(kv)),
        "knife-victims-injured": ("injured", kv, hurt(kv)),
        "outcomes": ("outcome_group", pack, outcome_groups(pack)),
        "knife-use": ("knife_use", knife, knife.use.map(USES)),
        "knife-offence-mix": ("ho_class", knife, knife.label),
        "knife-domestic": ("flag_domestic_abuse", knife, flagged(knife)),
        "domestic-split": ("flag_domestic_abuse", pack, flagged(pack)),
        "knife-possession": ("ho_class", weapon, weapon.label),
        "domestic-victims-age": ("age_band", dv, ages(dv)),
        "domestic-victims-sex": ("sex", dv, sexes(dv)),
        "gun-crime": ("ho_class", o[o.gun], o[o.gun].label),
        "homicide": ("ho_class", o[o.subgroup == "Homicide"], o[o.subgroup == "Homicide"].label),
        "sexual-profile": ("ho_subgroup", sexual, sexual.subgroup),
        "sexual-recency": ("recency", sexual, recency(sexual)),
        "sexual-victims-age": ("age_band", sv, ages(sv, SEXUAL_BANDS)),
        "sexual-victims-under18": ("age_band", sv, young(sv)),
        "victims-age": ("age_band", pv, ages(pv)),
        "suspects-age": ("age_band", ps, ages(ps)),
        "knife-victims-age": ("age_band", kv, ages(kv)),
        "knife-suspects-age": ("age_band", ks, ages(ks)),
        "victims-sex": ("sex", pv, sexes(pv)),
        "suspects-sex": ("sex", ps, sexes(ps)),
        "victims-ethnicity": ("ethnicity", pv, self_defined(pv)),
        "suspects-ethnicity": ("ethnicity", ps, self_defined(ps)),
        "victims-ethnicity-obs": ("ethnicity", pv, observed(pv)),
        "suspects-ethnicity-obs": ("ethnicity", ps, observed(ps)),
        "victims-disability": ("disability", pv, pv.disability.map({"Y": "Yes", "N": "No"}).where(pv.disability.isin(["Y", "N"]), missing_of(pv.disability))),
    }


def by_month(ledger, table, key, frame, levels, total="Total", missing="Not known or not applicable", extra=NONE):
    rows = {}
    month = frame.recorded.dt.to_period("M")
    for m in MONTHS:
        at = levels[month == m.to_period("M")]
        for level, n in at.map(lambda v: missing if v in extra else v).value_counts().items():
            rows[month_name(m), level] = {"numerator": int(n)}
        rows[month_name(m), total] = {"numerator": len(at)}
    ledger.compare(table, ["month", key], rows)


def check_simple(x, ledger):
    for table, (key, frame, levels) in simple(x).items():
        rows = {}
        for period in PERIODS:
            at = within(frame, period)
            for level, row in count_levels(levels[at.index], extra=NONE).items():
                rows[period, level] = row
                if table.startswith(("knife-victims-age", "knife-suspects-age", "victims-age", "suspects-age")) and row.get("value") is not None:
                    row["status"] = status(row["numerator"] >= 20)  # there are rates beside the shares
            if table == "injury-degree":
                for level in set(levels) - set(NONE):
                    rows[period, level]["share_of_all"] = 100 * rows[period, level]["numerator"] / len(at)
        ledger.compare(table, ["period", key], rows)
        if f"{table}-by-month" in ledger.tables:
            by_month(ledger, f"{table}-by-month", key, frame, levels)


def check_within_class(x, ledger):
    """Parts of each class or subgroup, each against all of the class."""
    o = x.o
    outcomes = reference("outcomes.csv").set_index("code")
    mature = o.recorded <= o.recorded.max() - pd.Timedelta(days=180)
    staged = o[o.pack & mature & ~o["Outcome Code"].isin(["", "19", "20"])]
    positive = staged["Outcome Code"].isin(outcomes[outcomes.positive == "yes"].index)
    tables = {
        "knife-domestic-by-class": ("ho_class", o[o.knife], o[o.knife].label, o[o.knife].da),
        "knife-injury": ("ho_class", o[o.knife], o[o.knife].label, o[o.knife].use == "Injured"),
        "domestic-profile": ("ho_subgroup", o, o.subgroup.fillna("Recorded as unknown"), o.da),
        "outcomes-positive": ("ho_subgroup", staged, staged.subgroup, positive),
    }
    for table, (key, frame, levels, part) in tables.items():
        rows = {}
        for period in PERIODS:
            at = within(frame, period).index
            for level, ids in levels[at].groupby(levels[at]).groups.items():
                rows[period, level] = share_row(int(part[ids].sum()), len(ids))
            rows[period, "Total"] = share_row(int(part[at].sum()), len(at))
        ledger.compare(table, ["period", key], rows)
    rows = {}
    stages = {"Recorded": staged.index == staged.index, "Outcome assigned": staged["Outcome Code"] != "0"}
    code = staged["Outcome Code"].map(outcomes.suspect_identified)
    stages["Suspect identified"] = code == "yes"
    stages["Suspect identified and victim supports action"] = (code == "yes") & (staged["Outcome Code"] != "16")
    stages["Charged or dealt with out of court (positive outcome)"] = positive
    for period in PERIODS:
        at, whole = within(staged, period).index, within(o[o.pack], period)
        previous = None
        for stage, mask in stages.items():
            n = int(pd.Series(mask, index=staged.index)[at].sum())
            rows[period, stage] = share_row(n, len(at))
            if previous is not None:
                for c, v in zip(["share_of_previous", "previous_lower", "previous_upper"], wilson(n, previous)):
                    rows[period, stage][c] = v
            previous = n
        fresh = whole[~mature[whole.index]]
        if len(fresh):
            rows[period, "Recorded in the last 180 days of the extract"] = {"numerator": len(fresh)}
        rows[period, "Recorded before then, outcome not recorded"] = {"numerator": int((mature[whole.index] & (whole["Outcome Code"] == "")).sum())}
        rows[period, "Total"] = {"numerator": len(whole)}
    ledger.compare("outcomes-funnel", ["period", "stage"], rows)


THEMES = {"theme1": "Violence and exploitation affecting under-25s", "theme2": "Domestic abuse", "theme3": "Sexual violence"}
# The extract has no references of linked offences: this theme has no count, not a count of nought.
UNTOLD, NO_COUNT = "Damage to property linked to such an offence", {"numerator": None, "status": "x"}


def check_themes(x, ledger):
    o = x.o
    rows, months, located = {}, {}, {}
    for period in PERIODS:
        at = within(o[o.pack], period)
        for t, name in THEMES.items():
            rows[period, name] = share_row(int(at[t].sum()), len(at))
            if period == THIS:
                for level, row in count_levels(at[at[t]]["Location Type"].map(PLACES)).items():
                    located[name, level] = row
        rows[period, UNTOLD] = NO_COUNT
        rows[period, "All of the pack, each offence once"] = {"numerator": len(at)}
    located[UNTOLD, "Total"] = NO_COUNT
    ledger.compare("themes", ["period", "theme"], rows)
    ledger.compare("location-type-by-theme", ["theme", "location_type"], located)
    for m in MONTHS:
        at = o[o.pack & (o.recorded.dt.to_period("M") == m.to_period("M"))]
        for t, name in THEMES.items():
            months[month_name(m), name] = {"numerator": int(at[t].sum())}
        months[month_name(m), UNTOLD] = NO_COUNT
        months[month_name(m), "All of the pack, each offence once"] = {"numerator": len(at)}
    ledger.compare("themes-by-month", ["month", "theme"], months)


def check_under25(x, ledger):
    o = x.o
    unknown = set()
    for p in x.people.values():
        unknown |= set(p[p.age_report.isna()].ref)
    base = o[o.allages].copy()
    base["unclear"] = ~base.young_report & base.index.isin(unknown)
    rows = {}
    for period in PERIODS:
        at = within(base, period)
        for level, part in [*at.groupby(at.subgroup), ("Total", at)]:
            n, x1, u = len(part), int(part.young_report.sum()), int(part.unclear.sum())
            rows[period, level] = {**share_row(x1, n), "unclear": u, "upper_bound": 100 * (x1 + u) / n}
    ledger.compare("under25-involved", ["period", "ho_subgroup"], rows)
    levels = base.young_report.map({True: "Involved", False: "Not involved"}).where(~base.unclear, "Not recorded")
    by_month(ledger, "under25-involved-by-month", "under25_involved", base, levels)


def change_row(n2, n1, b2=365, b1=365):
    value, low, high, method = ratio(n2, b2, n1, b1)
    row = {"numerator": n2, "denominator": n1, "value": value, "lower": low, "upper": high, "method": method, "change": n2 - n1, "percent": 100 * (n2 - n1) / n1 if n1 >= 20 else None, "p": conditional_p(n2, b2, n1, b1)}
    row["status"] = "u" if min(n1, n2) < 20 else ""
    if n1 == 0:
        row["status"] = "x"
    return row


def changes(frame, levels, extra=()):
    """Rows of change, with q-values over the levels; rows of extra and the total have no q."""
    now, then = (levels[within(frame, p).index].value_counts() for p in (THIS, BEFORE))
    rows = {level: change_row(int(now.get(level, 0)), int(then.get(level, 0))) for level in set(now.index) | set(then.index)}
    own = [level for level in rows if level not in extra]
    for level, q in zip(own, adjust([rows[level]["p"] for level in own])):
        rows[level]["q"] = q
    for level in extra:
        if level in rows:
            rows[level]["q"] = None
    rows["Total"] = {**change_row(int(now.sum()), int(then.sum())), "q": None}
    return rows


def youngest(x, o):
    least = pd.concat([p[p.age.notna()].groupby("ref").age.min() for p in x.people.values()]).groupby(level=0).min()
    return o.index.to_series().map(least)


def check_changes(x, ledger):
    o = x.o
    pack = o[o.pack]
    weapon, sexual, gun = o[o.group == "Possession of weapons offences"], o[o.sexual], o[o.gun]
    for table, key, frame, levels in [
        ("offence-change", "ho_subgroup", pack, pack.subgroup), ("domestic-change", "flag_domestic_abuse", pack, flagged(pack)),
        ("possession-change", "ho_class", weapon, weapon.label), ("sexual-change", "ho_subgroup", sexual, sexual.subgroup), ("gun-change", "ho_class", gun, gun.label),
    ]:
        ledger.compare(table, [key], {(level,): row for level, row in changes(frame, levels).items()})
    rows = {}
    for t, name in THEMES.items():
        rows[name,] = change_row(len(within(pack[pack[t]], THIS)), len(within(pack[pack[t]], BEFORE)))
    for key, q in zip(list(rows), adjust([r["p"] for r in rows.values()])):
        rows[key]["q"] = q
    rows[UNTOLD,] = NO_COUNT
    rows["All of the pack, each offence once",] = change_row(len(within(pack, THIS)), len(within(pack, BEFORE)))
    ledger.compare("themes-change", ["theme"], rows)
    splits = {}
    parts = {"Offence": pack.subgroup, "Ward": pack.ward.map(lambda c: WARD_NAMES.get(c, "Not recorded")), "Age of the youngest victim or suspect": band(youngest(x, pack)).fillna("Not recorded")}
    for by, levels in parts.items():
        rows = changes(pack, levels, ("Not recorded",))
        one_way = len({(r["change"] > 0) - (r["change"] < 0) for level, r in rows.items() if level != "Total" and r["change"]}) == 1
        for level, r in rows.items():
            r["share_of_change"] = 100 * r["change"] / rows["Total"]["change"] if one_way else None
            splits[by, level] = r
    ledger.compare("change", ["by", "level"], splits)
    check_kitagawa(x, ledger)
    now, then = within(o[o.knife], THIS), within(o[o.knife], BEFORE)
    rows = {}
    for label in set(now.label) | set(then.label):
        a, b = int((now.label == label).sum()), int((then.label == label).sum())
        d, low, high = newcombe(a, len(now), b, len(then))
        rows[label,] = {"numerator": a, "denominator": len(now), "value": d, "lower": low, "upper": high, "method": "Newcombe", "offences_before": b, "denominator_before": len(then)}
    ledger.compare("knife-mix-change", ["ho_class"], rows)


def check_kitagawa(x, ledger):
    """F35: victims by age band, effect of residents and effect of the rate."""
    pv = x.people["Victim"]
    pv = pv[pv.pack]
    rows = changes(pv, ages(pv).replace({m: "Not known" for m in MISSING}), ("Not known",))
    for name, low, high in BANDS:
        p2, p1 = x.residents(2022, "", low, high), x.residents(2021, "", low, high)
        n2, n1 = rows[name]["numerator"], rows[name]["denominator"]
        rows[name]["population_effect"] = (p2 - p1) * (n1 / p1 + n2 / p2) / 2
        rows[name]["rate_effect"] = (n2 / p2 - n1 / p1) * (p1 + p2) / 2
    ledger.compare("change-victims", ["age_band"], {(level,): r for level, r in rows.items()})


def check(x, ledger):
    for part in (check_simple, check_within_class, check_themes, check_under25, check_changes):
        part(x, ledger)
