// What JavaScript adds to pages that are complete without it: suggestions for towns, the nearest town, a slider, short
// addresses, live results, the saved list, tools, the map with routes, the cases of advisers, and a question before typed texts
// are lost.

import "./style.css";
import type { Layer, Map } from "leaflet";
import { applyAccentColour } from "./accent_colour";
import { connectNotes } from "./notes";
import { connectSavedList } from "./saved_list";
import { makeCombobox } from "./combobox";
import { askForSomething, leaveOutEmptyFields } from "./empty_fields";
import { connectSwitch } from "./results_view";
import { connectDistanceLimit } from "./distance_limit";
import { followFilters } from "./live_results";
import { offerPosition } from "./position";
import { loadPicturesForPrint } from "./print";
import { addSlider } from "./slider";
import { offerTools } from "./tools";
import { connectRouteButtons } from "./route";

applyAccentColour();
loadPicturesForPrint();

for (const input of document.querySelectorAll<HTMLInputElement>("input[data-suggest-places]")) {
  makeCombobox(input);
  const combobox = input.closest<HTMLElement>("[data-position]");
  if (combobox) offerPosition(combobox, input);
}
for (const field of document.querySelectorAll<HTMLInputElement>("[data-search] input[data-slider]")) {
  addSlider(field, field.dataset.slider ?? "");
}

let map: Promise<Map | undefined> | undefined;
activate(document);

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-search]")) {
  connectDistanceLimit(form);
  leaveOutEmptyFields(form);
  askForSomething(form);
  followFilters(form, (list) => {
    void map?.then((before) => before?.remove());
    activate(list);
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-unsaved]")) {
  void import("./unsaved").then(({ keepUnsaved }) => keepUnsaved(form));
}

const ways = document.querySelector<HTMLElement>("[data-ways]");
if (ways) {
  let line: Layer | undefined;
  connectRouteButtons(ways, async (way, name) => {
    const [shown, { drawLine }] = await Promise.all([map, import("./route_line")]);
    line?.remove();
    line = shown && way ? drawLine(shown, way, name) : undefined;
  });
}

const workspace = document.querySelector<HTMLElement>("[data-advice]");
if (workspace) void import("./advice/workspace").then(({ openWorkspace }) => openWorkspace(workspace));

/** Connects the scripts that both a list of results and a whole page need. */
function activate(part: ParentNode): void {
  connectSavedList(part);
  connectNotes(part);
  offerTools(part);
  connectSwitch(part);
  const panel = part.querySelector<HTMLElement>("[data-map]");
  // Without its code the panel stays hidden; the list is complete without the map.
  map = panel ? import("./map").then(({ showMap }) => showMap(panel)) : undefined;
}
