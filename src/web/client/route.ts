// The line of a route on the map of a facility, shown and removed by its button. Both ends go to our own server
// in the body of a request. Length and time stand beside it as text: the map is an addition.

import type { Feature, LineString } from "geojson";
import { message } from "./messages";

interface Route {
  duration_s: number;
  distance_m: number;
}

/** Replaces the line on the map and its name; without arguments the line is removed. */
type Draw = (line?: LineString, name?: string) => Promise<void>;

/** Shows the buttons of the routes of a page. */
export function connectRouteButtons(list: HTMLElement, draw: Draw): void {
  const status = document.querySelector<HTMLElement>("[data-way-status]");
  const buttons = [...list.querySelectorAll<HTMLButtonElement>("button[data-way]")];
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => void (isPressed(button) ? clear(button) : show(button)));
  }

  async function clear(button: HTMLButtonElement): Promise<void> {
    await draw();
    button.setAttribute("aria-pressed", "false");
    announce("");
  }

  async function show(button: HTMLButtonElement): Promise<void> {
    const { way: mode = "", by = "" } = button.dataset;
    announce(message("route-wait"));
    try {
      const { geometry, properties } = await fetchRoute(list.dataset, mode);
      await draw(geometry, message("route-name", { mode: by }));
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      announce(message("route-shown", { mode: by, length: length(properties), duration: duration(properties) }));
    } catch {
      // There is no route, or the server does not answer: the page shows the times already.
      announce(message("route-none"));
    }
  }

  function announce(text: string): void {
    if (status) status.textContent = text;
  }
}

function isPressed(button: HTMLButtonElement): boolean {
  return button.getAttribute("aria-pressed") === "true";
}

async function fetchRoute(data: DOMStringMap, mode: string): Promise<Feature<LineString, Route>> {
  const point = (lat?: string, lon?: string) => ({ lat: Number(lat), lon: Number(lon) });
  const from = point(data.fromLat, data.fromLon);
  const to = point(data.toLat, data.toLon);
  const response = await fetch("/api/v1/route", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ from, to, mode }),
  });
  if (!response.ok) throw new Error(`route: ${response.status}`);
  return (await response.json()) as Feature<LineString, Route>;
}

function inUnits(number: number, unit: string, digits = 0): string {
  const style = { style: "unit", unit, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(document.documentElement.lang, style).format(number);
}

/** As on the server: below a kilometre rounded to 50 m. */
function length({ distance_m: metres }: Route): string {
  const fifties = Math.max(Math.round(metres / 50) * 50, 50);
  return fifties < 1000 ? inUnits(fifties, "meter") : inUnits(metres / 1000, "kilometer", 1);
}

function duration({ duration_s: seconds }: Route): string {
  const minutes = Math.max(Math.round(seconds / 60), 1);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [hours > 0 ? inUnits(hours, "hour") : "", rest > 0 ? inUnits(rest, "minute") : ""];
  return parts.filter(Boolean).join(" ");
}
