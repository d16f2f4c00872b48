#!/usr/bin/env python3
"""Writes models/places/localities.csv: quarters and villages whose names public transport stops bear.

    scripts/gazetteer/localities.py INPUT [-v]

INPUT is a folder with transit/ (stops, and candidates derived from their names) and rostock_quarters/. The rules are
described in models/places/README.md. Nothing is read from the network, and the same input gives the same file.
-v lists what was left out.
"""

import csv
import json
import math
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent

# How far a mean of stops may lie outside of the simplified outline of its municipality.
OUTSIDE_M = 300
# A municipality or locality of the same name this near is what the stop is named after.
SAME_NAME_M = 4_000
# A municipality of the same name whose outline is this near is what the stop is named after.
NAMESAKE_M = 5_000
# Stops of one village lie within this distance of their mean.
SPREAD_M = 2_500

# First words that belong to the name of a village.
NAME_BEGINNINGS = set(
    "Groß Klein Alt Neu Hohen Kirch Wendisch Mittel Hof Lütten Burg Bad Kurzen Langen Wüst Probst Vorder Hinter "
    "Deutsch Grün Herren Großen Hohe Rothen Wendischen Niederen Oberen Dorf Anna".split()
)
NUMBERED = {"Bartelshagen"}
# What a stop is called within a village. A name before such a word is that of a village.
PARTS_OF_A_VILLAGE = set(
    "Abzw. Abzweig Dorf Ausbau Ort Haltestelle Neubau Siedlung Gaststätte Wendeplatz Wendeschleife Ortseingang "
    "Ortsmitte Dorfmitte Dorfstraße Dorfstr. Dorfeingang Dorfausgang Gutshaus Gut Schmiede Oberdorf Unterdorf Mitte "
    "Wpl. Wpl Konsum Kirche Feuerwehr Kreuzung Försterei Forsthaus Hauptstraße Wende Vorwerk Dorfplatz I II III "
    "Hof".split()
)
# Words for buildings, businesses, traffic and landscape: no part of a name of these is a locality.
NO_LOCALITY = re.compile(
    r"""(?ix)
    schul(?!enb) | gymnas | campus | \bhort\b | kinder | \bkita | jugend | bildung | hochschul | universit |
    str\.?$ | [sß]tr+a(ss|ß)e | strat$ | \bweg\b | [a-zäöü]weg$ | platz\b | allee | chaussee | gasse | drift$ | schranke |
    brücke | autobahn | anschl | abzw | ausbau | haltestelle | halte | bahnhof | \bhbf | zob$ | tunnel | knoten |
    parkplatz | \bp\+r | fähre | gasstation | kanal | schleuse | damm\ | rundling | sammelstelle |
    markt | märkte | einkauf | kauf | laden$ | bäcker | konsum | kiosk | netto | famila | amazon | karls$ | center |
    werk$ | werke$ | werkstatt | gießerei | fabrik | brauerei | molkerei | mühle\b.*\bgmbh | silo | lager | betrieb |
    fischzucht | fischerei | farm$ | stall$ | gärtnerei | ziegelei | sägewerk | försterei | schmiede | autohaus |
    klinik | klinkum | ambulanz | kranken | medi | ärzte | pflege | heim\ | altersheim | seniorenheim | diakonie |
    gaststätte | gasthaus | herberge | stube$ | therme | hotel | ferien | camping | zeltplatz | bungalow | strandresort |
    freizeit | kletter | kulturkosmos | zoo | museum | theater | kino | galerie | sporthalle | sportpl | stadion |
    bank$ | amt$ | verwaltung | gemeinde | kommune | stadtwerk | stadthalle | rathaus | sternwarte | friedhof |
    leuchtfeuer | welterbe | naturerbe | forum | bahnschranke | rennbahn | stützpunkt | wendeplatz | wende$ | garten(anlage)$ |
    richtung | eingang | hangar | circus | hapimag | festung$ | grotte$ | hünengrab | storchennest | ozeaneum |
    feuerwehr | wasserturm | umspann | technologie | behörden | zentrum | tierheim | gestüt | kirche$ | kapelle$ |
    reihe$ | höfe$ | viertel$ | (^|\ )b\d+ | [-\ ]ring$ | stadtrand | rügenradio | freilicht | lindengarten$ | güter |
    dreveswäldchen | kraftwerk | speicher | siemens | hafen\b | blick$ | osttangente | elisenpark
    """
)
# Words that alone name no locality.
ALONE = set(
    """Am An Auf Bei Beim Der Die Zum Zur Zu Im In Alte Alter Altes Neue Neuer Neues Groß Klein Alt Neu Hohen Kirch
    Vorder Hinter Hof Dorf Gut Ort Mitte Nord Süd Ost West Südwest Nordkante Platz Abzw Ausbau Siedlung Kolonie Heide
    Haide Wald Moor Höhe Haff Deich Vier Weiße Schüler Sonne Waage These Troja Texas Binnung Bauer Schnaterei Zollende
    Oberdorf Unterdorf Altstadt Neustadt Südstadt Inselstadt Zentrum Stadtwald Stadtholz Waldperle Waldschlößchen
    Waldschmidt Rennfahrer Rosenhägener Schulkamp Tannenbgsportpl Teufelstein Ploggensee Schmollensee Mühlensee
    Kreuzsee Königsstuhl Hexenkuhle Kuhlenbruch Fasanengarten Strand Hafen Kaserne Schloß Schloss Park Kirche Berg
    Grund Ecke Kurve Kreuz Kap Rostock Seehafen Stern Hanischer Lindenhof1 Krug Vorwerk Neubau Wohnheime Viermorgen
    Galgenberg Galgenkampwiesen Weidegang Eichenbrink Elisenhain Rosengarten Koppel Breitling Marstall Carolinum Leea
    Amsee Inselsee Steinmole Bauhof Hopfenburg Fliegerhorst Malerviertel Stadtwerke Fischerdorf Langenort1 Weidengrund
    Warnowblick Warnowrande Hechtgraben Gerberbruch Friedensforum Immendiek Röthsoll Eikholt Taterhörn Schulzenwiese
    Heidenholzmoor Ellerried Eckdrift Krebsbach Stubbenland Wolfsschlucht Blumenbrink Lambrechtsgrund Haselholz
    Marienhöhe Freilichtbühne Vogelwiese Lindbruch Torfmoor Pelztierfarm Dömitzer Loitzer Greifswalder Weinberg
    Schaabe Jessenitz Haffring Bolter Gut1 Bungenberg Schilde Wossidlopark Flussbad Katerweg Holl Steindamm Knüppeldamm
    Kleine Große Abt Grenze Stadtgrenze Zufahrt Einfahrt Wohnpark Wohngebiet Oase Sandkrug1 Waldecke Quelle Teich
    Sportpark Solpark Strandpromenade Seebrücke Seestraße Promenade Mole Yachthafen Kurpark Kurverwaltung Kath
    Evangelische Katholische ehemaliger Grevesm Wism Anger Spargelacker Bungalow Kulturhaus Werft Konsum Post Post1
    Meierei Granitz Wiesengrund Hufe Finkenkamp Kreisverkehr Gewerbegebiet Gewerbepark Industriegebiet Industriepark Industrieviertel""".split()
)
# In the towns of more than 20,000 residents a stop without a further word names a street corner or a business as often
# as a quarter; these are quarters or villages.
IN_TOWNS = set(
    """Bramow Brinckmanshöhe Diedrichshagen Dierkow Hinrichsdorf Hinrichshagen Kassebohm Krummendorf Langenort Marienehe
    Markgrafenheide Müggenburg Nienhagen Oldendorf Riekdahl Schutow Stuthof Jürgeshof Torfbrücke Wüsteney Peez
    Carlshöhe Klein\u00a0Buchholz Krösnitz Neu\u00a0Pampow Stern\u00a0Buchholz Neu\u00a0Hinrichsdorf
    Drewin Fürstensee Groß\u00a0Trebbow Kalkhorst Klein\u00a0Trebbow Lindenberg Prälank Vogelsang Alt\u00a0Falkenhagen Neu\u00a0Falkenhagen
    Warenshof Ecktannen Eldenburg Eldenholz Schwenzin Rügeband Bauernberg Bockhorst Devwinkel Klueß Neu\u00a0Strenz Suckow
    Stavenslust Primerburg Freienlande Garbodenhagen Parow Zarrendorf Hoben Elmenhorst Freudenberg""".replace("\n", " ").split(" ")
)
IN_TOWNS = {name.replace("\u00a0", " ") for name in IN_TOWNS if name}
TOWN = 20_000
# Stops named after a village of the next municipality that lies farther away than the rules reach.
ELSEWHERE = {("13073053", "Langenhanshagen")}


def fold(name):
    """Small letters and digits, umlauts written out: two spellings of a name become one."""
    name = unicodedata.normalize("NFC", name).lower()
    for letter, two in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        name = name.replace(letter, two)
    return " ".join(re.findall(r"[a-z0-9]+", name))


def main_name(name):
    """The name without what follows a slash, a bracket, a comma or a joining word."""
    return re.split(r"[/(,]| (?:am|an|auf|bei|b\.|a\.|im|in)\b", name)[0].strip()


def metres(a, b):
    """Distance of two points (lat, lon) on a plane: exact enough for some kilometres."""
    x = (a[1] - b[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return math.hypot(x, a[0] - b[0]) * 111_195


def mean(points):
    return tuple(sum(point[i] for point in points) / len(points) for i in (0, 1))


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Outlines:
    """The outlines of the municipalities, as lists of rings of (lon, lat)."""

    def __init__(self, path):
        self.rings = {}
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            geometry = feature["geometry"]
            many = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            self.rings[feature["id"]] = [ring for polygon in many for ring in polygon]

    def contains(self, key, point):
        lat, lon = point
        inside = False
        for ring in self.rings[key]:
            for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
                if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                    inside = not inside
        return inside

    def distance(self, key, point):
        """Metres to the nearest line of the outline, from inside as from outside."""
        lat, lon = point
        narrow = math.cos(math.radians(lat))
        least = math.inf
        for ring in self.rings[key]:
            for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
                ax, ay = (x1 - lon) * narrow, y1 - lat
                dx, dy = (x2 - x1) * narrow, y2 - y1
                length = dx * dx + dy * dy
                along = min(1, max(0, -(ax * dx + ay * dy) / length)) if length else 0
                least = min(least, math.hypot(ax + along * dx, ay + along * dy))
        return least * 111_195


def head_of(stop):
    """The name of a village before a word for a part of it, and that word: ("Broda", "Dorf")."""
    text = re.sub(r"\((?:b|bei|Meckl|Rügen|Usedom|Kr|Vorp|S\b|Bus)[^)]*\)?", "", stop.split(",")[0])
    text = re.sub(r"^(Ostseebad|Seebad|Seeheilbad|OT|Ortsteil) ", "", text).strip()
    words = text.split()
    # Two villages of one name are numbered; elsewhere it is the stops that are.
    is_numbered = words[0] in NUMBERED and words[1:2] in (["I"], ["II"])
    count = 2 if is_numbered or len(words) > 2 and words[0] in NAME_BEGINNINGS else 1
    if len(words) == 2 and words[0] in NAME_BEGINNINGS and words[1] not in PARTS_OF_A_VILLAGE:
        return text, ""
    return " ".join(words[:count]), " ".join(words[count:])


def is_name(name):
    words = name.split()
    return (
        len(name) > 2
        and not re.search(r"[\d./()&+]", name)
        and not NO_LOCALITY.search(name)
        and name not in ALONE
        and words[-1] not in PARTS_OF_A_VILLAGE
        and words[-1][0].isupper()
        and words[0] not in ALONE - NAME_BEGINNINGS
    )


def without_parent(name, key, known, municipalities):
    """"Diekhof-Lissow" is Lissow, where Diekhof is known in the municipality or is one itself."""
    parent, _, rest = name.partition("-")
    is_known = fold(parent) in known[key] or fold(parent) in municipalities
    is_parent = rest[:1].isupper() and parent not in NAME_BEGINNINGS and is_known
    return rest if is_parent and rest not in ("Müritz", "Heide", "Dorf", "Hof") else name


class Gazetteer:
    """What is known already: municipalities and localities with their points."""

    def __init__(self, folder, areas):
        self.names = defaultdict(set)
        self.points = defaultdict(list)
        for row in table(folder / "places.csv"):
            if row["kind"] != "postcode":
                self.add(row["name"], row["municipality_ags"], (float(row["lat"]), float(row["lon"])))
        self.municipalities = defaultdict(list)
        for area in areas:
            for name in {area["name"], main_name(area["name"])}:
                self.municipalities[fold(name)].append(area["key"])

    def add(self, name, key, point):
        for form in {fold(name), fold(main_name(name))}:
            self.names[key].add(form)
            self.points[form].append(point)

    def is_near(self, name, point):
        return any(metres(point, other) < SAME_NAME_M for other in self.points[fold(name)])


def from_candidates(folder):
    """Names of whole stops (tier A), with the mean of their stops."""
    for row in table(folder / "transit/mv_place_name_candidates.csv"):
        if row["tier"] == "A" and row["in_gazetteer"] == "False":
            yield row["ags"], row["name"], (float(row["lat"]), float(row["lon"])), int(row["stops"])


def from_heads(folder):
    """Names before a word for a part of a village, and names that begin three or more stops."""
    heads = defaultdict(list)
    for row in table(folder / "transit/mv_public_transport_stops.csv"):
        name, part = head_of(row["name"])
        if part or " " in name:
            heads[row["ags"], name].append((part, (float(row["lat"]), float(row["lon"]))))
    for (key, name), stops in sorted(heads.items()):
        parts = {part for part, _ in stops}
        is_village = any(part.split(" ")[0] in PARTS_OF_A_VILLAGE for part in parts if part)
        # "Dargitzer Höhe", "Loitzer Landstraße" are named after another place.
        if name.endswith("er") and not name.endswith("werder"):
            continue
        middle = mean([point for _, point in stops])
        if any(metres(middle, point) > SPREAD_M for _, point in stops):
            continue
        if is_village or len(parts - {""}) >= 3 or ("" in parts and " " in name):
            yield key, name, middle, len(stops)


def only_branches(folder):
    """(key, name) of stops at which a road branches off to a place: it may lie in another municipality."""
    of_branch, of_other = set(), set()
    for row in table(folder / "transit/mv_public_transport_stops.csv"):
        text = row["name"].split(",")[0]
        branch = re.match(r"Abzw(?:\.|eig)? (?:nach )?(.+)", text)
        (of_branch if branch else of_other).add((row["ags"], branch[1] if branch else text.split(" Abzw")[0]))
        of_other.add((row["ags"], head_of(text)[0]))
    return of_branch - of_other


def by_hand(folder, file):
    """Quarters and resorts, each with the stops that lie in it."""
    stops = defaultdict(list)
    for row in table(folder / "transit/mv_public_transport_stops.csv"):
        point = (float(row["lat"]), float(row["lon"]))
        for name in {row["name"], row["name"].split(",")[0]}:
            stops[row["ags"], name].append(point)

    def of_stop(key, stop):
        """The points of one stop, or of all whose names begin with a text before "*"."""
        if not stop.endswith("*"):
            return stops[key, stop]
        begun = (known for known in list(stops) if known[0] == key and known[1].startswith(stop[:-1]))
        return [point for known in begun for point in stops[known]]

    for row in table(file):
        points = [of_stop(row["municipality_ags"], stop) for stop in row["stops"].split("|")]
        if not all(points):
            sys.exit(f"{row['name']}: one of its stops is not in the table of stops: {row['stops']}")
        yield row["kind"], row["name"], row["municipality_ags"], mean([p for some in points for p in some])


def localities(folder, areas, outlines, known):
    """Rows (kind, name, key, point, source), and what was left out for which reason."""
    rows, out = [], defaultdict(list)
    population = {area["key"]: int(area["population"]) for area in areas}

    def take(kind, name, key, point, source):
        rows.append((kind, name, key, point, source))
        known.add(name, key, point)

    for row in table(folder / "rostock_quarters/rostock_quarters_points.csv"):
        take("quarter", row["name"], "13003000", (float(row["lat"]), float(row["lon"])), "rostock_quarters")
    for kind, name, key, point in by_hand(folder, HERE / "by_hand.csv"):
        take(kind, name, key, point, "stops_by_hand")

    found = defaultdict(list)
    candidates = sorted(from_candidates(folder)) + sorted(from_heads(folder))
    branches = only_branches(folder)
    heads = defaultdict(set)
    for key, name, _, _ in candidates:
        heads[key] |= known.names[key] | {fold(name)}
    for key, name, point, stops in candidates:
        name = without_parent(name, key, heads, known.municipalities)
        reason = (
            "no name of a locality" if not is_name(name)
            else "a road branches off to it" if (key, name) in branches | ELSEWHERE
            else "in a town and not listed" if population[key] > TOWN and name not in IN_TOWNS
            else "known in its municipality" if fold(name) in known.names[key]
            else "a municipality or locality nearby" if known.is_near(name, point)
            else "a neighbouring municipality" if any(
                outlines.distance(other, point) < NAMESAKE_M for other in known.municipalities[fold(name)])
            else "outside of its municipality" if not outlines.contains(key, point)
            and outlines.distance(key, point) > OUTSIDE_M
            else None
        )
        if reason:
            out[reason].append(f"{name} ({key})")
        else:
            found[fold(name)].append((stops, outlines.distance(key, point), name, key, point))
    for same in found.values():
        kept = []
        # The same name nearby is one village at a border: most stops, then the deepest inside, decides.
        for one in sorted(same, reverse=True):
            if any(metres(one[4], other[4]) < SAME_NAME_M or one[3] == other[3] for other in kept):
                reason = "twice in its municipality" if any(one[3] == o[3] for o in kept) else "the same village at a border"
                out[reason].append(f"{one[2]} ({one[3]})")
            else:
                kept.append(one)
        for _, _, name, key, point in kept:
            take("place", name, key, point, "stops")
    return rows, out


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "-v"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    folder = Path(arguments[0])
    places = ROOT / "models/places"
    areas = [a for a in table(ROOT / "models/areas/areas.csv") if a["level"] == "municipality"]
    outlines = Outlines(ROOT / "models/areas/municipalities.geojson")
    rows, out = localities(folder, areas, outlines, Gazetteer(places, areas))
    with open(places / "localities.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["kind", "name", "municipality_ags", "lat", "lon", "source"])
        for kind, name, key, (lat, lon), source in sorted(rows, key=lambda row: (row[2], row[0] != "quarter", row[1])):
            writer.writerow([kind, name, key, f"{lat:.5f}", f"{lon:.5f}", source])
    print(f"{len(rows)} localities")
    for reason, names in sorted(out.items()):
        print(f"{len(names)} left out, {reason}: {', '.join(sorted(names)[:400])}" if "-v" in sys.argv else f"{len(names)} left out: {reason}")


if __name__ == "__main__":
    main()
