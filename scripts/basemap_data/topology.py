"""Polygons and lines as TopoJSON (specification 1.0.0): whole steps of 0.0001 degrees, shared borders once."""

import json

import shapely

STEPS_PER_DEGREE = 10_000
# Coordinates in the files count from here.
ORIGIN = (10 * STEPS_PER_DEGREE, 53 * STEPS_PER_DEGREE)


def rings_of(geometry):
    """The rings of a polygon or of several, exterior rings first within each polygon; all turn the same way."""
    oriented = map(shapely.orient_polygons, polygons_of(geometry))
    return [[polygon.exterior, *polygon.interiors] for polygon in oriented]


def polygons_of(geometry):
    return [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]


def lines_of(geometry):
    return [part for part in shapely.get_parts(geometry) if part.geom_type in ("LineString", "LinearRing")]


def steps(coordinates):
    """Degrees to whole steps, without repeated points."""
    points = []
    for lon, lat in coordinates:
        point = (round(lon * STEPS_PER_DEGREE), round(lat * STEPS_PER_DEGREE))
        if not points or points[-1] != point:
            points.append(point)
    return points


def ring_steps(ring):
    """The steps of a ring, or None where rounding leaves no area."""
    points = steps(ring.coords)
    return points if len(set(points)) >= 3 and points[0] == points[-1] else None


class Topology:
    """Collects arcs and objects, and writes them."""

    def __init__(self):
        self.arcs = []
        self.objects = {}

    def add_arc(self, points):
        self.arcs.append(points)
        return len(self.arcs) - 1

    def add_polygons(self, name, geometry):
        """An object whose rings are shared with nothing else."""
        polygons = []
        for rings in rings_of(geometry):
            whole = [ring_steps(ring) for ring in rings]
            if whole and whole[0]:
                polygons.append([[self.add_arc(ring)] for ring in whole if ring])
        self.objects[name] = {"type": "MultiPolygon", "arcs": polygons}

    def add_lines(self, name, lines):
        """An object of lines that are shared with nothing else."""
        arcs = [steps(line.coords) for line in lines]
        self.set_lines(name, [self.add_arc(points) for points in arcs if len(points) >= 2])

    def set_lines(self, name, arcs):
        self.objects[name] = {"type": "MultiLineString", "arcs": [[arc] for arc in arcs]}

    def text(self):
        document = {
            "type": "Topology",
            "transform": {
                "scale": [1 / STEPS_PER_DEGREE] * 2,
                "translate": [at / STEPS_PER_DEGREE for at in ORIGIN],
            },
            "objects": self.objects,
            "arcs": [deltas(points) for points in self.arcs],
        }
        return json.dumps(document, separators=(",", ":"), ensure_ascii=False) + "\n"

    def write(self, path):
        path.write_text(self.text(), encoding="utf-8")


def deltas(points):
    before = ORIGIN
    moves = []
    for point in points:
        moves.append([point[0] - before[0], point[1] - before[1]])
        before = point
    return moves


class Coverage:
    """Areas that share their borders, cut into arcs: each arc lies between the same two areas all along."""

    def __init__(self, topology, areas, classify):
        """`areas` are lists of polygons, each a list of rings in steps. `classify(owners, segment)` names the kind
        of border between one or two areas."""
        self.topology = topology
        self.kinds = {}
        self._arc_of = {}
        owners = {}
        for area, polygons in enumerate(areas):
            for ring in (ring for polygon in polygons for ring in polygon):
                for segment in zip(ring, ring[1:]):
                    owners.setdefault(frozenset(segment), set()).add(area)
        border = {segment: (classify(area, segment), frozenset(area)) for segment, area in owners.items()}
        self._cut(border)

    def _cut(self, border):
        around = {}
        for segment in sorted(border, key=sorted):
            for point in segment:
                around.setdefault(point, []).append(segment)
        ends = {
            point
            for point, segments in around.items()
            if len(segments) != 2 or border[segments[0]] != border[segments[1]]
        }
        done = set()
        # First the arcs between two ends, then closed rings that have none.
        for point in [*sorted(ends), *sorted(around)]:
            for segment in around[point]:
                if segment not in done:
                    self._add(self._walk(point, segment, around, ends, done), border[segment][0])

    @staticmethod
    def _walk(point, segment, around, ends, done):
        points = [point]
        while segment is not None and segment not in done:
            done.add(segment)
            (point,) = segment - {point}
            points.append(point)
            further = [other for other in around[point] if other not in done]
            segment = None if point in ends or not further else further[0]
        return points

    def _add(self, points, kind):
        arc = self.topology.add_arc(points)
        self.kinds.setdefault(kind, []).append(arc)
        for segment in zip(points, points[1:]):
            self._arc_of[segment] = arc
            self._arc_of[segment[::-1]] = ~arc

    def ring(self, points):
        """A ring as references to arcs; ~n is arc n backwards."""
        arcs = [self._arc_of[segment] for segment in zip(points, points[1:])]
        # The ring may begin in the middle of an arc.
        while len(set(arcs)) > 1 and arcs[0] == arcs[-1]:
            arcs = arcs[1:] + arcs[:1]
        return [arc for at, arc in enumerate(arcs) if at == 0 or arcs[at - 1] != arc]

    def polygons(self, polygons):
        return [[self.ring(ring) for ring in polygon] for polygon in polygons]
