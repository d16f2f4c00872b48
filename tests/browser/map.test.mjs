// The map beside the list.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mapDrawn, startBrowser, startService, visit } from "./harness.mjs";

const SEARCH = "/?near=Ludwigslust&category=day_care&radius_km=20";

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

const isMarked = (locator) => locator.evaluate((element) => element.classList.contains("is-marked"));

test("every entry of the list has a marker with its number and name", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto(SEARCH);
  await mapDrawn(page);
  const entries = page.locator(".item");
  const markers = page.locator("button.marker-pin");
  assert.equal(await markers.count(), await entries.count());
  const name = await entries.nth(1).locator("h3 a").innerText();
  assert.equal(await markers.nth(1).getAttribute("aria-label"), `2: ${name}, in der Liste zeigen`);
  assert.equal(await page.locator("path.map-radius").count(), 1);
  const credit = "© GeoBasis-DE / BKG (VG250), dl-de/by-2-0, Daten verändert";
  assert.ok(await page.locator("[data-map]").getByText(credit).isVisible());
  await leave();
});

test("list and markers mark each other under the mouse and with the focus", async () => {
  const { page, leave } = await visit(browser, service.origin, { reducedMotion: "reduce" });
  await page.goto(SEARCH);
  await mapDrawn(page);
  const entry = page.locator(".item").first();
  const marker = page.locator("button.marker-pin").first();

  await entry.hover();
  assert.equal(await isMarked(marker), true);
  await page.locator("h1").hover();
  assert.equal(await isMarked(marker), false);

  await marker.focus();
  assert.equal(await isMarked(entry), true);
  await page.keyboard.press("Enter");
  const link = entry.locator("h3 a");
  assert.equal(await link.evaluate((element) => element === document.activeElement), true);
  assert.equal(await isMarked(marker), true);
  await leave();
});

test("the circle of the search fits into the map", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto(SEARCH);
  await mapDrawn(page);
  const map = await page.locator("[data-map-canvas]").boundingBox();
  const circle = await page.locator("path.map-radius").boundingBox();
  assert.ok(circle.x >= map.x && circle.x + circle.width <= map.x + map.width);
  assert.ok(circle.y >= map.y && circle.y + circle.height <= map.y + map.height);
  await leave();
});

test("a facility page shows where it lies", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto(SEARCH);
  await page.locator(".item h3 a").first().click();
  await page.waitForURL(/\/einrichtung\//);
  await mapDrawn(page);
  const name = await page.locator("article").getAttribute("data-name");
  assert.ok(await page.getByRole("img", { name: `Lage: ${name}` }).isVisible());
  await leave();
});

test("on a phone the list comes first and the map below it", async () => {
  const { page, leave } = await visit(browser, service.origin, {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  await page.goto(SEARCH);
  await mapDrawn(page);
  const list = await page.locator(".items").boundingBox();
  const map = await page.locator("[data-map-canvas]").boundingBox();
  assert.ok(map.y >= list.y + list.height);
  await leave();
});
