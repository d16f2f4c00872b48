// What JavaScript adds to the planner's workspace, which is complete without it.

import "./planning.css";
import { connectCharts } from "../charts";

connectCharts(document);
