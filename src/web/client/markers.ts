// Markers and list entries are linked: pointing at one, or moving the focus to it, highlights both. Markers that would lie
// on each other stand apart, each with a line to its place.

import * as L from "leaflet";
import { message } from "./messages";

const SIZE = 44;
/** From the middle of a pin to its tip: the sides of its square are 28 pixels long. */
const TIP = 20;
const MARK = "is-marked";
/** So long the popup of a marker stays when the pointer has left it, so that it can be reached. */
const LINGER_MS = 250;
/** Between the centres of two markers: so at least 28 pixels of each take a finger, although their areas are larger. */
const APART = 36;
/** Rings around a place on which a marker may stand aside; the first has six positions, each further one six more. */
const RINGS = 12;

interface Placed {
  marker: L.Marker;
  at: L.LatLng;
  /** From the middle of the marker down to its place. */
  tip: number;
}

interface Entry {
  element: HTMLElement;
  at: L.LatLng;
  name: string;
  /** The number of a list entry; empty where there is no list. */
  number: string;
  /** The drawing of its marker in the page. */
  pin: Element | null;
}

/** Adds a marker for each entry of the page with a position; returns their bounds. */
export function addMarkers(map: L.Map): L.LatLngBounds {
  const bounds = L.latLngBounds([]);
  const placed: Placed[] = [];
  for (const entry of entries()) {
    bounds.extend(entry.at);
    const marker = entry.number ? addButton(map, entry) : addSign(map, entry);
    placed.push({ marker, at: entry.at, tip: entry.pin?.classList.contains("pin-free") ? TIP : 0 });
  }
  const leaders = L.layerGroup().addTo(map);
  const spread = () => spreadOut(map, placed, leaders);
  map.on("zoomend", spread);
  spread();
  return bounds;
}

/** Moves markers aside that would lie on one before them, at this zoom level. */
function spreadOut(map: L.Map, placed: Placed[], leaders: L.LayerGroup): void {
  leaders.clearLayers();
  const taken: L.Point[] = [];
  for (const { marker, at, tip } of placed) {
    const place = map.project(at);
    const own = place.subtract(L.point(0, tip));
    const spot = spotsAround(own).find((spot) => taken.every((other) => other.distanceTo(spot) >= APART)) ?? own;
    taken.push(spot);
    const aside = map.unproject(spot);
    marker.setLatLng(aside);
    if (spot === own) continue;
    L.polyline([at, aside], { className: "map-leader", interactive: false }).addTo(leaders);
    L.circleMarker(at, { radius: 3, className: "map-leader-end", interactive: false }).addTo(leaders);
  }
}

/** A place, and the positions on the rings around it from the inside outwards. */
function spotsAround(own: L.Point): L.Point[] {
  const spots = [own];
  for (let ring = 1; ring <= RINGS; ring += 1) {
    for (let position = 0; position < 6 * ring; position += 1) {
      const turn = (position / (6 * ring)) * 2 * Math.PI;
      // A little wider than the least distance, so that rounding takes none away.
      const radius = ring * (APART + 1);
      spots.push(own.add(L.point(radius * Math.cos(turn), radius * Math.sin(turn))));
    }
  }
  return spots;
}

function entries(): Entry[] {
  const elements = document.querySelectorAll<HTMLElement>("[data-lat][data-lon]");
  return [...elements].map((element) => {
    const { lat, lon, name, number } = element.dataset;
    const at = L.latLng(Number(lat), Number(lon));
    return { element, at, name: name ?? "", number: number ?? "", pin: element.querySelector(".pin") };
  });
}

/** Makes an element the marker that the page has drawn for an entry, with a halo, and an edge around that. */
function draw(element: HTMLElement, pin: Element | null): void {
  element.className = `marker-pin ${pin?.className ?? "pin"}`;
  element.append(...(pin?.cloneNode(true).childNodes ?? []));
  const shape = element.querySelector(".pin-shape");
  for (const name of ["pin-halo", "pin-edge"]) {
    const around = shape?.cloneNode() as Element | undefined;
    around?.setAttribute("class", name);
    if (around) shape?.parentNode?.prepend(around);
  }
}

function place(map: L.Map, at: L.LatLng, html: HTMLElement): L.Marker {
  const icon = L.divIcon({ className: "marker", html, iconSize: [SIZE, SIZE] });
  return L.marker(at, { icon, interactive: false, keyboard: false }).addTo(map);
}

function addSign(map: L.Map, entry: Entry): L.Marker {
  const sign = document.createElement("span");
  draw(sign, entry.pin);
  sign.setAttribute("role", "img");
  sign.setAttribute("aria-label", message("position", { name: entry.name }));
  return place(map, entry.at, sign);
}

function addButton(map: L.Map, entry: Entry): L.Marker {
  const button = document.createElement("button");
  button.type = "button";
  draw(button, entry.pin);
  button.setAttribute("aria-label", message("marker", { number: entry.number, name: entry.name }));
  L.DomEvent.disableClickPropagation(button);
  const marker = place(map, entry.at, button);
  link(map, entry, button, marker);
  return marker;
}

function link(map: L.Map, entry: Entry, button: HTMLButtonElement, marker: L.Marker): void {
  const card = popup(map, entry, button, marker);
  const mark = (on: boolean) => {
    entry.element.classList.toggle(MARK, on);
    button.classList.toggle(MARK, on);
    marker.setZIndexOffset(on ? 1000 : 0);
    card(on);
  };
  for (const element of [entry.element, button]) {
    element.addEventListener("mouseenter", () => mark(true));
    element.addEventListener("mouseleave", () => mark(false));
    element.addEventListener("focusin", () => mark(true));
    element.addEventListener("focusout", () => mark(false));
  }
  button.addEventListener("focus", () => showWhole(map, marker.getLatLng()));
  button.addEventListener("click", () => goTo(entry.element));
}

/** The popup that is open: at most one, so that none covers a marker that has the focus. */
let shown: L.Tooltip | undefined;

/** What the list says of the entry, over its marker while that is pointed at or has the focus. It can be pointed at itself,
 * and Escape closes it (WCAG 1.4.13). */
function popup(map: L.Map, entry: Entry, button: HTMLElement, marker: L.Marker): (on: boolean) => void {
  const content = document.createElement("div");
  const line = (name: string, text: string | null | undefined) => {
    if (!text) return;
    const element = document.createElement(name);
    element.textContent = text.trim().replace(/\s+/g, " ");
    content.append(element);
  };
  line("strong", entry.name);
  line("span", entry.element.querySelector(".item-unconfirmed")?.textContent);
  line("span", entry.element.querySelector(".state > span")?.querySelector("strong")?.textContent);
  line("span", entry.element.querySelector(".item-facts")?.textContent?.replace(/\s*·?\s*\n\s*/g, " "));
  line("span", entry.element.querySelector(".call-number")?.textContent);
  const tip = L.tooltip({ direction: "top", offset: [0, -SIZE / 2], className: "map-card", interactive: true, opacity: 1 });
  tip.setContent(content);
  let closing = 0;
  const close = () => {
    closing = window.setTimeout(() => tip.remove(), LINGER_MS);
  };
  content.addEventListener("mouseenter", () => window.clearTimeout(closing));
  content.addEventListener("mouseleave", close);
  button.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") tip.remove();
  });
  return (on) => {
    window.clearTimeout(closing);
    if (!on) close();
    else if (button.matches(":hover, :focus-visible")) {
      if (shown !== tip) shown?.remove();
      shown = tip.setLatLng(marker.getLatLng()).addTo(map);
    }
  };
}

/** Moves the map so far that a marker with the focus is neither cut off nor under the credit. At once, because the focus
 * must be seen when it arrives. */
function showWhole(map: L.Map, at: L.LatLngExpression): void {
  const credit = map.attributionControl.getContainer()?.offsetHeight ?? 0;
  map.panInside(at, { paddingTopLeft: [SIZE, SIZE], paddingBottomRight: [SIZE, SIZE + credit], animate: false });
}

function goTo(element: HTMLElement): void {
  // Where the map stands alone, the entry is shown below it.
  for (const other of document.querySelectorAll(".item.is-chosen")) other.classList.remove("is-chosen");
  element.classList.add("is-chosen");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.querySelector<HTMLElement>("a[href]")?.focus({ preventScroll: true });
  element.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
}
