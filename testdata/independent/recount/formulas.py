"""Intervals, rates, tests and adjustments of the methods page, written from their formulas with scipy."""
import math

import numpy as np
from scipy import stats

Z = stats.norm.ppf(0.975)


def wilson(x, n):
    """F1: value and limits in per cent."""
    if n == 0:
        return None, None, None
    p = x / n
    half = Z * math.sqrt(Z * Z + 4 * x * (1 - p))
    low, high = (2 * x + Z * Z - half) / (2 * (n + Z * Z)), (2 * x + Z * Z + half) / (2 * (n + Z * Z))
    return 100 * p, 100 * (0 if x == 0 else low), 100 * (1 if x == n else high)


def poisson_limits(x):
    """F2: Byar from 10 on, exact below."""
    if x < 10:
        return (0.0 if x == 0 else stats.chi2.ppf(0.025, 2 * x) / 2), stats.chi2.ppf(0.975, 2 * x + 2) / 2
    return x * (1 - 1 / (9 * x) - Z / (3 * math.sqrt(x))) ** 3, (x + 1) * (1 - 1 / (9 * (x + 1)) + Z / (3 * math.sqrt(x + 1))) ** 3


def poisson_method(x):
    return "exact Poisson" if x < 10 else "Byar"


def rate(x, base, per=1000):
    low, high = poisson_limits(x)
    return per * x / base, per * low / base, per * high / base, poisson_method(x)


def ratio(a, A, b, B):
    """F4: rate ratio, logarithmic limits where both counts are 10 or more, else exact conditional."""
    if a + b == 0:
        return None, None, None, ""
    if min(a, b) >= 10:
        r, s = (a / A) / (b / B), math.sqrt(1 / a + 1 / b)
        return r, r * math.exp(-Z * s), r * math.exp(Z * s), "log rate ratio"
    to_ratio = lambda q: q / (1 - q) * B / A
    low = 0.0 if a == 0 else to_ratio(stats.beta.ppf(0.025, a, b + 1))
    high = None if b == 0 else to_ratio(stats.beta.ppf(0.975, a + 1, b))
    return ((a / A) / (b / B) if b else None), low, high, "exact conditional"


def conditional_p(a, A, b, B):
    """F5: sum of the probabilities of Bin(a + b, A/(A+B)) not above that of a."""
    if a + b == 0:
        return None
    with np.errstate(divide="ignore"):
        p = stats.binom.pmf(np.arange(a + b + 1), a + b, A / (A + B))
    return min(1.0, p[p <= p[int(a)] * (1 + 1e-7)].sum())


def poisson_p(x, mean):
    """Two-sided: the sum of the probabilities not above that of x."""
    reach = np.arange(int(mean + 60 * math.sqrt(mean + 10) + x + 60))
    p = stats.poisson.pmf(reach, mean)
    return min(1.0, p[p <= stats.poisson.pmf(x, mean) * (1 + 1e-7)].sum())


def adjust(p):
    """F21: Benjamini and Hochberg over the values that there are."""
    q = [None] * len(p)
    have = sorted((v, i) for i, v in enumerate(p) if v is not None)
    least = 1.0
    for rank in range(len(have), 0, -1):
        v, i = have[rank - 1]
        least = min(least, v * len(have) / rank)
        q[i] = least
    return q


def newcombe(x1, n1, x2, n2):
    """F3: difference of two shares in points."""
    (p1, l1, u1), (p2, l2, u2) = wilson(x1, n1), wilson(x2, n2)
    d = p1 - p2
    return d, d - math.hypot(p1 - l1, u2 - p2), d + math.hypot(u1 - p1, p2 - l2)


def dobson(counts, weights):
    """F6 without a standard: the sum of counts times weights."""
    total = sum(counts)
    value = sum(c * w for c, w in zip(counts, weights))
    if total == 0:
        return 0.0, 0.0, None
    s = math.sqrt(sum(c * w * w for c, w in zip(counts, weights)) / total)
    low, high = poisson_limits(total)
    return value, value + s * (low - total), value + s * (high - total)


def gini(counts):
    x = np.sort(np.asarray(counts, float))
    n, total = len(x), x.sum()
    g = 2 * (np.arange(1, n + 1) * x).sum() / (n * total) - (n + 1) / n
    return g, max(n / total, 1) * (g - 1) + 1


def half(counts):
    c = np.cumsum(np.sort(counts)[::-1])
    return int(np.searchsorted(c, c[-1] / 2) + 1)


def bayes(x, n):
    """F9: smoothed rates and the probability of being above the mean."""
    x, n = np.asarray(x, float), np.asarray(n, float)
    m = x.sum() / n.sum()
    a = max(0.0, (n * (x / n - m) ** 2).sum() / n.sum() - m / n.mean())
    if a == 0:
        return np.full(len(x), m), None
    c = a / (a + m / n)
    return m + c * (x / n - m), stats.gamma.sf(m, m * m / a + x, scale=1 / (m / a + n))


def ranks(values):
    """Competition ranks, 1 for the most."""
    return [1 + sum(w > v for w in values) for v in values]


def ahead(first, second, n):
    """Whether the lead of the first level over the second excludes 0 in one multinomial sample."""
    p1, p2 = first / n, second / n
    return p1 - p2 > Z * math.sqrt((p1 + p2 - (p1 - p2) ** 2) / n)
