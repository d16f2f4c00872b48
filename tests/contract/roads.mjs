// A stand-in for OSRM with one answer for all roads: the straight line, at 50 km/h. The tests of the contract need an
// answer with a way in it; tests/routing and tests/browser run the real OSRM.

import { createServer } from "node:http";

const METRES_A_DEGREE = 111_195;
const METRES_A_SECOND = 50 / 3.6;

/** Starts it. `settings` are those of the service. */
export async function startStraightRoads() {
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request.setEncoding("utf8")) text += part;
    const [, service] = request.url.split("/");
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer(service, JSON.parse(text))));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const settings = { PFLEGEPLAN_OSRM_CAR_URL: `http://127.0.0.1:${server.address().port}` };
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { settings, stop };
}

function answer(service, { coordinates, sources = [], destinations = [] }) {
  const waypoints = coordinates.map((location) => ({ location, distance: 0 }));
  if (service === "nearest") return { code: "Ok", waypoints };
  if (service === "route") {
    const metres = length(...coordinates);
    const route = { distance: metres, duration: metres / METRES_A_SECOND, geometry: { coordinates } };
    return { code: "Ok", waypoints, routes: [route] };
  }
  const distances = sources.map((from) => destinations.map((to) => length(coordinates[from], coordinates[to])));
  return {
    code: "Ok",
    distances,
    durations: distances.map((row) => row.map((metres) => metres / METRES_A_SECOND)),
    sources: sources.map((at) => waypoints[at]),
    destinations: destinations.map((at) => waypoints[at]),
  };
}

function length([lon, lat], [toLon, toLat]) {
  const east = (toLon - lon) * Math.cos((lat * Math.PI) / 180);
  return Math.hypot(east, toLat - lat) * METRES_A_DEGREE;
}
