// The built-in base layer: the drawing of the view and its surroundings from our own server, as elements of the page, so
// that colours follow the page and lines stay sharp. The same drawing serves the printed map (src/basemap).

import * as L from "leaflet";
import { message } from "./messages";

const TILE = 256;
/** What the drawing shows; the server refuses views beyond (src/basemap/view.rs). */
const BOX = L.latLngBounds([50, 3], [58.5, 22]);
/** Drawn around the view, as a share of its size, so that small moves need no new drawing. */
const AROUND = 0.4;

/** Between a marker and a name that moved aside for it, and the farthest that a name moves, in pixels. */
const GAP = 3;
const FARTHEST = 50;
const FARTHEST_TOWN = 120;
const TOWNS = ".base-name-city, .base-name-large-town, .base-name-town, .base-name-small-town";

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
    if (shown?.zoom === zoom && shown.tiles.contains(wanted)) return;
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
    clearNames(map.getContainer());
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

/** A name that is half under a marker moves beside it, where there is room, and is left out where there is none. */
function clearNames(container: HTMLElement): void {
  const pins = [...container.querySelectorAll(".marker-pin")].map((pin) => pin.getBoundingClientRect());
  const names = [...container.querySelectorAll<SVGTextElement>(".base-names text")].map((element) => ({
    element,
    box: element.getBoundingClientRect(),
  }));
  const view = container.getBoundingClientRect();
  const placed: DOMRect[] = [];
  const moved: DOMRect[] = [];
  // The drawing ends with the largest towns, which choose first.
  for (const { element, box } of names.reverse()) {
    const cover = [...pins, ...moved].find((other) => overlap(other, box));
    if (!cover) {
      placed.push(box);
      continue;
    }
    const farthest = element.closest(TOWNS) ? FARTHEST_TOWN : FARTHEST;
    const isVisible = within(box, view);
    const move = [...beside(cover, box), ...beside(pileOf(cover, pins), box)]
      .filter(({ x, y }) => Math.abs(x + y) <= farthest)
      .sort((a, b) => Math.abs(a.x + a.y) - Math.abs(b.x + b.y))
      .find(
        ({ box }) =>
          (!isVisible || within(box, view)) && ![...pins, ...placed].some((other) => overlap(other, box)),
      );
    if (move) {
      element.setAttribute("transform", `translate(${move.x} ${move.y})`);
      placed.push(move.box);
      moved.push(move.box);
    } else {
      element.classList.add("is-covered");
    }
  }
}

/** The places right, left, below and above of an obstacle. */
function beside(obstacle: DOMRect, box: DOMRect): { x: number; y: number; box: DOMRect }[] {
  const moves: [number, number][] = [
    [obstacle.right + GAP - box.left, 0],
    [obstacle.left - GAP - box.right, 0],
    [0, obstacle.bottom + GAP - box.top],
    [0, obstacle.top - GAP - box.bottom],
  ];
  return moves.map(([x, y]) => ({ x, y, box: new DOMRect(box.x + x, box.y + y, box.width, box.height) }));
}

/** The rectangle around a marker and all that lie on it or on each other. */
function pileOf(first: DOMRect, pins: DOMRect[]): DOMRect {
  let pile = first;
  for (let before = -1; before !== pile.width + pile.height; ) {
    before = pile.width + pile.height;
    for (const pin of pins.filter((pin) => overlap(pin, pile))) {
      const [left, top] = [Math.min(pile.left, pin.left), Math.min(pile.top, pin.top)];
      const [right, bottom] = [Math.max(pile.right, pin.right), Math.max(pile.bottom, pin.bottom)];
      pile = new DOMRect(left, top, right - left, bottom - top);
    }
  }
  return pile;
}

function within(a: DOMRect, b: DOMRect): boolean {
  return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
}

function overlap(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
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
