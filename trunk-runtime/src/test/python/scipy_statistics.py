#!/usr/bin/env python3
"""Makes the statistics that scipy and numpy computed and that the tests compare with.

    python3 trunk-runtime/src/test/python/scipy_statistics.py            write them again
    python3 trunk-runtime/src/test/python/scipy_statistics.py --check    exit with 1 if they change

Not a part of golden.py, because it needs scipy (the committed file comes from scipy 1.17 and numpy
2.4) and no PyTorch.
"""
import itertools
import pathlib
import sys
import tempfile

import numpy as np
from scipy import stats

import golden

FILE = golden.GOLDEN / "statistics" / "scipy.json"
IMAGES = 1000


def paired(name, first, second):
    first, second = np.array(first), np.array(second)
    d = (second - first) / IMAGES
    others = d[d != 0]
    ties = len(set(np.abs(second - first)[d != 0])) < len(others)
    if not d.any():
        signed_rank = 1.0
    elif len(others) > 50:
        signed_rank = stats.wilcoxon(others, correction=True, method="asymptotic").pvalue
    elif ties:
        # scipy's table is of ranks without ties: all signs instead, of whole numbers.
        every = stats.PermutationMethod(n_resamples=float("inf"), batch=1 << 14)
        signed_rank = stats.wilcoxon((second - first)[d != 0], method=every).pvalue
    else:
        signed_rank = stats.wilcoxon(others, method="exact").pvalue
    spread = len(set(second - first)) > 1
    test = stats.ttest_1samp(d, 0) if spread else None
    low, high = test.confidence_interval(0.95) if spread else (d[0], d[0])
    return {
        "name": name,
        "first": first.tolist(),
        "second": second.tolist(),
        "mean": float(np.mean(d)) if spread else float(d[0]),
        "low": float(low),
        "high": float(high),
        "effectSize": float(np.mean(d) / np.std(d, ddof=1)) if spread else None,
        "signedRank": float(signed_rank),
        "pairedT": float(test.pvalue) if spread else None,
    }


def pairs():
    random = np.random.default_rng(7)
    for n in (2, 6, 20, 60):
        first = random.integers(700, 760, n)
        # Different magnitudes, so there are no ties; mostly gains.
        steps = random.permutation(np.arange(1, n + 1)) * np.where(random.random(n) < 0.8, 1, -1)
        yield paired(f"exact, {n}" if n < 50 else f"many, {n}", first, first + steps)
    base = [700, 711, 722, 733, 744, 755]
    yield paired("zeros", base, [700, 714, 722, 738, 743, 762])
    yield paired("ties", base, [703, 714, 719, 738, 739, 762])
    yield paired("zeros and ties", base, [700, 714, 722, 736, 741, 762])
    yield paired("ties, one way", base[:5], [b + s for b, s in zip(base, [4, 4, 4, 4, 5])])
    first = random.integers(700, 760, 16)
    yield paired("ties, 16", first, first + random.integers(-4, 8, 16))
    first = random.integers(700, 760, 60)
    yield paired("ties, many", first, first + random.integers(-6, 9, 60))
    yield paired("equal", base, base)
    yield paired("constant", base, [b + 5 for b in base])
    yield paired("two, constant", [700, 701], [703, 704])
    yield paired("two, one zero", [700, 701], [700, 704])


def group(counts):
    x = np.array(counts) / IMAGES
    low, high = stats.t.interval(0.95, len(x) - 1, np.mean(x), stats.sem(x))
    return {
        "counts": counts,
        "mean": float(np.mean(x)),
        "deviation": float(np.std(x, ddof=1)),
        "low": float(low),
        "high": float(high),
    }


def holm(p):
    """The smallest level at which the step-down procedure rejects each, by trying."""
    m = len(p)
    levels = sorted({min(1.0, k * q) for k in range(1, m + 1) for q in p})
    adjusted = [1.0] * m
    for level in reversed(levels):
        for rank, i in enumerate(sorted(range(m), key=lambda i: p[i])):
            if (m - rank) * p[i] > level:
                break
            adjusted[i] = level
    return {"p": p, "adjusted": adjusted}


def anova(name, sizes, counts):
    """Main effects by least squares with dummy variables; balanced, so their order is no matter."""
    cells = list(itertools.product(*map(range, sizes)))
    y = np.array(counts) / IMAGES

    def residual(axes):
        columns = [np.ones(len(cells))]
        for axis in axes:
            columns += [[float(cell[axis] == v) for cell in cells] for v in range(1, sizes[axis])]
        design = np.array(columns).T
        return float(np.sum((y - design @ np.linalg.lstsq(design, y, rcond=None)[0]) ** 2))

    total, everything = residual([]), range(len(sizes))
    left = residual(everything)
    df = len(y) - 1 - sum(s - 1 for s in sizes)
    rows = []
    for axis in everything:
        square = residual([a for a in everything if a != axis]) - left
        f = square / (sizes[axis] - 1) / (left / df)
        rows.append({"df": sizes[axis] - 1, "ss": square, "share": square / total, "f": f,
                     "p": float(stats.f.sf(f, sizes[axis] - 1, df))})
    rows.append({"df": df, "ss": left, "share": left / total})
    return {"name": name, "sizes": list(sizes), "counts": list(counts), "rows": rows}


def rand(first, second):
    """Pair by pair; first and second give the group of each position."""
    a = b = c = d = 0
    for i, j in itertools.combinations(range(len(first)), 2):
        one, other = first[i] == first[j], second[i] == second[j]
        a, b, c, d = a + (one and other), b + (one and not other), \
            c + (other and not one), d + (not one and not other)
    below = (a + b) * (b + d) + (a + c) * (c + d)
    return {"first": first, "second": second,
            "index": 2 * (a * d - b * c) / below if below else 1.0}


def make():
    random = np.random.default_rng(11)
    grids = [("two axes", (3, 6)), ("three axes", (2, 3, 4)), ("two by two", (2, 2))]
    return {
        "images": IMAGES,
        "pairs": list(pairs()),
        "groups": [group([812, 815]), group([801, 799, 830, 812, 799, 805])],
        "holm": [holm([0.01, 0.04, 0.03, 0.005]), holm([0.5, 0.5, 0.2]), holm([0.03]),
                 holm([0.02, 0.02, 0.021, 0.9, 0.001])],
        "anova": [anova(name, sizes, random.integers(700, 800, int(np.prod(sizes))).tolist())
                  for name, sizes in grids],
        "rand": [rand([0, 0, 1, 1], [0, 1, 0, 1]), rand([0, 0, 0, 0], [0, 1, 2, 3]),
                 rand([0, 0, 0], [0, 0, 0]), rand([0, 1, 2], [0, 1, 2])]
                + [rand(random.integers(0, 4, 10).tolist(), random.integers(0, 3, 10).tolist())
                   for _ in range(8)],
    }


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    if sys.argv[1:] == []:
        FILE.parent.mkdir(parents=True, exist_ok=True)
        golden.write(FILE, make())
    elif sys.argv[1:] == ["--check"]:
        with tempfile.TemporaryDirectory() as folder:
            now = pathlib.Path(folder, FILE.name)
            golden.write(now, make())
            sys.exit(0 if now.read_bytes() == FILE.read_bytes() else "it would change: " + FILE.name)
    else:
        sys.exit(__doc__)
