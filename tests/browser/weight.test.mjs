// What a page weighs on the way: compressed bytes, not time.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { mapDrawn, startBrowser, startService, visit } from "./harness.mjs";

/** Without the picture of the map, which comes by itself and is the same for all. */
const FIRST_PAGE_BYTES = 60_000;
const WITH_MAP_BYTES = 350_000;

let service;
let browser;

before(async () => {
  service = await startService();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await service?.stop();
});

/** The sum over all answers of a page, each compressed as gzip does it. */
async function weight(path, ready = () => undefined) {
  const { page, leave } = await visit(browser, service.origin);
  const bodies = [];
  page.on("response", (response) => {
    if (!response.url().endsWith("/landkarte.svg")) bodies.push(response.body());
  });
  await page.goto(path, { waitUntil: "networkidle" });
  await ready(page);
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
  await leave();
  return sizes.reduce((sum, size) => sum + size, 0);
}

test("the first page stays within 60 kB without its map and a list with its map within 350 kB", async () => {
  const first = await weight("/");
  assert.ok(first > 1_000 && first < FIRST_PAGE_BYTES, `the first page weighs ${first} bytes`);
  const list = await weight("/?near=Ludwigslust&category=day_care&radius_km=20", mapDrawn);
  assert.ok(list > first && list < WITH_MAP_BYTES, `a list with its map weighs ${list} bytes`);
});
