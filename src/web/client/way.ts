// The line of a way on the map of a facility, on a press of its button; another press takes it away. Both ends go to our own server in the
// body of a request. Length and time stand beside it as text: the map is the companion.

import type { Feature, LineString } from "geojson";
import { say } from "./words";

interface Way {
  duration_s: number;
  distance_m: number;
}

/** Puts a line with its name onto the map in place of the one before; without one the map is clear. */
type Draw = (line?: LineString, name?: string) => Promise<void>;

/** Shows the buttons of a page's ways. */
export function offerWays(list: HTMLElement, draw: Draw): void {
  const status = document.querySelector<HTMLElement>("[data-way-status]");
  const buttons = [...list.querySelectorAll<HTMLButtonElement>("button[data-way]")];
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => void (isPressed(button) ? clear(button) : show(button)));
  }

  async function clear(button: HTMLButtonElement): Promise<void> {
    await draw();
    button.setAttribute("aria-pressed", "false");
    tell("");
  }

  async function show(button: HTMLButtonElement): Promise<void> {
    const { way: mode = "", by = "" } = button.dataset;
    tell(say("route-wait"));
    try {
      const { geometry, properties } = await fetchWay(list.dataset, mode);
      await draw(geometry, say("route-name", { mode: by }));
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      tell(say("route-shown", { mode: by, length: length(properties), duration: duration(properties) }));
    } catch {
      // Nothing to draw, or nobody answers: the times stand on the page already.
      tell(say("route-none"));
    }
  }

  function tell(text: string): void {
    if (status) status.textContent = text;
  }
}

function isPressed(button: HTMLButtonElement): boolean {
  return button.getAttribute("aria-pressed") === "true";
}

async function fetchWay(data: DOMStringMap, mode: string): Promise<Feature<LineString, Way>> {
  const point = (lat?: string, lon?: string) => ({ lat: Number(lat), lon: Number(lon) });
  const from = point(data.fromLat, data.fromLon);
  const to = point(data.toLat, data.toLon);
  const response = await fetch("/api/v1/route", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ from, to, mode }),
  });
  if (!response.ok) throw new Error(`route: ${response.status}`);
  return (await response.json()) as Feature<LineString, Way>;
}

function inUnits(number: number, unit: string, digits = 0): string {
  const style = { style: "unit", unit, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(document.documentElement.lang, style).format(number);
}

/** As the server writes it: below a kilometre to the next 50 m. */
function length({ distance_m: metres }: Way): string {
  const fifties = Math.max(Math.round(metres / 50) * 50, 50);
  return fifties < 1000 ? inUnits(fifties, "meter") : inUnits(metres / 1000, "kilometer", 1);
}

function duration({ duration_s: seconds }: Way): string {
  const minutes = Math.max(Math.round(seconds / 60), 1);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [hours > 0 ? inUnits(hours, "hour") : "", rest > 0 ? inUnits(rest, "minute") : ""];
  return parts.filter(Boolean).join(" ");
}
