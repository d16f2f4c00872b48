// Real roads for browser tests: the invented network of tests/data, prepared by scripts/osrm, one osrm-routed a
// mode on a free port; and a register of facilities beside those roads.

import { execFile, spawn } from "node:child_process";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort } from "./harness.mjs";

const inHouse = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const ROADS = inHouse("tests/data/roads.osm");
const FOLDER = inHouse("target/osrm-tests/roads");
const MODES = ["car", "bicycle", "foot"];
const START_LIMIT_MS = 30_000;

/** Three invented facilities around Passow, where the invented roads are. */
export const REGISTER = `source_id,facility_id,name,category,street,house_number,postcode,place,lat,lon,phone,places,features
1,haus-ost,Tagespflege Ostweg,day_care,Ostweg,1,19386,Passow,53.519,12.0601,03874 000001,15,garden
2,haus-west,Tagespflege Westweg,day_care,Westweg,2,19386,Passow,53.5195,12.0205,03874 000002,12,
3,haus-ende,Haus am Ende,residential_care,Hauptstraße,9,19386,Passow,53.5045,12.1001,03874 000003,40,garden
`;

/** Starts OSRM for each mode. `settings` are those of the service. */
export async function startRoads() {
  const script = promisify(execFile).bind(undefined, inHouse("scripts/osrm"));
  const environment = { env: { ...process.env, OSRM_DIR: FOLDER } };
  await script(["prepare", ROADS, "--modes", MODES.join(",")], environment);
  const { stdout } = await script(["programs"], environment);
  const started = await Promise.all(MODES.map((mode) => start(`${stdout.trim()}/osrm-routed`, mode)));
  const settings = Object.fromEntries(
    started.map(({ mode, port }) => [`PFLEGEPLAN_OSRM_${mode.toUpperCase()}_URL`, `http://127.0.0.1:${port}`]),
  );
  const stop = () => Promise.all(started.map(({ end }) => end()));
  return { settings, stop };
}

async function start(program, mode) {
  const port = await freePort();
  const options = ["--algorithm", "mld", "--ip", "127.0.0.1", "--port", `${port}`, "--mmap=on"];
  const rest = ["--verbosity", "WARNING", "--max-table-size", "300", `${FOLDER}/${mode}/roads.osrm`];
  const child = spawn(program, [...options, ...rest], { stdio: "ignore" });
  const gone = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  const last = Date.now() + START_LIMIT_MS;
  while (!(await listens(port))) {
    if (child.exitCode !== null || Date.now() > last) throw new Error(`osrm-routed for ${mode} does not listen`);
    await pause(20);
  }
  const end = async () => {
    child.kill("SIGKILL");
    await gone;
  };
  return { mode, port, end };
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => socket.end(() => resolve(true))).once("error", () => resolve(false));
  });
}
