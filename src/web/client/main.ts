// What JavaScript adds to pages that are complete without it: suggestions while typing a place, the place
// nearest to the reader, a slider, short addresses, the kept list, tools, and the map.

import "./style.css";
import { takeColour } from "./colour";
import { connectKept } from "./kept";
import { makeCombobox } from "./combobox";
import { leaveOutEmptyFields } from "./form";
import { offerPosition } from "./position";
import { addSlider } from "./slider";
import { offerTools } from "./tools";

takeColour();

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-search]")) {
  leaveOutEmptyFields(form);
}
for (const input of document.querySelectorAll<HTMLInputElement>("input[data-suggest-places]")) {
  makeCombobox(input);
  const combobox = input.closest<HTMLElement>("[data-position]");
  if (combobox) offerPosition(combobox, input);
}
for (const field of document.querySelectorAll<HTMLInputElement>("input[data-slider]")) {
  addSlider(field, field.dataset.slider ?? "");
}

connectKept();
offerTools();

const panel = document.querySelector<HTMLElement>("[data-map]");
if (panel) {
  // Without its code there is no map, and the panel stays hidden: the list says everything.
  void import("./map").then(({ showMap }) => showMap(panel));
}
