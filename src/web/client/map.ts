// The map beside the list. Everything it shows stands in the page already (data attributes) or comes
// from our own origin; no foreign host is asked.

import "leaflet/dist/leaflet.css";
import * as L from "leaflet";
import { addMarkers } from "./markers";
import { addOutlines } from "./outlines";
import { addTiles } from "./tiles";
import { message } from "./messages";

/** Mecklenburg-Vorpommern, should there be nothing else to show. */
const STATE = L.latLngBounds([53.11, 10.59], [54.69, 14.41]);
/** What can be moved into view; `src/tiles/address.rs` holds the same box. */
const REACH = STATE.pad(0.5);
const CLOSEST_FIT = 12;
/** A single marker is shown with the towns around it. */
const SINGLE_FIT = 10;
const PADDING = L.point(24, 24);

/** Shows the map of a page in its panel, which is hidden until now. */
export function showMap(panel: HTMLElement): L.Map | undefined {
  const container = panel.querySelector<HTMLElement>("[data-map-canvas]");
  if (!container) return undefined;
  panel.hidden = false;
  const map = createMap(container);
  map.fitBounds(STATE, { animate: false });
  const bounds = addMarkers(map).extend(addOrigin(map, panel.dataset));
  if (bounds.isValid()) {
    const single = bounds.getSouthWest().equals(bounds.getNorthEast());
    const maxZoom = single ? SINGLE_FIT : CLOSEST_FIT;
    map.fitBounds(bounds, { animate: false, maxZoom, padding: PADDING });
  }
  void addOutlines(map);
  addTiles(map, REACH);
  return map;
}

function createMap(container: HTMLElement): L.Map {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(container, {
    zoomControl: false,
    // One finger and the wheel scroll the page; two fingers, the buttons and the keys move the map.
    dragging: !L.Browser.mobile,
    scrollWheelZoom: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    inertia: !still,
    zoomSnap: 0.25,
    minZoom: 6,
    maxZoom: 14,
    maxBounds: REACH,
  });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: message("zoom-in"), zoomOutTitle: message("zoom-out") }).addTo(map);
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  return map;
}

/** The point distances are measured from, and the circle of the radius around it, if kilometres limit the search. */
function addOrigin(map: L.Map, data: DOMStringMap): L.LatLngBounds {
  const { originLat, originLon, radiusKm } = data;
  if (!originLat || !originLon) return L.latLngBounds([]);
  const origin = L.latLng(Number(originLat), Number(originLon));
  L.circleMarker(origin, { radius: 7, className: "map-origin", interactive: false }).addTo(map);
  if (!radiusKm) return L.latLngBounds([origin]);
  const metres = Number(radiusKm) * 1000;
  L.circle(origin, { radius: metres, className: "map-radius", interactive: false }).addTo(map);
  return origin.toBounds(2 * metres);
}
