// The whole way through the pages: search, filter, facility, keep, compare, print, adviser. Once by keyboard
// alone, once by touch on a phone, and once without JavaScript.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, startService, tabTo, visit } from "./harness.mjs";

/** Once around the longest of the pages. */
const MOST_PRESSES = 300;

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

/** How a reader acts: on an element that a selector names. */
const BY_KEYBOARD = {
  press: async (page, selector, key = "Enter") => {
    await tabTo(page, selector, MOST_PRESSES);
    await page.keyboard.press(key);
  },
  tick: (page, selector) => BY_KEYBOARD.press(page, selector, "Space"),
  /** The third of the six choices, by the arrows of the group. */
  tile: async (page) => {
    await BY_KEYBOARD.press(page, ".tile input", "ArrowDown");
    await page.keyboard.press("ArrowDown");
  },
  fill: async (page, selector, text) => {
    await tabTo(page, selector, MOST_PRESSES);
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(text);
  },
  choose: async (page, selector, label) => {
    await tabTo(page, selector, MOST_PRESSES);
    await page.keyboard.type(label);
  },
};
const BY_TOUCH = {
  press: (page, selector) => page.locator(selector).first().tap(),
  tick: (page, selector) => page.locator(selector).first().tap(),
  tile: (page) => page.locator(".tile input[value=day_care]").tap(),
  fill: async (page, selector, text) => {
    await page.locator(selector).first().tap();
    await page.locator(selector).first().fill(text);
    // A finger takes a suggestion, which otherwise lies over what follows.
    if (selector === "#near") await page.locator("[role=listbox] [role=option]:visible").first().tap();
  },
  // A phone shows its own list, which no script can press. The field has the focus while it is open.
  choose: async (page, selector, label) => {
    await page.locator(selector).focus();
    await page.locator(selector).selectOption({ label });
  },
};
const WITHOUT_SCRIPTS = {
  press: (page, selector) => page.locator(selector).first().click(),
  tick: (page, selector) => page.locator(selector).first().check(),
  tile: (page) => page.locator(".tile input[value=day_care]").check(),
  fill: (page, selector, text) => page.locator(selector).fill(text),
  choose: (page, selector, label) => page.locator(selector).selectOption({ label }),
};

/** The list with a garden, and not a facility that was opened from it. */
const isNarrowed = (url) => url.pathname === "/" && url.searchParams.get("feature") === "garden";
/** The facilities that an address names. */
const idsOf = (page) => new URL(page.url()).searchParams.getAll("id");

/** From the first page over a list that a wish narrows to a facility, and back. */
async function findAndOpen(page, by) {
  await page.goto("/");
  await by.tile(page);
  await by.fill(page, "#near", "Schwerin");
  await by.press(page, "form[role=search] button[type=submit]");
  await page.waitForURL(/near=Schwerin/);
  await by.press(page, ".search-bar summary");
  await by.fill(page, "#within", "50");
  await by.press(page, "form[role=search] button[type=submit]");
  await page.waitForURL(/radius_km=50/);
  await page.waitForLoadState();
  const all = await page.locator("#results-heading").innerText();

  await by.press(page, ".chips-all summary");
  await by.press(page, ".chips-more [data-chip=garden]");
  await page.waitForURL(isNarrowed);
  await page.waitForFunction((before) => document.querySelector("#results-heading").innerText !== before, all);

  const name = await page.locator(".item h3 a").first().innerText();
  await by.press(page, ".item h3 a");
  await page.waitForURL(/\/einrichtung\//);
  assert.ok((await page.locator("h1").innerText()).startsWith(name));
  await by.press(page, ".back a");
  await page.waitForURL(isNarrowed);
}

/** Ticks two of the list and sees them side by side, as a list, and on paper. */
async function keepAndPrint(page, by) {
  await by.tick(page, ".item:nth-child(1) input[name=id]");
  await by.tick(page, ".item:nth-child(2) input[name=id]");
  const names = (await page.locator(".item h3 a").allInnerTexts()).slice(0, 2);
  await by.press(page, "button[formaction$='/vergleich']");
  await page.waitForURL(/\/vergleich\?/);
  assert.deepEqual(await page.locator(".compare-name").allInnerTexts(), names);
  const ids = idsOf(page);
  assert.equal(ids.length, 2);

  await by.press(page, "main a[href^='/merkliste']");
  await page.waitForURL(/\/merkliste\?/);
  assert.deepEqual(idsOf(page), ids);
  assert.deepEqual(await page.locator(".item h3 a").allInnerTexts(), names);
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator(".call-number").first().isVisible());
  assert.ok(await page.getByRole("heading", { name: "Fragen für Anruf und Besuch" }).isVisible());
  await page.emulateMedia({ media: "screen" });
}

/** From the foot of the page to the adviser's list, and from its ticks to the kept list. */
async function advise(page, by, scripts) {
  await by.press(page, "footer a[href='/beratung']");
  await page.waitForURL(/\/beratung$/);
  if (scripts) await page.getByRole("tab").first().waitFor();
  await by.fill(page, "#near", "Ludwigslust");
  await by.choose(page, "#category", "Tagespflege");
  await by.press(page, "form[role=search] button[type=submit]");
  await page.locator("#results-heading", { hasText: "Ludwigslust" }).waitFor();
  await by.tick(page, "tbody tr:nth-child(1) input[name=id]");
  const name = await page.locator("tbody a").first().innerText();
  if (scripts) {
    await by.fill(page, "[data-note]", "Tochter entscheidet mit");
    await by.press(page, "[data-new-case]");
    await page.getByRole("tab", { name: "Fall 2", selected: true }).waitFor();
    await by.press(page, scripts.back, scripts.key);
    assert.equal(await page.locator("[data-note]").first().inputValue(), "Tochter entscheidet mit");
    await by.press(page, "[data-chosen-kept]");
  } else {
    await by.press(page, "[data-case-buttons] button");
  }
  await page.waitForURL(/\/merkliste\?/);
  assert.deepEqual(await page.locator(".item h3 a").allInnerTexts(), [name]);
}

test("by keyboard alone one gets from the first search to the adviser's list", async () => {
  const { page, leave } = await visit(browser, service.origin, { reducedMotion: "reduce" });
  await findAndOpen(page, BY_KEYBOARD);
  await keepAndPrint(page, BY_KEYBOARD);
  const printed = page.evaluate(() => new Promise((done) => (window.print = () => done("printed"))));
  await BY_KEYBOARD.press(page, "[data-print] button");
  assert.equal(await printed, "printed");
  await advise(page, BY_KEYBOARD, { back: "[role=tab]", key: "ArrowLeft" });
  await leave();
});

test("by touch on a phone of 360 pixels one gets from the first search to the adviser's list", async () => {
  const { page, leave } = await visit(browser, service.origin, {
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
  });
  await findAndOpen(page, BY_TOUCH);
  await keepAndPrint(page, BY_TOUCH);
  await advise(page, BY_TOUCH, { back: "[role=tab]" });
  await leave();
});

test("without JavaScript one gets from the first search to the adviser's list", async () => {
  const { page, leave } = await visit(browser, service.origin, { javaScriptEnabled: false });
  await findAndOpen(page, WITHOUT_SCRIPTS);
  await keepAndPrint(page, WITHOUT_SCRIPTS);
  await advise(page, WITHOUT_SCRIPTS);
  await leave();
});
