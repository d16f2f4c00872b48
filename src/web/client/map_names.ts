// The names of the base layer in the view: the server places them without knowing where the view ends and where markers
// and buttons lie. A name that is cut off by the edge or covered moves where there is room, and is left out where there is none.

/** Between an obstacle and a name that moved aside for it, and the farthest that a name moves, in pixels. */
const GAP = 3;
const FARTHEST = 50;
const FARTHEST_TOWN = 200;
/** Obstacles closer than this to each other leave no room for a name between them. */
const NO_ROOM = 10;
/** A name stands this far from its dot (src/basemap/labels.rs). */
const BESIDE_DOT = 6;
const TOWNS = ".base-name-city, .base-name-large-town, .base-name-town, .base-name-small-town";
const OBSTACLES = ".marker-pin, .leaflet-control-zoom, .leaflet-control-attribution";

interface Move {
  x: number;
  y: number;
  box: DOMRect;
}

/** Arranges the names anew, as a map of this container shows them. */
export function arrangeNames(container: HTMLElement): void {
  const elements = [...container.querySelectorAll<SVGTextElement>(".base-names text")];
  for (const element of elements) {
    element.removeAttribute("transform");
    element.classList.remove("is-covered");
  }
  const view = container.getBoundingClientRect();
  const obstacles = [...container.querySelectorAll(OBSTACLES)].map((element) => element.getBoundingClientRect());
  const names = elements
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ box }) => overlap(box, view));
  const placed: DOMRect[] = [];
  const moved: DOMRect[] = [];
  // The drawing ends with the largest towns, which choose first.
  for (const { element, box } of names.reverse()) {
    const cover = [...obstacles, ...moved].find((other) => overlap(other, box));
    if (!cover && within(box, view)) {
      placed.push(box);
      continue;
    }
    const farthest = element.closest(TOWNS) ? FARTHEST_TOWN : FARTHEST;
    const aside = cover ? [...beside(cover, box), ...beside(pileOf(cover, obstacles), box)] : [];
    const near = aside.filter(({ x, y }) => Math.abs(x + y) <= farthest).sort((a, b) => Math.abs(a.x + a.y) - Math.abs(b.x + b.y));
    const isFree = ({ box }: Move) => within(box, view) && ![...obstacles, ...placed].some((other) => overlap(other, box));
    const move = [...near, ...acrossDot(element, box), ...inwards(element, box, view)].find(isFree);
    if (move) {
      element.setAttribute("transform", `translate(${move.x} ${move.y})`);
      placed.push(move.box);
      moved.push(move.box);
    } else {
      element.classList.add("is-covered");
    }
  }
}

function moveBy(box: DOMRect, x: number, y: number): Move {
  return { x, y, box: new DOMRect(box.x + x, box.y + y, box.width, box.height) };
}

/** The places right, left, below and above of an obstacle. */
function beside(obstacle: DOMRect, box: DOMRect): Move[] {
  return [
    moveBy(box, obstacle.right + GAP - box.left, 0),
    moveBy(box, obstacle.left - GAP - box.right, 0),
    moveBy(box, 0, obstacle.bottom + GAP - box.top),
    moveBy(box, 0, obstacle.top - GAP - box.bottom),
  ];
}

/** The other side of the dot, for a name that begins or ends beside one. */
function acrossDot(element: SVGTextElement, box: DOMRect): Move[] {
  const anchor = element.getAttribute("text-anchor");
  const step = box.width + 2 * BESIDE_DOT;
  if (anchor === "start") return [moveBy(box, -step, 0)];
  return anchor === "end" ? [moveBy(box, step, 0)] : [];
}

/** For a name of an area, which has no dot: just inside of the view, if that is near. */
function inwards(element: SVGTextElement, box: DOMRect, view: DOMRect): Move[] {
  if (element.hasAttribute("text-anchor")) return [];
  const into = (from: number, to: number, low: number, high: number) =>
    from < low ? low + GAP - from : to > high ? high - GAP - to : 0;
  const x = into(box.left, box.right, view.left, view.right);
  const y = into(box.top, box.bottom, view.top, view.bottom);
  return Math.hypot(x, y) <= FARTHEST ? [moveBy(box, x, y)] : [];
}

/** The rectangle around an obstacle and all that lie close to it or to each other. */
function pileOf(first: DOMRect, obstacles: DOMRect[]): DOMRect {
  let pile = first;
  for (let before = -1; before !== pile.width + pile.height; ) {
    before = pile.width + pile.height;
    const around = new DOMRect(pile.x - NO_ROOM, pile.y - NO_ROOM, pile.width + 2 * NO_ROOM, pile.height + 2 * NO_ROOM);
    for (const other of obstacles.filter((other) => overlap(other, around))) {
      const [left, top] = [Math.min(pile.left, other.left), Math.min(pile.top, other.top)];
      const [right, bottom] = [Math.max(pile.right, other.right), Math.max(pile.bottom, other.bottom)];
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
