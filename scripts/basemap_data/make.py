"""Makes the files of models/basemap/ out of a folder of source files: see SOURCE.md there."""

import csv
import sys
from pathlib import Path

import numpy
import shapely

import names
import sources
from topology import Coverage, Topology, lines_of, polygons_of, ring_steps, rings_of

# The largest departure of simplified lines, in metres, for each level.
LEVELS = {"450": 450, "150": 150, "40": 40}
# The cut of the GSHHG files, and what the map can show around it.
CUT = (10.4, 53.0, 14.6, 54.9)
WORLD = (3.0, 50.0, 22.0, 58.5)
# Lakes and rivers are shown up to so far from the state; the cut of the source would show otherwise.
AROUND_M = 15_000
# Slivers between two coasts of different sources are narrower than twice this.
SLIVER_M = 700
# Farther from the sea than this, no line is a coast.
INLAND_M = 3_000
# How far neighbouring land goes on below ours, so that no gap shows along the border.
BELOW_M = 1_500


def simplified(geometry, tolerance):
    return shapely.make_valid(shapely.simplify(geometry, tolerance))


def without_small(geometry, least_m2):
    return shapely.union_all([part for part in polygons_of(geometry) if part.area >= least_m2])


def in_degrees(geometry, tolerance, least_m2=0.0):
    return sources.to_degrees(without_small(simplified(geometry, tolerance), least_m2))


def neighbours_of(ours, land):
    """Land that is not ours, with what of it goes on below ours and hides the joint; and where an outer line is no
    coast."""
    opened = land.difference(ours).buffer(-SLIVER_M).buffer(SLIVER_M)
    inland = land.buffer(-INLAND_M)
    below = shapely.union_all([opened.buffer(BELOW_M), inland]).intersection(shapely.union_all([land, ours]))
    return shapely.union_all([opened, below]), shapely.union_all([opened.buffer(600), inland])


def write_areas(folder, keys, outlines, amt_of, beside, tolerance, path):
    """Municipalities and the lines between them, as one topology."""
    kept = shapely.coverage_simplify(outlines, tolerance)
    near = beside.buffer(tolerance)
    shapely.prepare(near)
    islets = [part for part in polygons_of(shapely.coverage_union_all(kept)) if part.area < tolerance * tolerance]
    islets = shapely.union_all(islets).buffer(1)
    areas = [rings_in_steps(outline, islets) for outline in kept]

    def classify(owners, segment):
        first, *others = sorted(owners)
        if not others:
            return "state" if shapely.contains_xy(near, *middle(segment)) else "coast"
        ags, other = keys[first], keys[others[0]]
        if ags[:5] != other[:5]:
            return "districts"
        return "municipalities" if amt_of[ags] == amt_of[other] else "amter"

    topology = Topology()
    coverage = Coverage(topology, areas, classify)
    topology.objects["areas"] = {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "MultiPolygon", "id": key, "arcs": coverage.polygons(polygons)}
            for key, polygons in zip(keys, areas)
        ],
    }
    whole = [shapely.Polygon(rings[0], rings[1:]) for polygons in areas for rings in polygons]
    union = shapely.coverage_union_all(whole)
    land = [[list(ring.coords) for ring in rings] for rings in rings_of(union)]
    land = [[[(int(x), int(y)) for x, y in ring] for ring in rings] for rings in land]
    topology.objects["land"] = {"type": "MultiPolygon", "arcs": coverage.polygons(land)}
    for kind in ("coast", "state", "districts", "amter", "municipalities"):
        topology.set_lines(f"{kind}_lines", coverage.kinds[kind])
    topology.write(folder / path)


def middle(segment):
    points = sorted(segment)
    lon, lat = (sum(point[axis] for point in points) / 2 / 10_000 for axis in (0, 1))
    return sources.TO_METRES.transform(lon, lat)


def rings_in_steps(outline, islets):
    """The polygons of an area; islets only where there is nothing else."""
    parts = sorted(polygons_of(outline), key=lambda part: -part.area)
    found = []
    for at, part in enumerate(parts):
        if at == 0 or not islets.contains(part):
            ((exterior, *holes),) = rings_of(sources.to_degrees(part))
            if ring := ring_steps(exterior):
                found.append([ring, *(hole for hole in map(ring_steps, holes) if hole)])
    return found


def write_water(folder, neighbours, land, lakes, rivers, ours, joint, tolerance, path):
    """What is derived from GSHHG and WDBII, in a file of its own that can be replaced."""
    topology = Topology()
    least = tolerance * tolerance
    beyond = in_degrees(neighbours, tolerance / 2, least)
    topology.add_polygons("neighbours", beyond)
    topology.add_lines("neighbour_coast", coast_lines(beyond, shapely.box(*CUT), joint.buffer(0.002)))
    around = ours.buffer(AROUND_M)
    lakes = shapely.union_all([lake for lake in lakes if lake.intersects(around)])
    topology.add_polygons("lakes", in_degrees(lakes, tolerance / 3, 4 * least))
    dry = shapely.union_all([land, ours]).intersection(around)
    flowing = shapely.line_merge(shapely.union_all(rivers)).intersection(dry)
    topology.add_lines("rivers", lines_of(sources.to_degrees(shapely.simplify(flowing, tolerance / 3))))
    topology.write(folder / path)


def coast_lines(polygons, cut, joint):
    """The boundary without what lies on the edge of a cut or in the joint there, in degrees."""
    edge = shapely.union_all([cut.boundary.buffer(0.003), joint])
    return lines_of(shapely.line_merge(polygons.boundary.difference(edge)))


def joint_of(world, land):
    """Land along the edge of the cut that closes narrow waters, which end there in spikes."""
    edge = shapely.box(*CUT).boundary
    around = shapely.union_all([polygon for polygon in world if polygon.intersects(edge)])
    joined = shapely.union_all([around.difference(shapely.box(*CUT)), sources.to_degrees(land)])
    return joined.buffer(0.03).buffer(-0.03).intersection(edge.buffer(0.07))


def write_surroundings(folder, world, joint, neighbours, path):
    """Land around the cut of GSHHG, for views of the whole state."""
    outer, cut = shapely.box(*WORLD), shapely.box(*CUT)
    land = shapely.union_all([polygon.intersection(outer) for polygon in world if polygon.intersects(outer)])
    # A little overlap hides the joint.
    land = shapely.make_valid(shapely.simplify(land, 0.008)).difference(cut.buffer(-0.003, join_style="mitre"))
    land = shapely.union_all([part for part in polygons_of(land) if part.area > 0.0005])
    topology = Topology()
    topology.add_polygons("neighbours", shapely.union_all([land, joint]))
    edge = shapely.union_all([outer.boundary.buffer(0.01), joint])
    whole = shapely.union_all([land, joint, sources.to_degrees(neighbours)])
    closed = lines_of(whole.boundary.intersection(joint.buffer(0.002)).difference(outer.boundary.buffer(0.01)))
    closed = [line for line in closed if line.length > 0.02]
    topology.add_lines("neighbour_coast", [*coast_lines(land, cut, edge), *closed])
    topology.write(folder / path)


def settled_land(fine):
    """100-m cells with their surroundings, joined and smoothed."""
    squares = [sources.project(shapely.box(x - 50, y - 50, x + 50, y + 50), sources.FROM_GRID) for x, y in fine]
    joined = shapely.union_all(shapely.buffer(squares, 110, quad_segs=4))
    return joined.buffer(60, quad_segs=4).buffer(-110, quad_segs=4).buffer(30, quad_segs=4)


def scattered_land(coarse, residents):
    """1-km cells of which no finer cell is known, as circles that grow with the residents."""
    found = []
    for (x, y), count in zip(coarse, residents):
        if count >= 40:
            point = shapely.Point(*sources.FROM_GRID.transform(x, y))
            found.append(point.buffer(min(110 + 12 * count**0.5, 300), quad_segs=3))
    return shapely.union_all(found)


def write_settled(folder, settled, scattered, tolerance, path):
    topology = Topology()
    least = {450: 450_000, 150: 90_000, 40: 0}[tolerance]
    topology.add_polygons("settled", in_degrees(settled, {450: 110, 150: 45, 40: 14}[tolerance], least))
    topology.add_polygons("scattered", in_degrees(scattered, tolerance / 6, least))
    topology.write(folder / path)


def write_table(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_municipalities(folder, centres, gazetteer):
    """Label points of municipalities whose point in the gazetteer lies aside of where most residents live."""
    geod = sources.pyproj.Geod(ellps="WGS84")
    found = []
    for ags, (lat, lon) in sorted(centres.items()):
        at = gazetteer.get(ags)
        if at and geod.inv(lon, lat, at[1], at[0])[2] > 1_200:
            found.append((ags, f"{lat:.4f}", f"{lon:.4f}"))
    write_table(folder / "municipalities.csv", ("municipality_ags", "lat", "lon"), found)


def main():
    if len(sys.argv) != 4:
        raise SystemExit("usage: make.py FOLDER_OF_SOURCES WORLD_ATLAS_LAND PROJECT")
    source, atlas, project = (Path(argument) for argument in sys.argv[1:])
    folder = project / "models/basemap"
    keys, outlines = sources.municipalities(source)
    if not shapely.coverage_is_valid(outlines):
        print("the outlines of the municipalities overlap or leave gaps in places", file=sys.stderr)
    ours = shapely.coverage_union_all(outlines)
    land, lakes, rivers = sources.water(source)
    neighbours, beside = neighbours_of(ours, land)
    world = sources.world_land(atlas)
    joint = joint_of(world, land)
    fine, coarse, residents = sources.cells(source)
    settled, scattered = settled_land(fine), scattered_land(coarse, residents)
    amt_of = sources.associations(source)
    for name, tolerance in LEVELS.items():
        write_areas(folder, keys, outlines, amt_of, beside, tolerance, f"areas-{name}.topojson")
        write_water(folder, neighbours, land, lakes, rivers, ours, joint, tolerance, f"water-{name}.topojson")
        write_settled(folder, settled, scattered, tolerance, f"settled-{name}.topojson")
    write_surroundings(folder, world, joint, neighbours, "surroundings.topojson")
    write_table(folder / "stations.csv", ("name", "lat", "lon"), sources.stations(source))
    gazetteer = sources.gazetteer(project / "models/places/places.csv")
    write_municipalities(folder, sources.centres(source), gazetteer)
    lake_parts = numpy.array(polygons_of(shapely.union_all(lakes)))
    write_table(folder / "names.csv", names.HEADER, names.rows(lake_parts))


if __name__ == "__main__":
    main()
