// Saving, comparing and printing facilities, and downloading them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, startService, visit } from "./harness.mjs";

const SEARCH = "/?near=Schwerin&category=day_care&radius_km=30";

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

const idsOf = (address) => new URL(address).searchParams.getAll("id");

test("two ticks lead to a comparison without JavaScript", async () => {
  const { page, leave } = await visit(browser, service.origin, { javaScriptEnabled: false });
  await page.goto(SEARCH);
  const names = [];
  for (const at of [0, 1]) {
    await page.locator("input[data-keep]").nth(at).check();
    names.push(await page.locator(".item h3 a").nth(at).innerText());
  }
  await page.getByRole("button", { name: "Ausgewählte vergleichen" }).click();
  await page.waitForURL(/\/vergleich\?/);
  assert.deepEqual(await page.locator(".compare-name").allInnerTexts(), names);
  await page.getByRole("link", { name: "Zur Merkliste" }).click();
  await page.waitForURL(/\/merkliste\?/);
  assert.deepEqual(await page.locator(".item h3 a").allInnerTexts(), names);
  await leave();
});

test("ticks survive the page, fill the menu's link and can be taken back", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto(SEARCH);
  await page.locator("input[data-keep]").nth(0).check();
  await page.locator("input[data-keep]").nth(2).check();
  await page.reload();
  assert.equal(await page.locator("input[data-keep]").nth(2).isChecked(), true);
  assert.equal(await page.locator("input[data-keep]").nth(1).isChecked(), false);

  await page.locator(".item h3 a").nth(1).click();
  await page.waitForURL(/\/einrichtung\//);
  const keep = page.getByRole("button", { name: "Merken" });
  assert.equal(await keep.getAttribute("aria-pressed"), "false");
  await keep.click();
  assert.equal(await keep.getAttribute("aria-pressed"), "true");

  await page.getByRole("link", { name: "Merkliste (3)" }).click();
  await page.waitForURL(/\/merkliste\?/);
  assert.equal(await page.locator(".item").count(), 3);
  assert.equal(idsOf(page.url()).length, 3);
  await page.getByRole("link", { name: /^entfernen/ }).first().click();
  await page.waitForURL((url) => url.searchParams.getAll("id").length === 2);
  assert.ok(await page.getByRole("link", { name: "Merkliste (2)" }).isVisible());

  await page.getByRole("button", { name: "Merkliste leeren" }).click();
  await page.waitForURL((url) => url.pathname === "/merkliste" && url.search === "");
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await leave();
});

test("on paper the list has phone numbers and the questions, and nothing to press", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto(SEARCH);
  await page.locator("input[data-keep]").first().check();
  await page.getByRole("button", { name: "Merkliste öffnen" }).click();
  await page.waitForURL(/\/merkliste\?/);
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator(".call-number").first().isVisible());
  assert.ok(await page.getByRole("heading", { name: "Fragen für Anruf und Besuch" }).isVisible());
  assert.ok(await page.getByText("Bitte fragen Sie nach, ob die Angaben noch stimmen.").isVisible());
  assert.ok(await page.getByRole("img", { name: "Karte mit den Nummern der Liste" }).isVisible());
  for (const gone of [".tools", "[data-map]", "nav", "[data-unkeep]"]) {
    assert.equal(await page.locator(gone).first().isVisible(), false, gone);
  }
  await leave();
});

test("a list can be saved as contacts and as a table", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto(SEARCH);
  await page.locator("input[data-keep]").first().check();
  await page.getByRole("link", { name: "Merkliste (1)" }).click();
  await page.waitForURL(/\/merkliste\?/);
  for (const [name, file, start] of [
    [/vCard/, "pflegekarte.vcf", "BEGIN:VCARD"],
    [/CSV/, "pflegekarte.csv", "\u{feff}Einrichtung;"],
    [/XLSX|Excel/, "pflegekarte.xlsx", "PK"],
  ]) {
    const link = page.getByRole("link", { name });
    const answer = await page.request.get(await link.getAttribute("href"));
    assert.equal(answer.headers()["content-disposition"], `attachment; filename="${file}"`);
    assert.ok((await answer.body()).toString("utf8").startsWith(start));
  }
  await leave();
});

test("two marked offers keep their comparison at the edge of the window", async () => {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 740 }]) {
    const { page, leave } = await visit(browser, service.origin, { viewport });
    await page.goto(SEARCH);
    const compare = page.getByRole("button", { name: "Ausgewählte vergleichen" });
    const isInSight = async () => {
      const box = await compare.boundingBox();
      return box.y >= 0 && box.y + box.height <= viewport.height;
    };
    const boxes = page.locator("input[data-keep]");
    await boxes.nth(0).check();
    assert.equal(await isInSight(), false, "one alone is not compared");
    await boxes.nth(1).check();
    await page.evaluate(() => window.scrollTo(0, 0));
    assert.equal(await isInSight(), true);
    await compare.click();
    await page.waitForURL(/\/vergleich\?/);
    assert.equal(idsOf(page.url()).length, 2);
    await leave();
  }
});
