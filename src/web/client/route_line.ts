// The line of a route on a map, and its origin.

import type { LineString } from "geojson";
import * as L from "leaflet";

const PADDING = L.point(40, 40);

/** Draws a line and fits the map to it. */
export function drawLine(map: L.Map, line: LineString, name = ""): L.Layer {
  const points = L.GeoJSON.coordsToLatLngs(line.coordinates) as L.LatLng[];
  const route = L.featureGroup([
    L.polyline(points, { className: "map-way-edge", interactive: false }),
    L.polyline(points, { className: "map-way", interactive: false }),
  ]);
  const start = points[0];
  if (start) route.addLayer(L.circleMarker(start, { radius: 7, className: "map-origin", interactive: false }));
  route.addTo(map);
  const drawn = map.getContainer().querySelector(".map-way");
  drawn?.setAttribute("role", "img");
  drawn?.setAttribute("aria-label", name);
  map.fitBounds(route.getBounds(), { animate: false, padding: PADDING });
  return route;
}
