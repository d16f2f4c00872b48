// Clients as strangers generate them, against the running service.

import assert from "node:assert/strict";
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { startService } from "../service.mjs";
import { command, indicatorsAreReady, python, run } from "./tools.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const GENERATED = `${HERE}generated`;
const DOCUMENT = `${GENERATED}/openapi.json`;

let service;

before(async () => {
  await rm(GENERATED, { recursive: true, force: true });
  await mkdir(GENERATED);
  service = await startService();
  const answer = await fetch(`${service.origin}/openapi.json`);
  await writeFile(DOCUMENT, await answer.text());
  await indicatorsAreReady(service.origin);
});

after(() => service?.stop());

test("a TypeScript client is generated, compiles and works", async () => {
  await run(command("openapi-typescript"), [DOCUMENT, "--output", `${GENERATED}/schema.d.ts`]);
  await copyFile(`${HERE}client.ts`, `${GENERATED}/client.ts`);
  const options = ["--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom,dom.iterable"];
  await run(command("tsc"), [...options, `${GENERATED}/client.ts`], { cwd: GENERATED });
  const { ask } = await import(`${GENERATED}/client.js`);
  const found = await ask(service.origin);
  assert.equal(found.facilities.length, found.total);
  assert.ok(found.pages > 1);
  assert.equal(new Set(found.facilities.map(({ id }) => id)).size, found.total);
  assert.match(found.nearest, /Ludwigslust/);
  assert.deepEqual(found.posted, found.read);
  assert.deepEqual(found.fields, ["radius_km"]);
  assert.equal(found.missing, 404);
  assert.equal(found.areas.length, 8);
});

test("a Python client is generated without a warning, and works", async () => {
  const settings = `${GENERATED}/python.yaml`;
  // Formatting what is thrown away is not needed.
  await writeFile(settings, "package_name_override: pflegeplan_client\npost_hooks: []\n");
  const options = ["--meta", "none", "--fail-on-warning", "--overwrite"];
  const target = `${GENERATED}/pflegeplan_client`;
  const generate = ["-m", "openapi_python_client", "generate", "--path", DOCUMENT, "--config", settings];
  await python([...generate, "--output-path", target, ...options]);
  await python([`${HERE}client.py`, service.origin], GENERATED);
});
