// What JavaScript adds to the planner's workspace, which is complete without it, and the styles of the pages on which the
// office keeps the register.

import "./planning.css";
import "../office/office.css";
import { connectCharts } from "../charts";
import { connectBasket } from "./basket";

connectCharts(document);
connectBasket();
