// The base map below markers and circle, if the operator has configured one: tiles from our own origin. It covers the
// built-in base layer, which remains visible where tiles are missing.

import * as L from "leaflet";

const ADDRESS = "/kacheln/{z}/{x}/{y}";
/** The service has no tiles below this zoom level. */
const SMALLEST_ZOOM = 6;
/** After this many consecutive failures the base map counts as unavailable. */
const MAX_FAILURES = 6;

/** Adds the base map to a map with these bounds. */
export function addTiles(map: L.Map, bounds: L.LatLngBounds): void {
  const { tilesBy, tilesZoom } = document.documentElement.dataset;
  // With forced colours, readers need lines in their own colours instead of images.
  if (!tilesBy || !tilesZoom || window.matchMedia("(forced-colors: active)").matches) return;
  const pane = map.createPane("tiles");
  // The built-in base layer lies at 300, shapes at 400.
  pane.style.zIndex = "350";
  const layer = L.tileLayer(ADDRESS, {
    attribution: escaped(tilesBy),
    bounds,
    minNativeZoom: SMALLEST_ZOOM,
    maxNativeZoom: Number(tilesZoom),
    pane: "tiles",
  });
  const { classList } = map.getContainer();
  let failures = 0;
  layer.on("tileload", () => {
    failures = 0;
    // The tiles contain names already.
    classList.add("has-tiles");
  });
  layer.on("tileerror", () => {
    failures += 1;
    if (failures < MAX_FAILURES) return;
    layer.remove();
    classList.remove("has-tiles");
  });
  layer.addTo(map);
}

/** Leaflet treats attributions as HTML. */
function escaped(text: string): string {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML;
}
