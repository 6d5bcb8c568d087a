"""All pairs by scipy's cKDTree: one tree a resource over geocentric coordinates, asked with the
straight line through the Earth that belongs to each surplus's budget.

    python3 ckdtree.py POINTS REPEAT WORKERS [PAIRS]

POINTS is what peer.Points.WriteFile writes. Prints one line of JSON; with PAIRS it also writes the
pairs there, as 32-bit numbers of surplus and need. What is timed hands over the needs of each
surplus as a list, with REPEAT's sign minus only their number.
"""
import json
import sys
import time

import numpy as np
import scipy
from scipy.spatial import cKDTree

file, repeat, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
count_only, repeat = repeat < 0, abs(repeat)

data = open(file, "rb").read()
surpluses, needs = np.frombuffer(data, np.int32, 2)
at = 8


def column(n, kind):
    global at
    values = np.frombuffer(data, kind, n, at)
    at += values.nbytes
    return values


s_lon, s_lat, budget = (column(surpluses, np.float64) for _ in range(3))
n_lon, n_lat = (column(needs, np.float64) for _ in range(2))
s_resource, n_resource = column(surpluses, np.int32), column(needs, np.int32)


def geocentric(lon, lat):
    """Geocentric coordinates of WGS 84, metres."""
    lon, lat = np.radians(lon), np.radians(lat)
    e2 = 0.0066943799901413165
    nu = 6378137 / np.sqrt(1 - e2 * np.sin(lat) ** 2)
    return np.column_stack((nu * np.cos(lat) * np.cos(lon), nu * np.cos(lat) * np.sin(lon), nu * (1 - e2) * np.sin(lat)))


R = 6371008.8
start = time.perf_counter()
s_at, n_at = geocentric(s_lon, s_lat), geocentric(n_lon, n_lat)
chord = 2 * R * np.sin(budget / (2 * R))
groups = []
for resource in np.unique(s_resource):
    s, n = np.flatnonzero(s_resource == resource), np.flatnonzero(n_resource == resource)
    if len(n):
        groups.append((s, n, cKDTree(n_at[n])))
build = (time.perf_counter() - start) * 1000


def all_pairs(length):
    for s, n, tree in groups:
        yield s, n, tree.query_ball_point(s_at[s], chord[s], workers=workers, return_sorted=False, return_length=length)


times, cpu = [], []
for _ in range(repeat):
    start, used = time.perf_counter(), time.process_time()
    found = list(all_pairs(count_only))
    times.append((time.perf_counter() - start) * 1000)
    cpu.append((time.process_time() - used) * 1000)
if count_only:
    pairs = sum(int(near.sum()) for _, _, near in found)
else:
    pairs = sum(sum(map(len, near)) for _, _, near in found)
if len(sys.argv) > 4:
    with open(sys.argv[4], "wb") as out:
        for s, n, near in all_pairs(False):
            lengths = [len(list) for list in near]
            flat = np.concatenate([np.asarray(list, np.int64) for list in near if list]) if sum(lengths) else np.empty(0, np.int64)
            np.column_stack((np.repeat(s, lengths), n[flat])).astype(np.int32).tofile(out)
print(json.dumps({"version": "scipy " + scipy.__version__, "build_ms": build, "query_ms": times, "cpu_ms": cpu, "pairs": pairs}))
