// What a planner takes away and what it weighs: a drawing as PNG, and the map of all municipalities.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { startBrowser, startService, visit } from "./harness.mjs";

/** A build without optimisation draws slowly. */
const PATIENCE_MS = 120_000;
const MAP = "/planung/indikatoren/D06?level=municipality";
const MAP_BYTES = 120_000;

let service;
let browser;

before(async () => {
  service = await startService();
  browser = await startBrowser();
  // Indicators are put together right after the start.
  while (!(await fetch(`${service.origin}/planung/indikatoren`)).ok) await new Promise((next) => setTimeout(next, 200));
});

after(async () => {
  await browser?.close();
  await service?.stop();
});

test("a drawing is taken away as PNG with three dots for each pixel, in the letters of the pages", async () => {
  const { page, leave } = await visit(browser, service.origin);
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto("/planung/gebiet/13004?draws=20");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("#plaetze").getByRole("button", { name: "PNG" }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^ueberblick-13004-plaetze\.png$/);
  const bytes = [];
  for await (const part of await download.createReadStream()) bytes.push(part);
  const png = Buffer.concat(bytes);
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  const svg = await (await page.request.get(await page.locator("#plaetze .card-links a", { hasText: "SVG" }).getAttribute("href"))).text();
  const [, width, height] = svg.match(/viewBox="0 0 ([\d.]+) ([\d.]+)"/);
  // The head of the file: width and height as whole numbers of four bytes.
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [3 * Math.round(width), 3 * Math.round(height)]);
  await leave();
});

test("the map of all municipalities weighs less than 120 kB with its table", async () => {
  const html = await (await fetch(service.origin + MAP)).text();
  assert.equal(html.match(/class="point area/g).length, 2 * 726);
  const weight = gzipSync(html, { level: 6 }).length;
  assert.ok(weight < MAP_BYTES, `${weight} bytes`);
});
