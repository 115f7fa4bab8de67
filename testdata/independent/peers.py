"""scipy's side of peers.sh: Gi*, the exact kernel density and the counts of the Knox
test on the data of svna's benchmarks."""
import sys
import time

import numpy as np
from scipy.sparse import csr_matrix, eye
from scipy.spatial import cKDTree

folder = sys.argv[1] + "/"
seconds = []


def timed(stage, f):
    start = time.process_time()
    result = f()
    seconds.append(f"{stage},scipy,{time.process_time() - start:.6f}")
    return result


g = np.loadtxt(folder + "grid.csv", delimiter=",")
xy, x = g[:, :2], g[:, 2]


def weights():
    pairs = cKDTree(xy).query_pairs(1.5, output_type="ndarray")
    ones = np.ones(2 * len(pairs))
    return csr_matrix((ones, (np.r_[pairs[:, 0], pairs[:, 1]], np.r_[pairs[:, 1], pairs[:, 0]])), shape=(len(x), len(x)))


def gi(w):
    n, mean = len(x), x.mean()
    s = np.sqrt((x * x).mean() - mean * mean)
    k = np.asarray(w.sum(1)).ravel()
    return (w @ x - mean * k) / (s * np.sqrt((n * k - k * k) / (n - 1)))


def moran(w):
    z = x - x.mean()
    return z / (z * z).mean() * (w @ z) / np.asarray(w.sum(1)).ravel()


def permuted(w, draws=999):
    """One set of draws for all places, as esda does."""
    random = np.random.default_rng(1)
    n, k = len(x), np.asarray(w.sum(1)).ravel().astype(int)
    ids = np.array([random.choice(n - 1, k.max(), replace=False) for _ in range(draws)])
    observed, p = w @ x, np.empty(n)
    for i in range(n):
        others = ids[:, : k[i]]
        sums = x[others + (others >= i)].sum(1)
        high, low = (sums >= observed[i]).sum() + 1, (sums <= observed[i]).sum() + 1
        p[i] = min(1, 2 * min(high, low) / (draws + 1))
    return p


w = timed("neighbours", weights)
star = w + eye(len(x), format="csr")
z, ii = timed("gistar", lambda: gi(star)), timed("localmoran", lambda: moran(w))
print(f"Gi* {abs(z - g[:, 3]).max():.2g}, local Moran {abs(ii - g[:, 4]).max():.2g}")
p = timed("gistar 999", lambda: permuted(w))
print(f"permutation p: largest difference {abs(p - g[:, 5]).max():.2g}, mean difference {(p - g[:, 5]).mean():.2g}")

points, d = np.loadtxt(folder + "points.csv", delimiter=","), np.loadtxt(folder + "density.csv", delimiter=",")
centres = (d[:, :2] + 0.5) * 250


def density():
    tree, radius = cKDTree(points), 1250.0
    out = np.zeros(len(centres))
    for k in range(0, len(centres), 2000):
        for i, near in enumerate(tree.query_ball_point(centres[k : k + 2000], radius)):
            u = 1 - ((points[near] - centres[k + i]) ** 2).sum(1) / radius**2
            out[k + i] = 3 / (np.pi * radius**2) * (u[u > 0] ** 2).sum()
    return out


k = timed("density", density)
print(f"density: largest difference relative to the highest {abs(k - d[:, 2]).max() / k.max():.2g}")

e = np.loadtxt(folder + "events.csv", delimiter=",")


def knox(draws=999):
    pairs = cKDTree(e[:, :2]).query_pairs(np.nextafter(200, 0), output_type="ndarray")
    random, days = np.random.default_rng(1), e[:, 2].astype(int)
    count = lambda t: (abs(t[pairs[:, 0]] - t[pairs[:, 1]]) < 14).sum()
    observed = count(days)
    return observed, (1 + sum(count(random.permutation(days)) >= observed for _ in range(draws))) / (draws + 1)


observed, p = timed("knox 999", knox)
w = np.loadtxt(folder + "knox.csv", delimiter=",")
print(f"Knox: observed {observed} and {int(w[0])}, p {p:.3f} and {w[2]:.3f}")
with open(folder + "seconds-scipy.csv", "w") as f:
    f.write("\n".join(seconds) + "\n")
