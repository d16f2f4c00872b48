// What JavaScript adds to pages that are complete without it: suggestions while typing a place, short
// addresses, and the map.

import "./style.css";
import { makeCombobox } from "./combobox";
import { leaveOutEmptyFields } from "./form";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-search]")) {
  leaveOutEmptyFields(form);
}
for (const input of document.querySelectorAll<HTMLInputElement>("input[data-suggest-places]")) {
  makeCombobox(input);
}

const panel = document.querySelector<HTMLElement>("[data-map]");
if (panel) {
  // Without its code there is no map, and the panel stays hidden: the list says everything.
  void import("./map").then(({ showMap }) => showMap(panel));
}
