"""Reads the source files. Everything in metres of EPSG:25833 from here on."""

import csv
import json
from collections import Counter

import numpy
import pyproj
import shapely
from shapely.geometry import shape

TO_METRES = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:25833", always_xy=True)
FROM_GRID = pyproj.Transformer.from_crs("EPSG:3035", "EPSG:25833", always_xy=True)


def project(geometry, transformer=TO_METRES, inverse=False):
    direction = "INVERSE" if inverse else "FORWARD"

    def move(points):
        return numpy.column_stack(transformer.transform(points[:, 0], points[:, 1], direction=direction))

    return shapely.transform(geometry, move)


def to_degrees(geometry):
    return project(geometry, inverse=True)


def degree_box(west, south, east, north):
    """A box of degrees whose edges have enough points to stay straight in degrees."""
    return project(shapely.segmentize(shapely.box(west, south, east, north), 0.02))


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def features(path):
    return json.loads(path.read_text(encoding="utf-8"))["features"]


def municipalities(folder):
    """Keys and outlines, sorted by key."""
    found = {
        feature["properties"]["ags"]: shape(feature["geometry"])
        for feature in features(folder / "areas/mv_municipalities.geojson")
    }
    keys = sorted(found)
    return keys, project(numpy.array([found[key] for key in keys]))


def associations(folder):
    """Key of the Amt of each municipality."""
    return {row["ags"]: row["amt_ars9"] for row in rows(folder / "places/mv_municipalities.csv")}


def water(folder):
    """The land of GSHHG, its lakes, and the rivers of WDBII within the cut."""
    land, lakes = [], []
    for feature in features(folder / "basemap/gshhg_land_lakes_bbox.geojson"):
        (land if feature["properties"]["kind"] == "land" else lakes).append(shape(feature["geometry"]))
    rivers = [shape(feature["geometry"]) for feature in features(folder / "basemap/gshhg_rivers_bbox.geojson")]
    rivers = [river for river in rivers if river.geom_type != "Point"]
    return (
        shapely.make_valid(shapely.union_all(project(numpy.array(land)))),
        shapely.make_valid(project(numpy.array(lakes))),
        project(numpy.array(rivers)),
    )


def cells(folder):
    """Centres of the settled 100-m cells, and of the 1-km cells with residents and no such cell, with residents."""
    fine = set()
    for name in ("persons_80plus", "households_only_seniors"):
        for row in rows(folder / f"census_grid/mv_census2011_100m_{name}.csv"):
            fine.add((int(row["x"]), int(row["y"])))
    covered = {(x // 1000, y // 1000) for x, y in fine}
    coarse, residents = [], []
    for row in rows(folder / "census_grid/mv_census2011_1km.csv"):
        x, y = int(row["x"]), int(row["y"])
        if (x // 1000, y // 1000) not in covered:
            coarse.append((x, y))
            residents.append(int(row["residents"]))
    return sorted(fine), coarse, residents


def centres(folder):
    """The centre of the 1-km cell of each municipality with most residents, in degrees."""
    most = {}
    for row in rows(folder / "census_grid/mv_census2011_1km.csv"):
        cell = (int(row["residents"]), float(row["lat"]), float(row["lon"]))
        most[row["ags"]] = max(most.get(row["ags"], cell), cell)
    return {ags: (lat, lon) for ags, (_, lat, lon) in most.items()}


def gazetteer(path):
    """The point of each municipality in the gazetteer of the project, in degrees."""
    found = {}
    for row in rows(path):
        if row["kind"] == "municipality":
            found[row["municipality_ags"]] = (float(row["lat"]), float(row["lon"]))
    return found


def stations(folder):
    found = [(row["name"], row["lat"], row["lon"]) for row in rows(folder / "transit/mv_railway_stations.csv")]
    twice = [name for name, count in Counter(name for name, _, _ in found).items() if count > 1]
    if twice:
        raise SystemExit(f"stations that stand twice in the source: {twice}")
    return sorted(found)


def world_land(path):
    """The land of Natural Earth out of the TopoJSON of npm world-atlas, in degrees."""
    document = json.loads(path.read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = document["transform"]["scale"], document["transform"]["translate"]
    arcs = [numpy.cumsum(arc, axis=0) * (sx, sy) + (tx, ty) for arc in document["arcs"]]

    def ring(references):
        parts = [arcs[at] if at >= 0 else arcs[~at][::-1] for at in references]
        return numpy.concatenate([parts[0], *(part[1:] for part in parts[1:])])

    polygons = []
    for geometry in document["objects"]["land"]["geometries"]:
        several = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for rings in several:
            exterior, *holes = [ring(references) for references in rings]
            polygons.append(shapely.make_valid(shapely.Polygon(exterior, holes)))
    return polygons
