// The line of a route on a map, and the point it begins at.

import type { LineString } from "geojson";
import * as L from "leaflet";

const PADDING = L.point(40, 40);

/** Draws a line, and shows all of it. */
export function drawLine(map: L.Map, line: LineString, name = ""): L.Layer {
  const points = L.GeoJSON.coordsToLatLngs(line.coordinates) as L.LatLng[];
  const way = L.featureGroup([
    L.polyline(points, { className: "map-way-edge", interactive: false }),
    L.polyline(points, { className: "map-way", interactive: false }),
  ]);
  const start = points[0];
  if (start) way.addLayer(L.circleMarker(start, { radius: 7, className: "map-origin", interactive: false }));
  way.addTo(map);
  const drawn = map.getContainer().querySelector(".map-way");
  drawn?.setAttribute("role", "img");
  drawn?.setAttribute("aria-label", name);
  map.fitBounds(way.getBounds(), { animate: false, padding: PADDING });
  return way;
}
