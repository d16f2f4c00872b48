// The programs that the tests run.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const PYTHON = process.env.PYTHON ?? "python3";
/** Where scripts/test installs the packages of requirements.txt. */
export const PYTHON_PACKAGES =
  process.env.CONTRACT_PYTHON_PACKAGES ??
  fileURLToPath(new URL("../../target/tools/contract-python", import.meta.url));

/** A program of an npm package. */
export function command(name) {
  const path = fileURLToPath(new URL(`node_modules/.bin/${name}`, import.meta.url));
  assert.ok(existsSync(path), `${path} is missing; run npm ci in tests/contract`);
  return path;
}

/** Runs a program and fails, with all that it wrote, unless it ends well. */
export async function run(program, arguments_, options = {}) {
  const child = spawn(program, arguments_, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const code = await new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
  assert.equal(code, 0, `${program} ${arguments_.join(" ")}:\n${said}`);
  return said;
}

/** Runs Python with the packages of requirements.txt and a further folder. */
export function python(arguments_, folder = "") {
  assert.ok(existsSync(PYTHON_PACKAGES), `${PYTHON_PACKAGES} is missing; scripts/test installs it`);
  const env = { ...process.env, PYTHONPATH: `${folder}:${PYTHON_PACKAGES}`, PYTHONDONTWRITEBYTECODE: "1" };
  return run(PYTHON, arguments_, { env });
}

/** Right after the start the service still puts its indicators together, and answers 503 for them. */
export async function indicatorsAreReady(origin) {
  const end = Date.now() + 60_000;
  while ((await fetch(`${origin}/api/v1/indicators`)).status === 503) {
    assert.ok(Date.now() < end, "the indicators were not put together within a minute");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
