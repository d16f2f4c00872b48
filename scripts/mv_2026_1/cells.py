"""Writes models/mv-2026-1/cells.csv from the grid of the census of 2011: cells.py FOLDER [--out models/mv-2026-1]

FOLDER holds census_grid/mv_census2011_1km.csv: cells of one kilometre with residents and people aged 80 and over. A cell belongs
to the municipality in whose outline (models/areas) its centre lies. Prints what the README quotes.
"""

import argparse
import csv
import hashlib
import json
from collections import defaultdict
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
SOURCE = "ZENSUS-2011-GRID"
# Below so many residents the counts of the old are not used; the threshold of model.toml for small areas.
OWN_COUNTS_FROM = 5_000


class Outline:
    def __init__(self, geometry):
        several = geometry["type"] == "MultiPolygon"
        self.polygons = geometry["coordinates"] if several else [geometry["coordinates"]]
        points = [point for polygon in self.polygons for point in polygon[0]]
        self.low = [min(point[axis] for point in points) for axis in (0, 1)]
        self.high = [max(point[axis] for point in points) for axis in (0, 1)]

    def holds(self, x, y):
        if not (self.low[0] <= x <= self.high[0] and self.low[1] <= y <= self.high[1]):
            return False
        return any(is_in(outer, x, y) and not any(is_in(hole, x, y) for hole in holes) for outer, *holes in self.polygons)


def is_in(ring, x, y):
    """Whether a ray to the east crosses the ring an odd number of times."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def outlines():
    features = json.loads((HOUSE / "models/areas/municipalities.geojson").read_text())["features"]
    return {str(feature["id"]): Outline(feature["geometry"]) for feature in features}


def cells_of(folder, areas):
    """By municipality: latitude and longitude of the centre in ten-thousandths of a degree, residents, aged 80 and over."""
    found = defaultdict(list)
    with open(folder / "census_grid/mv_census2011_1km.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lat, lon = (round(float(row[name]) * 10_000) for name in ("lat", "lon"))
            # The municipality of the copy first: it is nearly always the one.
            keys = [row["ags"], *areas]
            key = next((key for key in keys if areas[key].holds(lon / 10_000, lat / 10_000)), None)
            if key is None:
                raise SystemExit(f"the cell at {row['lat']}, {row['lon']} lies in no municipality")
            found[key].append((lat, lon, int(row["residents"]), int(row["persons_80plus"] or 0)))
    return {key: sorted(cells) for key, cells in sorted(found.items())}


def packed(cells):
    """Each cell as steps from the one before it, without the people aged 80 and over where there are none."""
    texts, at = [], (0, 0)
    for lat, lon, residents, old in cells:
        numbers = [lat - at[0], lon - at[1], residents] + [old] * (old > 0)
        texts.append(" ".join(map(str, numbers)))
        at = (lat, lon)
    return ";".join(texts)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--out", type=Path, default=HOUSE / "models/mv-2026-1")
    given = arguments.parse_args()
    found = cells_of(given.folder, outlines())
    rows = [f"{key},{packed(cells)},{SOURCE}" for key, cells in found.items()]
    text = "\n".join(["municipality,cells,source", *rows]) + "\n"
    (given.out / "cells.csv").write_text(text)
    every = [cell for cells in found.values() for cell in cells]
    print(len(every), "cells in", len(found), "municipalities,", len(text), "bytes")
    print("residents", sum(cell[2] for cell in every), "aged 80 and over", sum(cell[3] for cell in every))
    own = [cells for cells in found.values() if sum(cell[2] for cell in cells) >= OWN_COUNTS_FROM]
    print("own counts of the old in", len(own), "with", sum(cell[2] for cells in own for cell in cells), "residents")
    print("sha256", hashlib.sha256(text.encode()).hexdigest())


if __name__ == "__main__":
    main()
