// The base map below markers and circle, if the operator has set one up: tiles from our own origin. It lies
// above the outlines, so that these show through where a tile is missing, and stand alone where none comes.

import * as L from "leaflet";

const ADDRESS = "/kacheln/{z}/{x}/{y}";
/** The service answers nothing farther away. */
const SMALLEST_ZOOM = 6;
/** So many failures in a row are no gap, but a base map that is away. */
const GIVE_UP = 6;

/** Puts the base map into a map that goes no farther than these bounds. */
export function addTiles(map: L.Map, bounds: L.LatLngBounds): void {
  const { tilesBy, tilesZoom } = document.documentElement.dataset;
  // Whoever has colours of their own set needs lines in them, and no pictures.
  if (!tilesBy || !tilesZoom || window.matchMedia("(forced-colors: active)").matches) return;
  const pane = map.createPane("tiles");
  // Outlines lie at 300, shapes at 400.
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
    // The tiles have names of their own.
    classList.add("has-tiles");
  });
  layer.on("tileerror", () => {
    failures += 1;
    if (failures < GIVE_UP) return;
    layer.remove();
    classList.remove("has-tiles");
  });
  layer.addTo(map);
}

/** Leaflet takes attributions for HTML. */
function escaped(text: string): string {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML;
}
