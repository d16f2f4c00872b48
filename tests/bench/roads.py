"""Writes an invented road network of the size of Mecklenburg-Vorpommern as OpenStreetMap XML.

usage: roads.py PLACES_CSV AREAS_CSV OUT.osm [SEED]

Towns and villages lie at the points of the municipalities and are lattices of streets (50 km/h) as large as
their residents ask for. Country roads (100 km/h) with a bend and a junction every 600 m lead to the nearest
neighbours, and fast roads (130 km/h) join the forty largest towns. Nothing of it exists.
"""

import csv
import math
import random
import sys


def read(places, areas):
    residents = {row["key"]: int(row["population"]) for row in csv.DictReader(open(areas, encoding="utf-8"))}
    rows = csv.DictReader(open(places, encoding="utf-8"))
    return [
        (float(row["lon"]), float(row["lat"]), residents[row["municipality_ags"]])
        for row in rows
        if row["kind"] == "municipality"
    ]


class Network:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.nodes = []
        self.ways = []

    def node(self, lon, lat):
        self.nodes.append((lon, lat))
        return len(self.nodes)

    def way(self, nodes, highway, speed):
        self.ways.append((nodes, highway, speed))

    def town(self, lon, lat, residents):
        """A lattice of streets 150 m apart; the node in its middle."""
        side = max(3, min(60, round(math.sqrt(residents) / 6)))
        east, north = 150 / (111_320 * math.cos(math.radians(lat))), 150 / 111_200
        jitter = lambda: self.random.uniform(-0.25, 0.25)
        lattice = [
            [
                self.node(lon + (x - side // 2 + jitter()) * east, lat + (y - side // 2 + jitter()) * north)
                for x in range(side)
            ]
            for y in range(side)
        ]
        for y in range(side):
            self.way(lattice[y], "residential", 50)
            # Some streets end before the edge.
            column = [lattice[row][y] for row in range(side)]
            self.way(column if self.random.random() < 0.8 else column[: max(2, side - 1)], "residential", 50)
        return lattice[side // 2][side // 2]

    def road(self, start, end, highway, speed):
        (lon, lat), (to_lon, to_lat) = self.nodes[start - 1], self.nodes[end - 1]
        length = distance((lon, lat), (to_lon, to_lat))
        steps = max(1, round(length / 600))
        bend = self.random.uniform(-0.15, 0.15)
        line = [start]
        for step in range(1, steps):
            t = step / steps
            sway = bend * math.sin(math.pi * t) + self.random.uniform(-0.01, 0.01)
            line.append(self.node(lon + t * (to_lon - lon) - sway * (to_lat - lat), lat + t * (to_lat - lat) + sway * (to_lon - lon) * 0.35))
        line.append(end)
        self.way(line, highway, speed)

    def write(self, path):
        with open(path, "w", encoding="utf-8") as out:
            out.write('<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="pflegeplan">\n')
            for number, (lon, lat) in enumerate(self.nodes, 1):
                out.write(f'<node id="{number}" version="1" lon="{lon:.6f}" lat="{lat:.6f}"/>\n')
            for number, (nodes, highway, speed) in enumerate(self.ways, 1):
                refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
                out.write(
                    f'<way id="{number}" version="1">{refs}<tag k="highway" v="{highway}"/>'
                    f'<tag k="maxspeed" v="{speed}"/></way>\n'
                )
            out.write("</osm>\n")


def distance(a, b):
    east = (b[0] - a[0]) * 111_320 * math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot(east, (b[1] - a[1]) * 111_200)


def nearest(points, number, count):
    others = sorted((distance(points[number], point), other) for other, point in enumerate(points) if other != number)
    return [other for _, other in others[:count]]


def main(places, areas, out, seed=1):
    towns = read(places, areas)
    network = Network(int(seed))
    middles = [network.town(*town) for town in towns]
    points = [(lon, lat) for lon, lat, _ in towns]
    pairs = {tuple(sorted((one, other))) for one in range(len(towns)) for other in nearest(points, one, 5)}
    for one, other in sorted(pairs):
        network.road(middles[one], middles[other], "secondary", 100)
    large = sorted(range(len(towns)), key=lambda number: -towns[number][2])[:40]
    fast = {
        tuple(sorted((large[one], large[other])))
        for one in range(len(large))
        for other in nearest([points[number] for number in large], one, 3)
    }
    for one, other in sorted(fast):
        network.road(middles[one], middles[other], "trunk", 130)
    network.write(out)
    print(f"{len(network.nodes)} nodes, {len(network.ways)} ways", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
