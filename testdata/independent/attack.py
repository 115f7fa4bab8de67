"""A stranger's attack on public editions, as linear programs solved by HiGHS (scipy):

    SVNA_ATTACK_OUT=FOLDER SVNA_NIGHTLY=1 go test ./cmd/svna -run TestStrangersRecoverNothingNightly -timeout 90m
    python3 attack.py FOLDER/*.json

Each file is what is known of the hidden numbers of several editions: unknown counts with
their bounds, sums of them with theirs, and which sums are hidden numbers ("width": how
uncertain each must stay, "true": what it is). For each hidden number the lowest and the
highest value are computed that fit everything; counts need not be whole, so the whole
numbers that fit lie no wider than that, and a few may lie narrower. A value that one
solution has been seen to take needs no program of its own."""
import json
import math
import sys

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

UNBOUNDED = 1e8


def matrix(sums, n):
    rows, columns, values = [], [], []
    for i, s in enumerate(sums):
        rows += [i] * len(s["of"])
        columns += s["of"]
        values += s["by"]
    return csr_matrix((values, (rows, columns)), shape=(len(sums), n))


def attack(name):
    p = json.load(open(name))
    n = len(p["least"])
    upper = [h if h < UNBOUNDED else None for h in p["most"]]
    equal = [s for s in p["sums"] if s["least"] == s["most"]]
    capped = [s for s in p["sums"] if s["least"] != s["most"] and s["most"] < UNBOUNDED]
    floored = [s for s in p["sums"] if s["least"] != s["most"]]
    a_equal, b_equal = matrix(equal, n), [s["least"] for s in equal]
    a_upper = matrix(capped + [{"of": s["of"], "by": [-b for b in s["by"]]} for s in floored], n)
    b_upper = [s["most"] for s in capped] + [-s["least"] for s in floored]
    targets = matrix([p["sums"][t["sum"]] for t in p["targets"]], n)
    low, high = np.full(len(p["targets"]), np.inf), np.full(len(p["targets"]), -np.inf)
    programs = 0

    def solve(objective):
        nonlocal programs, low, high
        programs += 1
        r = linprog(objective, A_ub=a_upper, b_ub=b_upper, A_eq=a_equal, b_eq=b_equal, bounds=list(zip(p["least"], upper)), method="highs")
        if r.status == 2:
            raise SystemExit(f"{name}: what is printed contradicts what is supposed")
        if r.status == 3:
            return None
        if r.status != 0:
            raise SystemExit(f"{name}: {r.message}")
        values = targets @ r.x
        low, high = np.minimum(low, values), np.maximum(high, values)
        return r.x

    solve(np.zeros(n))
    narrow = exact = small = wrong = 0
    for i, t in enumerate(p["targets"]):
        objective = targets[i].toarray().ravel()
        if high[i] - low[i] < t["width"]:
            solve(objective)
        if high[i] - low[i] < t["width"] and solve(-objective) is None:
            high[i] = math.inf
        if high[i] - low[i] >= t["width"] - 1e-6:
            continue
        least, most = math.ceil(low[i] - 1e-6), math.floor(high[i] + 1e-6)
        if most - least >= t["width"]:
            continue
        narrow += 1
        exact += least == most
        small += 0 < t["true"] < t["threshold"]
        wrong += not least <= t["true"] <= most
        if narrow <= 20:
            print(f"  edition {t['edition']}, {t['table']}, {t['row']}, {t['column']}: from {least} to {most}, truly {t['true']}")
    print(f"{name}: {len(p['targets'])} hidden numbers, {programs} programs over {n} unknown counts: {narrow} narrower than the width, {small} of them small, {exact} exact, {wrong} wrong")
    return narrow


sys.exit(sum(attack(name) for name in sys.argv[1:]) > 0)
