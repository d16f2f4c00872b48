// What JavaScript adds to pages that are complete without it: suggestions while typing a place, the place
// nearest to the reader, a slider, short addresses, results that follow the filters, the kept list, tools, the map
// with the line of a way, and an adviser's cases.

import "./style.css";
import "./advice/advice.css";
import type { Layer, Map } from "leaflet";
import { takeColour } from "./colour";
import { connectKept } from "./kept";
import { makeCombobox } from "./combobox";
import { leaveOutEmptyFields } from "./form";
import { joinUnit } from "./how_far";
import { followFilters } from "./live";
import { offerPosition } from "./position";
import { addSlider } from "./slider";
import { offerTools } from "./tools";
import { offerWays } from "./way";

takeColour();

for (const input of document.querySelectorAll<HTMLInputElement>("input[data-suggest-places]")) {
  makeCombobox(input);
  const combobox = input.closest<HTMLElement>("[data-position]");
  if (combobox) offerPosition(combobox, input);
}
for (const field of document.querySelectorAll<HTMLInputElement>("[data-search] input[data-slider]")) {
  addSlider(field, field.dataset.slider ?? "");
}

let map: Promise<Map | undefined> | undefined;
bringToLife(document);

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-search]")) {
  joinUnit(form);
  leaveOutEmptyFields(form);
  followFilters(form, (list) => {
    void map?.then((before) => before?.remove());
    bringToLife(list);
  });
}

const ways = document.querySelector<HTMLElement>("[data-ways]");
if (ways) {
  let line: Layer | undefined;
  offerWays(ways, async (way, name) => {
    const [shown, { drawLine }] = await Promise.all([map, import("./line")]);
    line?.remove();
    line = shown && way ? drawLine(shown, way, name) : undefined;
  });
}

const desk = document.querySelector<HTMLElement>("[data-advice]");
if (desk) void import("./advice/desk").then(({ openDesk }) => openDesk(desk));

/** What a list of results needs as well as a whole page. */
function bringToLife(part: ParentNode): void {
  connectKept(part);
  offerTools(part);
  const panel = part.querySelector<HTMLElement>("[data-map]");
  // Without its code there is no map, and the panel stays hidden: the list says everything.
  map = panel ? import("./map").then(({ showMap }) => showMap(panel)) : undefined;
}
