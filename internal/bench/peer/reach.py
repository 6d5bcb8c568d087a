"""The matrix kernel as someone would write it who knows scipy: a k-d tree over geocentric coordinates, all
circles in one call, sums by bincount. Points whose straight line can't tell whether they lie within are
measured over the ellipsoid (Vincenty's inverse, vectorised), so that the sums are PostGIS's.

Reads float64 arrays from the folder given, prints the median time of a run in milliseconds and
writes the matrix there. Only what a question costs is timed, not reading and building the tree.
"""
import sys
import time

import numpy as np
from scipy.spatial import cKDTree

A, F = 6378137.0, 1 / 298.257223563
B = A * (1 - F)


def distance(lon1, lat1, lon2, lat2):
    """Metres over WGS 84 between arrays of points in degrees, not nearly opposite."""
    u1, u2 = np.arctan((1 - F) * np.tan(np.radians(lat1))), np.arctan((1 - F) * np.tan(np.radians(lat2)))
    s1, c1, s2, c2 = np.sin(u1), np.cos(u1), np.sin(u2), np.cos(u2)
    big = lam = np.radians(lon2 - lon1)
    for _ in range(8):
        sin_sigma = np.hypot(c2 * np.sin(lam), c1 * s2 - s1 * c2 * np.cos(lam))
        cos_sigma = s1 * s2 + c1 * c2 * np.cos(lam)
        sigma = np.arctan2(sin_sigma, cos_sigma)
        sin_alpha = np.divide(c1 * c2 * np.sin(lam), sin_sigma, out=np.zeros_like(sigma), where=sin_sigma > 0)
        cos2 = 1 - sin_alpha**2
        m = cos_sigma - np.divide(2 * s1 * s2, cos2, out=np.zeros_like(sigma), where=cos2 > 0)
        c = F / 16 * cos2 * (4 + F * (4 - 3 * cos2))
        lam = big + (1 - c) * F * sin_alpha * (sigma + c * sin_sigma * (m + c * cos_sigma * (2 * m**2 - 1)))
    k = cos2 * (A**2 - B**2) / B**2
    a = 1 + k / 16384 * (4096 + k * (-768 + k * (320 - 175 * k)))
    b = k / 1024 * (256 + k * (-128 + k * (74 - 47 * k)))
    d = b * sin_sigma * (m + b / 4 * (cos_sigma * (2 * m**2 - 1) - b / 6 * m * (4 * sin_sigma**2 - 3) * (4 * m**2 - 3)))
    return B * a * (sigma - d)


def kernel(tree, areas, sources, needs, resources):
    unit, radius, within, beyond = sources[:, 2:5], sources[:, 5], sources[:, 6], sources[:, 7]
    found = tree.query_ball_point(unit, np.sqrt(beyond), return_sorted=False)
    count = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
    area = np.concatenate(found).astype(np.int64)
    source = np.repeat(np.arange(len(sources)), count)
    chord = ((areas[area, 2:5] - unit[source]) ** 2).sum(axis=1)
    inside = chord <= within[source]
    edge = np.flatnonzero(~inside & (chord <= beyond[source]))
    s, a = source[edge], area[edge]
    inside[edge] = distance(areas[a, 0], areas[a, 1], sources[s, 0], sources[s, 1]) <= radius[s]
    area, source = area[inside], source[inside]
    cell = sources[source, 8].astype(np.int64) * len(areas) + area
    reach = np.bincount(cell, weights=sources[source, 9], minlength=resources * len(areas)).reshape(resources, len(areas))
    matrix = np.zeros((int(needs[:, 0].max()) + 1, len(areas)))
    for firm, resource, amount, worth in needs:
        matrix[int(firm)] += np.minimum(reach[int(resource)], amount) * worth
    return matrix, len(area)


def main(folder, runs):
    load = lambda name, columns: np.fromfile(f"{folder}/{name}").reshape(-1, columns)
    areas, sources, needs = load("areas", 5), load("sources", 10), load("needs", 4)
    resources = int(sources[:, 8].max()) + 1
    tree = cKDTree(areas[:, 2:5])
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        matrix, pairs = kernel(tree, areas, sources, needs, resources)
        times.append((time.perf_counter() - start) * 1000)
    matrix.tofile(f"{folder}/matrix")
    print(sorted(times)[len(times) // 2], pairs)


main(sys.argv[1], int(sys.argv[2]))
