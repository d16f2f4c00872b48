// What every browser test needs: the real service on a free port with a register of its own, a browser,
// and visitors whose every request, cookie and complaint is watched.

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
import { chromium } from "playwright-core";

const BINARY =
  process.env.PFLEGEPLAN_BIN ?? fileURLToPath(new URL("../../target/debug/pflegeplan", import.meta.url));
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const START_LIMIT_MS = 60_000;

/**
 * Starts the service on an empty data folder, which it fills with the example register, or with the CSV of
 * another one. `log` gives all that it has written.
 */
export async function startService({ settings = {}, register } = {}) {
  assert.ok(existsSync(BINARY), `${BINARY} is missing; run cargo build, or set PFLEGEPLAN_BIN`);
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "pflegeplan-browser-"));
  const env = { ...withoutSettings(process.env), ...settings, PFLEGEPLAN_DATA_DIR: folder };
  if (register) {
    await writeFile(join(folder, "register.csv"), register);
    await promisify(execFile)(BINARY, ["import", "register", "register.csv"], { cwd: folder, env });
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
  return { origin, stop, log: () => said };
}

/** What is set for another service on this machine must not reach ours. */
function withoutSettings(environment) {
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

export function startBrowser() {
  assert.ok(existsSync(CHROMIUM), `${CHROMIUM} is missing; install Chromium, or set CHROMIUM`);
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
    ],
  });
}

/**
 * A visitor with a clean browser profile. `leave` closes it and fails if any request went to another
 * origin, a cookie was set, the content policy was hurt, or the console showed an error. `refused` are beginnings of
 * paths that the service refuses on purpose, which a browser notes in its console.
 */
export async function visit(browser, origin, { refused = [], ...options } = {}) {
  const context = await browser.newContext({ baseURL: origin, locale: "de-DE", ...options });
  const complaints = [];
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== origin) complaints.push(`request to ${url.origin}`);
  });
  context.on("requestfailed", (request) => {
    // A suggestion that is no longer wanted is aborted on purpose.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") complaints.push(`failed: ${request.url()}`);
  });
  context.on("console", (message) => {
    const { pathname, search } = new URL(message.location().url, origin);
    const path = pathname + search;
    const meant = refused.some((beginning) => path.startsWith(beginning));
    if (message.type() === "error" && !meant) complaints.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => complaints.push(`script: ${error.error().message}`));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (violation) => {
      console.error(`policy: ${violation.violatedDirective} ${violation.blockedURI}`);
    });
  });
  const page = await context.newPage();
  const leave = async () => {
    const cookies = await context.cookies();
    await context.close();
    assert.deepEqual(cookies, [], "no cookie is set");
    assert.deepEqual(complaints, [], "nothing leaves the origin and nothing goes wrong");
  };
  return { page, leave };
}

/** Presses Tab until the focus is on an element that matches. */
export async function tabTo(page, selector, most = 60) {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((it) => document.activeElement?.matches(it), selector)) return;
  }
  assert.fail(`${most} presses of Tab did not reach ${selector}`);
}

/** Waits until the map shows its first outlines. */
export async function mapDrawn(page) {
  await page.locator("[data-map-canvas] path.area-district").first().waitFor({ state: "attached" });
}
