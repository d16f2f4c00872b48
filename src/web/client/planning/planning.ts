// What JavaScript adds to the planner's workspace, which is complete without it, and the styles of the pages on which the
// office keeps the register.

import "./planning.css";
import "../office/office.css";
import "../office/plan_texts.css";
import { connectCharts } from "../charts";
import { connectBasket } from "./basket";
import { connectLiveForms } from "./live_form";
import { offerPng } from "./png";
import { connectRuns } from "./runs";

connectCharts(document);
offerPng(document);
connectBasket();
connectRuns();
connectLiveForms((part) => {
  connectCharts(part);
  offerPng(part);
  connectBasket();
});

// On a phone the tabs move sideways; the one of this page is in sight.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
