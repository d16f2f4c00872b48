// Starts the real service on a free port, with a register of its own, for the tests that speak to it from outside.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const BINARY =
  process.env.PFLEGEPLAN_BIN ?? fileURLToPath(new URL("../target/debug/pflegeplan", import.meta.url));
const START_LIMIT_MS = 60_000;

/**
 * Starts the service on an empty data folder, which it fills with the example register, or with the CSV of
 * another one. `extract` is an extract of OpenStreetMap, of whose addresses it makes a region. `log` gives all that it has
 * written.
 */
export async function startService({ settings = {}, register, extract } = {}) {
  assert.ok(existsSync(BINARY), `${BINARY} is missing; run cargo build, or set PFLEGEPLAN_BIN`);
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "pflegeplan-test-"));
  const env = { ...withoutSettings(process.env), ...settings, PFLEGEPLAN_DATA_DIR: folder };
  if (register) {
    await writeFile(join(folder, "register.csv"), register);
    await promisify(execFile)(BINARY, ["import", "register", "register.csv"], { cwd: folder, env });
  }
  if (extract) {
    await writeFile(join(folder, "extract.osm.pbf"), extract);
    await promisify(execFile)(BINARY, ["region", "extract.osm.pbf"], { cwd: folder, env });
  }
  const child = spawn(BINARY, ["serve", "--bind", `127.0.0.1:${port}`], {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  const gone = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await gone;
    await rm(folder, { recursive: true, force: true });
  };
  const origin = `http://127.0.0.1:${port}`;
  try {
    await ready(origin, child);
  } catch (error) {
    await stop();
    throw new Error(`${error.message}\n${said}`);
  }
  // What commands beside the running service work on.
  return { origin, folder, stop, log: () => said };
}

/** What is set for another service on this machine must not reach ours. */
export function withoutSettings(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("PFLEGEPLAN_")));
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function ready(origin, child) {
  const end = Date.now() + START_LIMIT_MS;
  while (Date.now() < end) {
    if (child.exitCode !== null || child.pid === undefined) throw new Error("the service did not start");
    const answer = await fetch(`${origin}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error(`the service was not ready after ${START_LIMIT_MS / 1000} s`);
}
