"""Names on the map that the gazetteer does not have: waters, islands, neighbours. Written by us by hand."""

import shapely

import sources

# `kind` is how it is drawn, `zoom` the first zoom level on which it is shown.
HEADER = ("kind", "zoom", "name", "lat", "lon")

OCEAN = [(6, "Ostsee", 54.60, 12.20)]

SEA = [
    (8, "Mecklenburger Bucht", 54.24, 11.45),
    (8, "Lübecker Bucht", 54.07, 10.98),
    (9, "Wismarer Bucht", 54.005, 11.35),
    (8, "Pommersche Bucht", 54.27, 14.18),
    (8.5, "Greifswalder Bodden", 54.225, 13.57),
    (8, "Stettiner Haff", 53.80, 14.25),
    (9.5, "Achterwasser", 54.01, 13.945),
    (10, "Saaler Bodden", 54.335, 12.445),
    (10, "Bodstedter Bodden", 54.375, 12.60),
    (10, "Barther Bodden", 54.40, 12.745),
    (10, "Grabow", 54.40, 12.87),
    (9.5, "Großer Jasmunder Bodden", 54.51, 13.47),
    (10.5, "Kleiner Jasmunder Bodden", 54.475, 13.535),
    (10, "Kubitzer Bodden", 54.40, 13.12),
    (10, "Schaproder Bodden", 54.53, 13.15),
    (9.5, "Strelasund", 54.255, 13.23),
    (9.5, "Tromper Wiek", 54.63, 13.50),
    (9.5, "Prorer Wiek", 54.46, 13.68),
    (10.5, "Salzhaff", 54.035, 11.58),
    (10.5, "Dänische Wiek", 54.115, 13.455),
    (10.5, "Spandowerhagener Wiek", 54.145, 13.74),
    (10.5, "Krumminer Wiek", 54.055, 13.86),
]

# A point in each lake; the name stands where the lake is widest.
LAKES = [
    (8, "Müritz", 53.42, 12.68),
    (8, "Schweriner See", 53.70, 11.46),
    (8.5, "Plauer See", 53.47, 12.31),
    (8.5, "Kummerower See", 53.80, 12.86),
    (8.5, "Schaalsee", 53.59, 10.93),
    (9, "Tollensesee", 53.50, 13.19),
    (9, "Kölpinsee", 53.50, 12.60),
    (9.5, "Ratzeburger See", 53.72, 10.76),
    (9, "Krakower See", 53.63, 12.28),
    (9, "Malchiner See", 53.69, 12.60),
    (9.5, "Fleesensee", 53.50, 12.47),
    (10, "Drewitzer See", 53.54, 12.36),
    (10, "Galenbecker See", 53.62, 13.73),
    (10, "Goldberger See", 53.59, 12.12),
    (10, "Gothensee", 53.93, 14.14),
    (10, "Sternberger See", 53.715, 11.82),
    (10, "Dobbertiner See", 53.61, 12.05),
    (10, "Teterower See", 53.785, 12.60),
    (10.5, "Lieps", 53.45, 13.16),
    (10.5, "Borgwallsee", 54.27, 13.00),
    (10.5, "Torgelower See", 53.565, 12.78),
    (10.5, "Pinnower See", 53.605, 11.53),
    (10, "Carwitzer See", 53.30, 13.45),
]

ISLANDS = [
    (7.5, "Rügen", 54.445, 13.36),
    (7.5, "Usedom", 53.885, 14.03),
    (8.5, "Poel", 54.005, 11.43),
    (8.5, "Hiddensee", 54.545, 13.11),
    (8.5, "Fischland-Darß-Zingst", 54.44, 12.56),
    (10, "Ummanz", 54.475, 13.18),
    (8, "Fehmarn", 54.47, 11.12),
]

NEIGHBOURS = [
    (7, "Schleswig-Holstein", 53.93, 10.35),
    (7, "Niedersachsen", 53.10, 10.70),
    (7, "Brandenburg", 53.03, 12.70),
    (7, "Polen", 53.45, 14.75),
    (7, "Dänemark", 54.82, 11.75),
]

# Larger towns beyond the border, for orientation.
TOWNS_BEYOND = [
    (6, "Hamburg", 53.551, 9.994),
    (7, "Lübeck", 53.869, 10.687),
    (7, "Kiel", 54.323, 10.136),
    (8, "Lüneburg", 53.247, 10.412),
    (9, "Wittenberge", 52.998, 11.749),
    (9, "Perleberg", 53.075, 11.861),
    (9, "Pritzwalk", 53.150, 12.174),
    (9, "Wittstock", 53.162, 12.485),
    (9, "Fürstenberg", 53.185, 13.144),
    (9, "Prenzlau", 53.316, 13.863),
    (8, "Świnoujście", 53.910, 14.247),
    (7, "Szczecin (Stettin)", 53.429, 14.553),
    (9, "Ratzeburg", 53.700, 10.767),
    (6, "Berlin", 52.520, 13.405),
]


def lake_rows(lakes):
    """Each named lake with the centre of its largest circle."""
    for zoom, name, lat, lon in LAKES:
        point = shapely.Point(*sources.TO_METRES.transform(lon, lat))
        lake = min(lakes, key=point.distance)
        if lake.distance(point) > 1_000:
            raise SystemExit(f"{name} lies in no lake of the source")
        line = shapely.maximum_inscribed_circle(lake)
        x, y = sources.TO_METRES.transform(*line.coords[0], direction="INVERSE")
        yield "lake", zoom, name, f"{y:.4f}", f"{x:.4f}"


def rows(lakes):
    by_hand = {"ocean": OCEAN, "sea": SEA, "island": ISLANDS, "neighbour": NEIGHBOURS, "town-beyond": TOWNS_BEYOND}
    for kind, entries in by_hand.items():
        for zoom, name, lat, lon in entries:
            yield kind, zoom, name, f"{lat:.4f}", f"{lon:.4f}"
    yield from lake_rows(lakes)
