// The planner's day in the browser: need, places and staff of a district to 2040 in three scenarios beside a city and the
// state, a new home, municipalities without day care, how sure it is that places lack, and the hand-out. Then the same
// pages by axe, on a phone, without JavaScript and by keyboard.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { startBrowser, startService, tabTo, visit } from "./harness.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** A build without optimisation draws slowly. */
const PATIENCE_MS = 120_000;
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 320, height: 640 };
const PAGES = {
  start: "/planung",
  "an unknown area": "/planung?q=Ludwigslsut",
  district: "/planung/gebiet/13076",
  municipality: "/planung/gebiet/13076090",
  "the first page in English": "/en/planung",
  "a district in English": "/en/planung/gebiet/13076",
  "a municipality in English": "/en/planung/gebiet/13076090",
  scenarios: "/planung/szenarien?area=13076&compare=13004&compare=13",
  "named runs": "/planung/szenarien?area=13004&draws=20&scenarios=status-quo&lauf=name%3DAusbau%26new_places%3D60%26new_places_in%3D13004&lauf=name%3DMehr+Kinder%26tfr%3D1.6",
  sites: "/planung/standorte?area=13076&category=day_care&at=Crivitz",
  catalogue: "/planung/indikatoren",
  indicator: "/planung/indikatoren/V04",
  "a profile": "/planung/vergleich/profil?area=13076",
  "a table of ranks": "/planung/vergleich/raenge?theme=Demografie",
  "a scatter": "/planung/vergleich/zusammenhang?area=13076",
  "districts side by side": "/planung/vergleich/kreise?zeigen=form",
  "an index": "/planung/vergleich/index?area=13004",
  basket: "/planung/korb?stueck=kennzahlen:13076&stueck=plaetze:13004&stueck=rang:V04",
  "a hand-out": "/planung/korb/handzettel?stueck=kennzahlen:13076&stueck=plaetze:13076",
  slides: "/planung/korb/folien?stueck=kennzahlen:13076&stueck=plaetze:13076",
  "an embedded chart": "/eingebettet/planung/bild?stueck=plaetze:13076",
  data: "/planung/daten",
  plans: "/planung/plan",
  "a chapter of a plan": "/planung/plan/13076/5",
  "what a plan lacks": "/planung/plan/13004/7",
  calculation: "/planung/rechenweg/13076?measure=residential_places_balance&year=2035&draws=100",
};

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

async function violations(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(
    async (tags) => (await window.axe.run({ runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] })).violations,
    RULES,
  );
  return found.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}`));
}

test("the planner's day is done from the start page by links and forms", async () => {
  const { page, leave } = await visit(browser, service.origin, { viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto("/");
  await page.getByRole("link", { name: "Planung" }).first().click();
  await page.getByRole("searchbox").fill("Ludwigslust-Parchim");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/planung\/gebiet\/13076/);
  assert.match(await page.getByRole("heading", { level: 1 }).innerText(), /^Ludwigslust-Parchim: 2040 /);
  const need = page.locator('#kennzahlen data[data-measure="people_in_need"][data-year="2040"]');
  assert.match(await need.innerText(), /^\d\d\.\d\d0$/);

  // Three scenarios, beside Schwerin and the state, and a new home with 60 places in 2028.
  await page.getByRole("link", { name: "Annahmen ändern" }).click();
  await page.getByLabel("Schwerin", { exact: true }).check();
  await page.getByLabel("Mecklenburg-Vorpommern", { exact: true }).check();
  await page.getByLabel("Anzahl").fill("60");
  await page.getByLabel("ab Ende des Jahres").fill("2028");
  await page.getByRole("button", { name: "Rechnen" }).click();
  await page.waitForURL(/new_places=60/);
  const headings = await page.locator("#gebiet-1 thead th").allInnerTexts();
  assert.deepEqual(headings, ["Untere Variante", "Status quo", "Obere Variante", "60 Heimplätze 2028"]);
  for (const [card, name] of [["#gebiet-1", "Ludwigslust-Parchim 2040"], ["#gebiet-2", "Mecklenburg-Vorpommern 2040"]]) {
    assert.equal(await page.locator(`${card} h2`).innerText(), name);
  }
  const supply = page.locator('#gebiet-1 data[data-measure="residential_places_supply"]');
  const [without, own] = [await supply.nth(1).getAttribute("value"), await supply.nth(3).getAttribute("value")];
  assert.equal(Number(own) - Number(without), 60);
  assert.match(await page.locator("#sicherheit h2").innerText(), /^2035 fehlen in .* von 100 Zukünften Heimplätze, mit eigenen Werten in/);
  assert.ok((await page.locator(".drawing svg").count()) > 0, "scenarios are drawn");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "XLSX", exact: true }).first().click();
  assert.match((await download).suggestedFilename(), /^szenarien-13076-13-13004\.xlsx$/);

  // Municipalities without day care within 15 minutes, and a try in the first of them.
  await page.getByRole("link", { name: "Standorte" }).click();
  assert.match(await page.getByRole("heading", { level: 1 }).innerText(), /Tagespflege .*15 Minuten/);
  await page.locator("#rang tbody a").first().click();
  await page.waitForURL(/at=13/);
  assert.ok(await page.locator("#neu h2").innerText());
  assert.ok((await page.locator("#saldo tbody tr").count()) >= 3);
  await leave();
});

test("a changed value shows its effect at once, and a named run is remembered, shown beside others and forgotten", async () => {
  const { page, leave } = await visit(browser, service.origin, { viewport: DESKTOP });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto("/planung/szenarien?area=13004&draws=20");
  const columns = () => page.locator("#gebiet-1 thead th").allInnerTexts();
  assert.deepEqual(await columns(), ["Untere Variante", "Status quo", "Obere Variante"]);
  await page.getByText("Eigene Werte", { exact: true }).click();
  const children = page.getByLabel(/^Kinder je Frau/);
  await children.fill("1,6");
  await children.press("Tab");
  await page.waitForURL(/tfr=1%2C6/);
  await page.locator("#gebiet-1 thead th", { hasText: "Kinder je Frau 1,6" }).waitFor();
  assert.match(await page.locator(".planning-assumed").innerText(), /Kinder je Frau 1,6 bis 2035/);
  // The slider beside the field has its value.
  assert.equal(await page.locator("#tfr + .planning-slider").inputValue(), "1.6");

  await page.getByLabel("Name", { exact: true }).fill("Mehr Kinder");
  await page.getByRole("button", { name: "Merken und danebenstellen" }).click();
  await page.waitForURL(/lauf=/);
  assert.deepEqual(await columns(), ["Untere Variante", "Status quo", "Obere Variante", "Mehr Kinder"]);
  // It is there on a later visit, of another area too.
  await page.goto("/planung/szenarien?area=13076&draws=20");
  await page.getByRole("link", { name: "Mehr Kinder" }).click();
  await page.waitForURL(/area=13076.*lauf=/);
  assert.equal((await columns()).at(-1), "Mehr Kinder");
  await page.getByRole("link", { name: "Mehr Kinder entfernen" }).click();
  await page.getByRole("button", { name: "Mehr Kinder vergessen" }).click();
  await page.goto("/planung/szenarien?area=13076&draws=20");
  assert.equal(await page.getByText("Mehr Kinder").count(), 0);
  await leave();
});

test("the hand-out is one page of A4 with the findings and their sources", async () => {
  const { page, leave } = await visit(browser, service.origin);
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(PAGES.district);
  const pdf = await page.pdf({ format: "A4", printBackground: true });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g).length;
  assert.equal(pages, 1);
  await leave();
});

test("a basket is filled on the pages, kept by the browser, and becomes one page of A4 and slides", async () => {
  const { page, leave } = await visit(browser, service.origin, { viewport: DESKTOP });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(PAGES.district);
  for (const card of ["#kennzahlen", "#bedarf", "#plaetze", "#personal"]) {
    await page.locator(card).getByRole("link", { name: "In den Korb" }).click();
    assert.equal(await page.locator(card).getByRole("link", { name: "Im Korb" }).count(), 1);
  }
  await page.goto(PAGES.indicator);
  await page.locator("#rang").getByRole("link", { name: "In den Korb" }).click();
  await page.getByRole("link", { name: "Korb (5)" }).click();
  await page.waitForURL(/korb\?stueck=kennzahlen/);
  assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Korb mit 5 Bildern");
  await page.getByRole("link", { name: "Handzettel" }).click();
  await page.waitForURL(/handzettel/);
  const paper = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  assert.equal(paper.toString("latin1").match(/\/Type\s*\/Page[^s]/g).length, 1);
  await page.getByRole("link", { name: "Zurück zum Korb" }).click();
  await page.getByRole("link", { name: "Folien" }).click();
  await page.waitForURL(/folien/);
  const slides = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
  assert.equal(slides.match(/\/Type\s*\/Page[^s]/g).length, 5);
  const [, wide, high] = slides.match(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/);
  assert.ok(Math.abs(wide / high - 16 / 9) < 0.01, `${wide} x ${high}`);
  // An emptied basket stays empty.
  await page.goto("/planung/korb?stueck=rang:V04");
  await page.getByRole("link", { name: /^entfernen/ }).click();
  await page.getByRole("heading", { name: "Der Korb ist leer" }).waitFor();
  await page.goto("/planung/korb");
  assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Der Korb ist leer");
  await leave();
});

for (const colorScheme of ["light", "dark"]) {
  test(`no page of the workspace violates WCAG 2.2 AA in ${colorScheme} colours at 1280 and 320 pixels`, async () => {
    const { page, leave } = await visit(browser, service.origin, { colorScheme, viewport: DESKTOP });
    page.setDefaultTimeout(PATIENCE_MS);
    for (const [name, path] of Object.entries(PAGES)) {
      for (const size of [DESKTOP, PHONE]) {
        await page.setViewportSize(size);
        await page.goto(path);
        assert.deepEqual(await violations(page), [], `${name} at ${size.width} pixels`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(wide <= 0, `${name} is ${wide} pixels too wide at ${size.width}`);
      }
    }
    await leave();
  });
}

test("without JavaScript and by keyboard a figure leads to its calculation and back", async () => {
  const { page, leave } = await visit(browser, service.origin, { javaScriptEnabled: false });
  await page.goto(PAGES.district);
  await leave();
  const { page: keyboard, leave: leaveKeyboard } = await visit(browser, service.origin);
  await keyboard.goto(PAGES.district);
  await tabTo(keyboard, "#kennzahlen data a");
  await keyboard.keyboard.press("Enter");
  await keyboard.waitForURL(/rechenweg/);
  assert.match(await keyboard.getByRole("heading", { level: 1 }).innerText(), /^Rechenweg: /);
  await tabTo(keyboard, ".button-quiet[href*='/planung/gebiet/13076']", 90);
  await keyboard.keyboard.press("Enter");
  await keyboard.waitForURL(/gebiet\/13076/);
  await leaveKeyboard();
});

test("a plan is read by chapters and taken away in every form", async () => {
  const { page, leave } = await visit(browser, service.origin, { viewport: DESKTOP });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto("/planung/gebiet/13076");
  await page.getByRole("link", { name: "Pflegeplan", exact: true }).click();
  await page.waitForURL(/\/planung\/plan\/13076$/);
  assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "0 Zusammenfassung");
  const need = await page.getByText(/^Die Zahl der Pflegebedürftigen (steigt|sinkt|liegt|bleibt)/).innerText();
  const summary = await page.getByRole("table", { name: /Kennzahlen/ }).getByRole("row", { name: /^Pflegebedürftige/ }).innerText();
  const numbers = need.match(/\d+\.\d{3}/g);
  assert.ok(numbers?.length >= 2, need);
  for (const number of numbers) assert.ok(summary.includes(number), `${number} does not stand in ${summary}`);
  await page.getByRole("link", { name: /^10 Prognose und Bedarf/ }).click();
  await page.waitForURL(/\/13076\/10$/);
  // The summary and the chapter say the same number.
  const last = summary.match(/([\d.]+)\s*\(/)[1];
  const table = page.getByRole("table", { name: /Pflegebedürftige je nach Annahme/ });
  assert.ok((await table.innerText()).includes(last), `${last} stands in no table`);
  for (const [form, start] of [["pdf", "%PDF-1.7"], ["docx", "PK"], ["xlsx", "PK"], ["zip", "PK"], ["html", "<!doctype html>"]]) {
    const answer = await page.request.get(`/planung/plan/13004/pflegeplan.${form}`, { timeout: PATIENCE_MS });
    assert.equal(answer.status(), 200, form);
    assert.ok((await answer.body()).subarray(0, 20).toString("latin1").startsWith(start), form);
  }
  for (const unknown of ["/planung/plan/13076/99", "/planung/plan/13004/pflegeplan.doc"]) {
    assert.equal((await page.request.get(unknown, { timeout: PATIENCE_MS })).status(), 404, unknown);
  }
  assert.equal((await page.request.get("/planung/plan/999")).status(), 400);
  await leave();
});
