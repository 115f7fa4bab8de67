"""Tables of hours, days, months, bands of hours, school days, defaults and control charts."""
import calendar
import math

import numpy as np
import pandas as pd
from pytz import NonExistentTimeError
from scipy import stats

from formulas import adjust, poisson_limits, poisson_method, poisson_p, ratio, wilson
from shares import BEFORE, MISSING, MONTHS, PERIODS, THIS, by_month, month_name, share_row, status, within

HOURS = ["midnight"] + [f"{h}am" for h in range(1, 12)] + ["midday"] + [f"{h}pm" for h in range(1, 12)]
WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
OLD, BLANK = "Non-recent, left out", "Not recorded"


def sets(x):
    o = x.o
    return {"pack": o[o.pack], "knife": o[o.knife], "injury": o[o.subgroup == "Violence with injury"]}


def known(frame):
    return frame[frame.time_From.notna() & ~frame.nonrecent]


def leftovers(frame, clock="time_From"):
    rows = {BLANK: {"numerator": int((frame[clock].isna() & ~frame.nonrecent).sum())}, OLD: {"numerator": int(frame.nonrecent.sum())}, "Total": {"numerator": len(frame)}}
    return {k: r for k, r in rows.items() if r["numerator"]}


def indexed(n, total, expected):
    """A share beside that of an even spread (in per cent)."""
    row = share_row(n, total)
    return {**row, "status": row["status"] or status(n >= 20), "expected": expected, "index": row["value"] / expected, "index_lower": row["lower"] / expected, "index_upper": row["upper"] / expected}


def days_of(period):
    low, high = PERIODS[period]
    return pd.date_range(low, high, inclusive="left")


def check_hours(x, ledger):
    for table, which in [("hour", "pack"), ("knife-hour", "knife")]:
        rows, frame = {}, sets(x)[which]
        for period in PERIODS:
            at = within(frame, period)
            clock = known(at)
            counts = [int((clock.time_From.dt.hour == h).sum()) for h in range(24)]
            p = [poisson_p(n, len(clock) / 24) for n in counts]
            for h, q in enumerate(adjust(p)):
                rows[period, HOURS[h]] = {**indexed(counts[h], len(clock), 100 / 24), "p": p[h], "q": q}
            for k, r in leftovers(at).items():
                rows[period, k] = r
        ledger.compare(table, ["period", "hour"], rows)
        levels = frame.time_From.dt.hour.map(lambda h: HOURS[int(h)] if h == h else BLANK).where(~frame.nonrecent, BLANK)
        by_month(ledger, f"{table}-by-month", "hour", frame, levels)
        check_mean_hour(ledger, f"{table}-mean", frame)


def check_mean_hour(ledger, table, frame):
    """F15 from the counts of the hours, each at its half; limits after Fisher (1993, 4.4.4)."""
    rows = {}
    for period in PERIODS:
        at = within(frame, period)
        a = (known(at).time_From.dt.hour + 0.5) * 2 * np.pi / 24
        n, c, s = len(a), np.cos(a).sum(), np.sin(a).sum()
        r = math.hypot(c, s) / n
        mean = math.atan2(s, c)
        spread = (1 - np.cos(2 * (a - mean)).mean()) / (2 * r * r)
        half = math.asin(stats.norm.ppf(0.975) * math.sqrt(spread / n)) * 24 / (2 * np.pi)
        hour = mean * 24 / (2 * np.pi) % 24
        rows[period,] = {"numerator": len(at), "value": hour, "lower": hour - half, "upper": hour + half, "method": "circular mean", "resultant": r, "p": math.exp(-n * r * r)}
    ledger.compare(table, ["period"], rows)


def check_weekdays(x, ledger):
    for table, which in [("weekday", "pack"), ("knife-weekday", "knife")]:
        rows, frame = {}, sets(x)[which]
        for period in PERIODS:
            at = within(frame, period)
            day = at[at.day_From.notna() & ~at.nonrecent]
            every = days_of(period)
            counts = [int((day.day_From.dt.weekday == d).sum()) for d in range(7)]
            spans = [int((every.weekday == d).sum()) for d in range(7)]
            p = [poisson_p(n, len(day) * d / len(every)) for n, d in zip(counts, spans)]
            for d, q in enumerate(adjust(p)):
                low, high = poisson_limits(counts[d])
                base = len(day) * spans[d] / len(every)
                rows[period, WEEK[d]] = {"numerator": counts[d], "denominator": len(day), "value": counts[d] / base, "lower": low / base, "upper": high / base, "method": poisson_method(counts[d]), "status": status(counts[d] >= 20), "days": spans[d], "per_day": counts[d] / spans[d], "share": 100 * counts[d] / len(day), "p": p[d], "q": q}
            for k, r in leftovers(at, "day_From").items():
                rows[period, k] = r
        ledger.compare(table, ["period", "weekday"], rows)
        levels = frame.day_From.dt.weekday.map(lambda d: WEEK[int(d)] if d == d else BLANK).where(~frame.nonrecent, BLANK)
        by_month(ledger, f"{table}-by-month", "weekday", frame, levels)


def check_grids(x, ledger):
    for table, which in [("weekday-hour", "pack"), ("knife-weekday-hour", "knife"), ("injury-weekday-hour", "injury")]:
        rows, frame = {}, sets(x)[which]
        for period in PERIODS:
            at = within(frame, period)
            clock, every = known(at), days_of(period)
            cells, p = [], []
            for d in range(7):
                on = clock[clock.time_From.dt.weekday == d]
                rows[period, WEEK[d], "All hours"] = share_row(len(on), len(clock))
                for h in range(24):
                    n = int((on.time_From.dt.hour == h).sum())
                    expected = 100 * (every.weekday == d).sum() / (24 * len(every))
                    rows[period, WEEK[d], HOURS[h]] = indexed(n, len(clock), expected)
                    cells.append((period, WEEK[d], HOURS[h]))
                    p.append(poisson_p(n, len(clock) * expected / 100))
            for key, one, q in zip(cells, p, adjust(p)):
                rows[key].update(p=one, q=q)
            for h in range(24):
                rows[period, "All days", HOURS[h]] = share_row(int((clock.time_From.dt.hour == h).sum()), len(clock))
            for k, r in leftovers(at).items():
                rows[period, k, k] = r
        ledger.compare(table, ["period", "weekday", "hour"], rows)


def shifted(clock, minutes):
    return clock.time_From + pd.Timedelta(minutes=minutes)


def aoristic(frame):
    """F14: weights of each offence over the 168 hours of the week, Monday first.
    A date without a time is its whole day; an end missing or before the start is the start."""
    out = np.zeros((len(frame), 168))
    for i, (day, time, day_to, time_to) in enumerate(zip(frame.day_From, frame.time_From, frame.day_To, frame.time_To)):
        start = time if not pd.isna(time) else day
        if not pd.isna(time_to):
            end = time_to
        elif not pd.isna(day_to):
            end = day_to + pd.Timedelta(days=1)
        else:
            end = None
        if pd.isna(time) and (end is None or end < start + pd.Timedelta(days=1)):
            end = start + pd.Timedelta(days=1)
        start = local(start)
        minutes = 0 if end is None else int((local(end) - start).total_seconds() // 60)
        if minutes <= 1:
            out[i, start.weekday() * 24 + start.hour] = 1
        elif minutes >= 10080:
            out[i] = 1 / 168
        else:
            at, left = start, minutes
            while left > 0:
                step = min(left, 60 - at.minute)
                out[i, at.weekday() * 24 + at.hour] += step / minutes
                at += pd.Timedelta(minutes=step)  # elapsed time, on the wall clock of London
                left -= step
    return out


def local(t):
    try:
        return t.tz_localize("Europe/London", ambiguous=True)
    except NonExistentTimeError:
        return (t + pd.Timedelta(hours=1)).tz_localize("Europe/London")


BANDS = [
    ("Midnight to 6am", range(7), 0, 6), ("6am to midday", range(7), 6, 12), ("Midday to 6pm", range(7), 12, 18), ("6pm to midnight", range(7), 18, 24),
    ("3pm to 9pm", range(7), 15, 21), ("3pm to 6pm, Monday to Friday", range(5), 15, 18), ("3pm to 10pm, Monday to Friday", range(5), 15, 22),
    ("1pm to 10pm, Saturday and Sunday", [5, 6], 13, 22), ("9pm to 4am, Friday and Saturday nights", [4, 5], 21, 28),
]


def hours_of_week(days, low, high):
    return sorted({(24 * d + h) % 168 for d in days for h in range(low, high)})


def in_band(times, days, low, high):
    hour = times.dt.weekday * 24 + times.dt.hour
    return hour.isin(hours_of_week(days, low, high))


def band_row(clock, spread, period, days, low, high):
    every = days_of(period)
    hours = (high - low) * sum((every.weekday == d).sum() for d in days)
    n = int(in_band(clock.time_From, days, low, high).sum())
    row = indexed(n, len(clock), 100 * hours / (24 * len(every)))
    # The band half an hour earlier holds what would be in it half an hour later.
    row["earlier"] = 100 * in_band(shifted(clock, 30), days, low, high).mean()
    row["later"] = 100 * in_band(shifted(clock, -30), days, low, high).mean()
    row["aoristic"] = 100 * spread[:, hours_of_week(days, low, high)].sum() / len(spread)
    return row


def check_bands(x, ledger):
    rows, names = {}, {"pack": "Serious violence offences", "knife": "Knife crime offences", "injury": "Violence with injury offences"}
    windows = {"pack": {}, "knife": {}}
    sensitive = {}
    for which, name in names.items():
        for period in PERIODS:
            at = within(sets(x)[which], period)
            clock = known(at)
            recent = at[at.day_From.notna() & ~at.nonrecent]
            spread = aoristic(recent)
            for band, days, low, high in BANDS:
                rows[period, name, band] = band_row(clock, spread, period, days, low, high)
            for k, r in leftovers(at).items():
                rows[period, name, k] = r
                if which in windows:
                    windows[which][period, k] = r
            if which in windows:
                row = rows[period, name, "3pm to 9pm"]
                windows[which][period, "3pm to 9pm"] = row
                windows[which][period, "Other times"] = share_row(len(clock) - row["numerator"], len(clock))
            if which == "pack":
                sensitive.update(sensitivity(at, clock, spread, period))
    ledger.compare("time-windows", ["period", "offences", "window"], rows)
    ledger.compare("violence-hour", ["period", "window"], windows["pack"])
    ledger.compare("knife-hour-window", ["period", "window"], windows["knife"])
    ledger.compare("time-sensitivity", ["period", "hour"], sensitive)


def sensitivity(at, clock, spread, period):
    """Hours by start, by the middle of the possible span and by its end."""
    start = clock.time_From
    end = clock.time_To.where(clock.time_To >= start, start)
    end = end.where(clock.time_To.notna() | clock.day_To.isna(), clock.day_To + pd.Timedelta(days=1))
    end = end.where(end >= start, start)
    middle = start + (end - start) / 2
    rows, q = {}, {}
    by = {"": start, "_middle": middle, "_end": end}
    counts = {k: [int((t.dt.hour == h).sum()) for h in range(24)] for k, t in by.items()}
    for k, n in counts.items():
        q[k] = adjust([poisson_p(v, len(clock) / 24) for v in n])
    for h in range(24):
        row = share_row(counts[""][h], len(clock))
        row.update({"middle": counts["_middle"][h], "end": counts["_end"][h], "aoristic": 100 * spread[:, [24 * d + h for d in range(7)]].sum() / len(spread)})
        for k in by:
            row["index" + k], row["q" + k] = counts[k][h] / len(clock) * 24, q[k][h]
        rows[period, HOURS[h]] = row
    for k, r in leftovers(at).items():
        rows[period, k] = r
    return rows


def check_defaults(x, ledger):
    rows, minutes = {}, {}
    for period in PERIODS:
        at = within(x.o, period)
        clock = known(at)
        t = clock.time_From.dt
        of_day = t.hour * 60 + t.minute
        for name, mask, expected in [
            ("Midnight (00:00)", of_day == 0, 100 / 1440), ("One minute past midnight (00:01)", of_day == 1, 100 / 1440), ("Midday (12:00)", of_day == 720, 100 / 1440),
            ("One minute to midnight (23:59)", of_day == 1439, 100 / 1440), ("On the whole hour", t.minute == 0, 100 / 60), ("On the half hour", t.minute == 30, 100 / 60),
        ]:
            row = share_row(int(mask.sum()), len(clock))
            rows[period, name] = {**row, "status": row["status"] or status(row["numerator"] >= 20), "expected": expected, "index": row["value"] / expected}
        day = at[at.day_From.notna() & ~at.nonrecent]
        row = share_row(int((day.day_From.dt.day == 1).sum()), len(day))
        expected = 1200 / len(days_of(period))
        rows[period, "First of the month"] = {**row, "status": row["status"] or status(row["numerator"] >= 20), "expected": expected, "index": row["value"] / expected}
        rows[period, "Not recorded, or non-recent"] = {"numerator": len(at) - len(clock)}
        rows[period, "Total"] = {"numerator": len(at)}
        named = 0
        for minute, n in of_day.value_counts().items():
            if n >= 20 and n > 5 * len(clock) / 1440:
                row = share_row(int(n), len(clock))
                named += int(n)
                minutes[period, f"At {minute // 60:02d}:{minute % 60:02d}"] = {**row, "status": row["status"] or status(row["numerator"] >= 20), "expected": 100 / 1440, "index": row["value"] / 100 * 1440}
        minutes[period, "Other minutes"] = share_row(len(clock) - named, len(clock))
        minutes[period, "Total with a clock time"] = {"numerator": len(clock)}
    ledger.compare("default-times", ["period", "time"], rows)
    ledger.compare("default-times-minutes", ["period", "time"], minutes)


def check_school(x, ledger):
    terms, holidays = set(), set()
    for _, r in x.calendar.iterrows():
        days = pd.date_range(r.date_from, r.date_to)
        (terms if r.kind == "term" else holidays).update(days)
    # Dates of the terms are given with the first day after them as their end (half-open), bank holidays as one day.
    terms -= {r.date_to for _, r in x.calendar.iterrows() if r.kind == "term" and r.date_to != r.date_from}
    kind = lambda d: "Weekends" if d.weekday() > 4 else "School days" if d in terms and d not in holidays else "Weekdays out of school"
    rows, compared = {}, {}
    for period in PERIODS:
        at = within(x.o[x.o.pack], period)
        every = pd.Series([kind(d) for d in days_of(period)]).value_counts()
        day = at[at.day_From.notna() & ~at.nonrecent]
        low, high = PERIODS[period]
        here = day[(day.day_From >= low) & (day.day_From < high)]
        kinds = here.day_From.map(kind)
        afternoon = here.time_From.notna() & here.time_From.dt.hour.between(15, 17)
        timed = here.time_From.notna()
        for time, mask in [("Whole day", kinds.notna()), ("3pm to 6pm", afternoon)]:
            for k in ["School days", "Weekdays out of school", "Weekends"]:
                n = int((mask & (kinds == k)).sum())
                lo, hi = poisson_limits(n)
                rows[period, time, k] = {"numerator": n, "denominator": int(every[k]), "value": n / every[k], "lower": lo / every[k], "upper": hi / every[k], "method": poisson_method(n), "status": status(n >= 20)}
                if time != "Whole day":
                    rows[period, time, k]["share"] = 100 * n / (timed & (kinds == k)).sum()
        rows[period, "Whole day", OLD] = {"numerator": int(at.nonrecent.sum())}
        rows[period, "Whole day", "Outside the period"] = {"numerator": len(day) - len(here)}
        rows[period, "Whole day", "Total"] = {"numerator": len(at)}
        rows[period, "3pm to 6pm", "Total"] = {"numerator": int(afternoon.sum())}
        if period == THIS:
            a, b = rows[period, "3pm to 6pm", "School days"], rows[period, "3pm to 6pm", "Weekdays out of school"]
            v, lo, hi, method = ratio(a["numerator"], a["denominator"], b["numerator"], b["denominator"])
            compared["School days against weekdays out of school",] = {"numerator": a["numerator"], "denominator": b["numerator"], "value": v, "lower": lo, "upper": hi, "method": method, "status": "", "days_school": a["denominator"], "days_other": b["denominator"]}
    ledger.compare("term-holiday", ["period", "time", "day"], rows)
    ledger.compare("term-holiday-ratio", ["comparison"], compared)


def per_day(n, days, mean):
    low, high = poisson_limits(n)
    return {"numerator": n, "denominator": days, "value": n / days, "lower": low / days, "upper": high / days, "method": poisson_method(n), "status": status(n >= 20), "index": 100 * n / days / mean, "index_lower": 100 * low / days / mean, "index_upper": 100 * high / days / mean}


def check_months(x, ledger):
    for series, effects, which, last in [("month", "month-effects", "pack", "2023-04"), ("knife-months-series", "knife-months", "knife", "2023-05")]:
        frame, rows = sets(x)[which], {}
        recent = frame[frame.day_From.notna() & ~frame.nonrecent]
        window = frame[(frame.recorded >= "2021-06-01") & (frame.recorded < "2023-06-01")]
        shown = recent[recent.index.isin(window.index)]
        for clock, when in [("Recorded", window.recorded), ("Committed", shown.day_From)]:
            month = when.dt.to_period("M")
            counts = {m: int((month == m.to_period("M")).sum()) for m in MONTHS}
            mean = sum(counts.values()) / sum(m.days_in_month for m in MONTHS)
            for m, n in counts.items():
                rows[clock, month_name(m)] = per_day(n, m.days_in_month, mean)
            rows[clock, "Total"] = {"numerator": len(window)}
            if clock == "Committed":
                out = len(shown) - sum(counts.values())
                for k, n in [(OLD, len(window) - len(shown)), ("Outside these months", out)]:
                    if n:
                        rows[clock, k] = {"numerator": n}
        ledger.compare(series, ["clock", "month"], rows)
        check_season(ledger, effects, frame, recent, last)


def check_season(ledger, table, frame, recent, last):
    """F12 by iteratively reweighted least squares."""
    months = pd.period_range("2020-06", last, freq="M")
    when = recent.day_From.dt.to_period("M")
    y = np.array([(when == m).sum() for m in months], float)
    days = np.array([m.days_in_month for m in months], float)
    season = np.zeros((len(months), 11))
    for i, m in enumerate(months):
        if m.month < 12:
            season[i, m.month - 1] = 1
        else:
            season[i] = -1
    X = np.column_stack([np.ones(len(months)), np.arange(len(months)), season])
    X = np.column_stack([X] + [(months >= b).astype(float) for b in steps_of(table)])
    beta = np.zeros(X.shape[1])
    beta[0] = math.log(y.sum() / days.sum())
    for _ in range(50):
        mu = days * np.exp(X @ beta)
        cov = np.linalg.inv(X.T @ (X * mu[:, None]))
        beta = beta + cov @ (X.T @ (y - mu))
    mu = days * np.exp(X @ beta)
    phi = max(1.0, ((y - mu) ** 2 / mu).sum() / (len(y) - X.shape[1]))
    rows, p = {}, []
    total_days = days.sum()
    df = len(y) - X.shape[1]
    for m in range(12):
        contrast = np.zeros(X.shape[1])
        if m < 11:
            contrast[2 + m] = 1
        else:
            contrast[2:13] = -1
        g, se = contrast @ beta, math.sqrt(phi * contrast @ cov @ contrast)
        at = np.array([mm.month == m + 1 for mm in months])
        n, d = y[at].sum(), days[at].sum()
        lo, hi = poisson_limits(n)
        base = y.sum() / total_days
        rows[calendar.month_name[m + 1],] = {"numerator": n, "denominator": y.sum(), "value": math.exp(g), "lower": math.exp(g - LIMIT(df) * se), "upper": math.exp(g + LIMIT(df) * se), "method": "quasi-Poisson", "days": d, "per_day": n / d, "index": 100 * n / d / base, "index_lower": 100 * lo / d / base, "index_upper": 100 * hi / d / base}
        p.append(TEST(g / se, df))
    for (key, row), one, q in zip(rows.items(), p, adjust(p)):
        row.update(p=one, q=q)
    old = int(frame.nonrecent.sum())
    undated = int((frame.day_From.isna() & ~frame.nonrecent).sum())
    for k, n in [("Not recorded", undated), (OLD, old), ("Total", int(y.sum()) + undated + old)]:
        if n:
            rows[k,] = {"numerator": n}
    ledger.compare(table, ["month"], rows, {"value": 1e-5, "lower": 1e-5, "upper": 1e-5, "p": 1e-5, "q": 1e-5})


LIMIT = lambda df: stats.norm.ppf(0.975)
TEST = lambda z, df: 2 * stats.norm.sf(abs(z))
steps_of = lambda table: []


def check_charts(x, ledger):
    for table, which in [("trend", "pack"), ("knife-trend", "knife")]:
        frame = sets(x)[which]
        months = pd.period_range("2020-06", "2023-05", freq="M")
        month = frame.recorded.dt.to_period("M")
        n = np.array([(month == m).sum() for m in months], float)
        d = np.array([m.days_in_month for m in months], float)
        centre = n.sum() / d.sum()
        z = (n / d - centre) / np.sqrt(centre / d)
        ranges = np.abs(np.diff(z))
        kept = ranges[ranges <= 3.267 * ranges.mean()]
        sigma = kept.mean() / 1.128
        chi = ((n - centre * d) ** 2 / (centre * d)).sum()
        widened = sigma if stats.chi2.sf(chi, len(n) - 1) < 0.05 and sigma > 1 else 1
        half = 3 * widened * np.sqrt(centre / d)
        signals = signals_of(n / d, centre, centre - half, centre + half)
        rows = {}
        for i, m in enumerate(months):
            lo, hi = poisson_limits(n[i])
            rows[m.strftime("%B %Y"),] = {"numerator": n[i], "denominator": d[i], "value": n[i] / d[i], "lower": lo / d[i], "upper": hi / d[i], "method": poisson_method(n[i]), "status": status(n[i] >= 20), "centre": centre, "lower_limit": max(0, centre - half[i]), "upper_limit": centre + half[i], "signal": signals[i], "phase": 1}
        ledger.compare(table, ["month"], rows)
        check_direction(ledger, f"{table}-direction", n, d)


def signals_of(v, centre, low, high):
    """F10, each month judged from what was known up to it; the code of the first rule that fires:
    1 outside, 2 rising or falling, 3 two of three near a limit, 4 a run on one side."""
    out = []
    for i in range(len(v)):
        code = 0
        side = np.sign(v - centre)
        near_up, near_down = (v > centre + (high - centre) * 2 / 3) & (v <= high), (v < centre - (centre - low) * 2 / 3) & (v >= low)
        if i >= 6 and abs(side[i - 6 : i + 1].sum()) == 7:
            code = 4
        for near in (near_up, near_down):
            if i >= 2 and abs(side[i - 2 : i + 1].sum()) == 3 and near[i - 2 : i + 1].sum() >= 2:
                code = 3
        if i >= 6 and (np.diff(v[i - 6 : i + 1]) > 0).all() or i >= 6 and (np.diff(v[i - 6 : i + 1]) < 0).all():
            code = 2
        if v[i] > high[i] or v[i] < low[i]:
            code = 1
        out.append(code)
    return out


def check_direction(ledger, table, n, d):
    v = n / d
    pairs = [(j - i, v[j] - v[i]) for i in range(len(v)) for j in range(i + 1, len(v))]
    s = sum(np.sign(delta) for _, delta in pairs)
    ties = pd.Series(v).round(12).value_counts()
    var = (len(v) * (len(v) - 1) * (2 * len(v) + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    z = (s - np.sign(s)) / math.sqrt(var)
    value, low, high, method = ratio(n[-12:].sum(), d[-12:].sum(), n[:12].sum(), d[:12].sum())
    ledger.compare(table, ["months"], {("36 months to May 2023",): {"numerator": n[-12:].sum(), "denominator": n[:12].sum(), "value": value, "lower": low, "upper": high, "method": method, "status": "", "p": 2 * stats.norm.sf(abs(z)), "slope": 12 * np.median([delta / gap for gap, delta in pairs]), "years": 3}})


def check(x, ledger):
    for part in (check_hours, check_weekdays, check_grids, check_bands, check_defaults, check_school, check_months, check_charts):
        part(x, ledger)
