// Markers and list entries are linked: pointing at one, or moving the focus to it, highlights both.

import * as L from "leaflet";
import { message } from "./messages";

const SIZE = 44;
const MARK = "is-marked";

interface Entry {
  element: HTMLElement;
  at: L.LatLng;
  name: string;
  /** The number of a list entry; empty where there is no list. */
  number: string;
}

/** Adds a marker for each entry of the page with a position; returns their bounds. */
export function addMarkers(map: L.Map): L.LatLngBounds {
  const bounds = L.latLngBounds([]);
  for (const entry of entries()) {
    bounds.extend(entry.at);
    if (entry.number) addButton(map, entry);
    else addSign(map, entry);
  }
  return bounds;
}

function entries(): Entry[] {
  const elements = document.querySelectorAll<HTMLElement>("[data-lat][data-lon]");
  return [...elements].map((element) => {
    const { lat, lon, name, number } = element.dataset;
    return { element, at: L.latLng(Number(lat), Number(lon)), name: name ?? "", number: number ?? "" };
  });
}

function place(map: L.Map, at: L.LatLng, html: HTMLElement): L.Marker {
  const icon = L.divIcon({ className: "marker", html, iconSize: [SIZE, SIZE] });
  return L.marker(at, { icon, interactive: false, keyboard: false }).addTo(map);
}

function addSign(map: L.Map, entry: Entry): void {
  const sign = document.createElement("span");
  sign.className = "marker-pin";
  sign.setAttribute("role", "img");
  sign.setAttribute("aria-label", message("position", { name: entry.name }));
  place(map, entry.at, sign);
}

function addButton(map: L.Map, entry: Entry): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "marker-pin";
  button.textContent = entry.number;
  button.setAttribute("aria-label", message("marker", { number: entry.number, name: entry.name }));
  L.DomEvent.disableClickPropagation(button);
  const marker = place(map, entry.at, button);
  link(map, entry, button, marker);
}

function link(map: L.Map, entry: Entry, button: HTMLButtonElement, marker: L.Marker): void {
  const mark = (on: boolean) => {
    entry.element.classList.toggle(MARK, on);
    button.classList.toggle(MARK, on);
    marker.setZIndexOffset(on ? 1000 : 0);
  };
  for (const element of [entry.element, button]) {
    element.addEventListener("mouseenter", () => mark(true));
    element.addEventListener("mouseleave", () => mark(false));
    element.addEventListener("focusin", () => mark(true));
    element.addEventListener("focusout", () => mark(false));
  }
  button.addEventListener("focus", () => showWhole(map, entry.at));
  button.addEventListener("click", () => goTo(entry.element));
}

/** Moves the map so far that a marker with the focus is neither cut off nor under the credit. At once, because the focus
 * must be seen when it arrives. */
function showWhole(map: L.Map, at: L.LatLngExpression): void {
  const credit = map.attributionControl.getContainer()?.offsetHeight ?? 0;
  map.panInside(at, { paddingTopLeft: [SIZE, SIZE], paddingBottomRight: [SIZE, SIZE + credit], animate: false });
}

function goTo(element: HTMLElement): void {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.querySelector<HTMLElement>("a[href]")?.focus({ preventScroll: true });
  element.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
}
