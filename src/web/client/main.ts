// What JavaScript adds to pages that are complete without it: suggestions while typing a place, the place
// nearest to the reader, a slider, short addresses, the kept list, tools, the map, and the line of a way on it.

import "./style.css";
import type { Layer } from "leaflet";
import { takeColour } from "./colour";
import { connectKept } from "./kept";
import { makeCombobox } from "./combobox";
import { leaveOutEmptyFields } from "./form";
import { joinUnit } from "./how_far";
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
for (const field of document.querySelectorAll<HTMLInputElement>("input[data-slider]")) {
  addSlider(field, field.dataset.slider ?? "");
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-search]")) {
  joinUnit(form);
  leaveOutEmptyFields(form);
}

connectKept();
offerTools();

const panel = document.querySelector<HTMLElement>("[data-map]");
if (panel) {
  // Without its code there is no map, and the panel stays hidden: the list says everything.
  const shown = import("./map").then(({ showMap }) => showMap(panel));
  const ways = document.querySelector<HTMLElement>("[data-ways]");
  if (ways) {
    let line: Layer | undefined;
    offerWays(ways, async (way, name) => {
      const [map, { drawLine }] = await Promise.all([shown, import("./line")]);
      if (map) line = drawLine(map, line, way, name);
    });
  }
}
