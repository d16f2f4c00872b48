// The built-in base layer: the drawing of the view and its surroundings from our own server, as elements of the page, so
// that colours follow the page and lines stay sharp. The same drawing serves the printed map (src/basemap).

import * as L from "leaflet";
import { arrangeNames } from "./map_names";
import { message } from "./messages";

const TILE = 256;
/** What the drawing shows; the server refuses views beyond (src/basemap/view.rs). */
const BOX = L.latLngBounds([50, 3], [58.5, 22]);
/** Drawn around the view, as a share of its size, so that small moves need no new drawing. */
const AROUND = 0.4;

interface Drawing {
  zoom: number;
  tiles: L.Bounds;
  layers: L.Layer[];
}

/** Draws the base layer below everything else, and again when the view leaves what is drawn. */
export function addBaseLayer(map: L.Map): void {
  // Leaflet draws shapes at 400 and markers at 600.
  map.createPane("ground").style.zIndex = "300";
  map.createPane("names").style.zIndex = "500";
  map.attributionControl.addAttribution(credit());
  let shown: Drawing | undefined;
  let running: AbortController | undefined;

  const update = async () => {
    const zoom = map.getZoom();
    const wanted = tilesOf(map, zoom, 0);
    if (shown?.zoom === zoom && shown.tiles.contains(wanted)) {
      arrangeNames(map.getContainer());
      return;
    }
    running?.abort();
    running = new AbortController();
    const tiles = tilesOf(map, zoom, AROUND);
    const parts = await load(zoom, tiles, running.signal);
    if (!parts) return;
    const bounds = L.latLngBounds(
      map.unproject(corner(tiles.min).multiplyBy(TILE), zoom),
      map.unproject(corner(tiles.max).multiplyBy(TILE), zoom),
    );
    const layers = [
      L.svgOverlay(parts.ground, bounds, { pane: "ground" }),
      L.svgOverlay(parts.names, bounds, { pane: "names" }),
    ];
    for (const layer of layers) layer.addTo(map);
    for (const layer of shown?.layers ?? []) layer.remove();
    shown = { zoom, tiles, layers };
    arrangeNames(map.getContainer());
  };
  map.on("moveend", () => void update());
  map.on("unload", () => running?.abort());
  void update();
}

/** The sources, with the page's own link to their licences: a frame in another site opens it in a window of its own. */
function credit(): string {
  const text = document.createElement("span");
  const found = document.querySelector<HTMLAnchorElement>('a[href$="/datenquellen"]');
  const link = (found?.cloneNode() as HTMLAnchorElement | undefined) ?? document.createElement("a");
  link.textContent = message("map-licences");
  text.append(`${message("map-credit")} · `, link);
  return text.innerHTML;
}

/** The view in whole tiles of its zoom level, within what can be drawn. */
function tilesOf(map: L.Map, zoom: number, around: number): L.Bounds {
  const view = map.getPixelBounds();
  const margin = view.getSize().multiplyBy(around);
  const box = L.bounds(map.project(BOX.getNorthWest(), zoom), map.project(BOX.getSouthEast(), zoom));
  const least = corner(view.min).subtract(margin);
  const most = corner(view.max).add(margin);
  const low = L.point(Math.max(least.x, corner(box.min).x), Math.max(least.y, corner(box.min).y));
  const high = L.point(Math.min(most.x, corner(box.max).x), Math.min(most.y, corner(box.max).y));
  return L.bounds(low.divideBy(TILE).floor(), high.divideBy(TILE).ceil());
}

/** Bounds that were made of two points have both corners. */
function corner(point: L.Point | undefined): L.Point {
  return point ?? L.point(0, 0);
}

/** The drawing in two parts, so that markers' circles and an operator's tiles can lie between; nothing where it fails. */
async function load(
  zoom: number,
  tiles: L.Bounds,
  signal: AbortSignal,
): Promise<{ ground: SVGElement; names: SVGElement } | undefined> {
  const { x, y } = corner(tiles.min);
  const size = tiles.getSize();
  try {
    const response = await fetch(`/grundkarte/${zoom}/${x}/${y}/${size.x}/${size.y}`, { signal });
    if (!response.ok) return undefined;
    const ground = new DOMParser().parseFromString(await response.text(), "image/svg+xml").documentElement;
    const names = ground.cloneNode(false) as SVGElement;
    names.append(...ground.querySelectorAll(".base-names"));
    for (const part of [ground, names]) part.setAttribute("aria-hidden", "true");
    return { ground: ground as unknown as SVGElement, names };
  } catch {
    // Another view is wanted by now, or the server does not answer: what is drawn stays.
    return undefined;
  }
}
