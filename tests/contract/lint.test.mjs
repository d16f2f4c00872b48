// The committed contract against Redocly's recommended rules.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import test from "node:test";
import { command } from "./tools.mjs";

const CONTRACT = "../../openapi/openapi.json";
const HERE = fileURLToPath(new URL(".", import.meta.url));

test("the contract has no finding of Redocly's recommended rules that is not excused", () => {
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const arguments_ = ["lint", CONTRACT, "--config=redocly.yaml", "--format=json"];
  const { stdout, stderr } = spawnSync(command("redocly"), arguments_, { cwd: HERE, env, encoding: "utf8" });
  assert.ok(stdout.startsWith("{"), stderr);
  const findings = JSON.parse(stdout).problems.filter(({ ignored }) => !ignored);
  const shown = findings.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0].pointer}`);
  assert.deepEqual(shown, []);
});

test("every excuse has a reason above it", () => {
  const lines = readFileSync(`${HERE}.redocly.lint-ignore.yaml`, "utf8").split("\n");
  const rules = lines.flatMap((line, at) => (/^  [a-z0-9-]+:$/.test(line) ? [at] : []));
  assert.ok(rules.length > 0);
  for (const at of rules) assert.match(lines[at - 1], /^  # /, lines[at]);
});
