// The map next to the list. Its data are in the page (data attributes) or come from our own origin; no other host
// is contacted.

import "leaflet/dist/leaflet.css";
import * as L from "leaflet";
import { addBaseLayer } from "./base_layer";
import { addMarkers } from "./markers";
import { addTiles } from "./tiles";
import { message } from "./messages";

/** Mecklenburg-Vorpommern, if there is nothing else to show. */
const STATE = L.latLngBounds([53.11, 10.59], [54.69, 14.41]);
/** The area that can be shown; `src/tiles/address.rs` has the same box. */
const LIMITS = STATE.pad(0.5);
const CLOSEST_FIT = 12;
/** A single marker is shown with the towns around it. */
const SINGLE_FIT = 10;
const PADDING = L.point(40, 40);

/** Shows the map of a page in its panel, which is hidden without scripts. */
export function showMap(panel: HTMLElement): L.Map | undefined {
  const container = panel.querySelector<HTMLElement>("[data-map-canvas]");
  if (!container) return undefined;
  panel.hidden = false;
  leaveRoomForHeader(panel);
  const map = createMap(container);
  map.fitBounds(STATE, { animate: false });
  const bounds = addMarkers(map).extend(addOrigin(map, panel.dataset));
  if (bounds.isValid()) {
    const single = bounds.getSouthWest().equals(bounds.getNorthEast());
    const maxZoom = single ? SINGLE_FIT : CLOSEST_FIT;
    map.fitBounds(bounds, { animate: false, maxZoom, padding: PADDING });
  }
  addBaseLayer(map);
  addTiles(map, LIMITS);
  // The map takes the room that it gets: beside a list, or alone on a phone.
  const watch = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  watch.observe(container);
  map.on("unload", () => watch.disconnect());
  return map;
}

/** As long as the header is in sight the map is so much shorter, so that its foot is in sight too. */
function leaveRoomForHeader(panel: HTMLElement): void {
  const header = document.querySelector<HTMLElement>(".site-header");
  if (!header || !panel.closest(".results")) return;
  const follow = (isInSight: boolean) => {
    const height = isInSight ? header.offsetHeight : 0;
    document.documentElement.style.setProperty("--header-height", `${height}px`);
  };
  follow(window.scrollY < header.offsetHeight);
  new IntersectionObserver((entries) => follow(entries.at(-1)?.isIntersecting ?? false), { threshold: 1 }).observe(header);
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
    maxBounds: LIMITS,
  });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: message("zoom-in"), zoomOutTitle: message("zoom-out") }).addTo(map);
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  return map;
}

/** The origin of the search, and the circle of its radius if the search has one. */
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
