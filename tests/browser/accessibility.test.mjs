// What axe can check of WCAG 2.2 AA on every page, in both colour schemes, on a phone and on a desktop, and
// that everything can be hit with a finger.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { violations } from "./axe.mjs";
import { startBrowser, startService, visit } from "./harness.mjs";
import { REFUSED, SEARCH, everyPage, open } from "./pages.mjs";

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 320, height: 640 };
/** In CSS pixels: what WCAG 2.2 asks for (2.5.8), and what these pages promise for buttons and fields. */
const LEAST_TARGET = 24;
const TARGET = 43.5;

let service;
let browser;
let pages;

before(async () => {
  service = await startService();
  browser = await startBrowser();
  pages = { ...(await everyPage(service.origin)), ...REFUSED };
});

after(async () => {
  await browser?.close();
  await service?.stop();
});

for (const colorScheme of ["light", "dark"]) {
  test(`no page violates WCAG 2.2 AA in ${colorScheme} colours at 1280 and 320 pixels`, async () => {
    const { page, leave } = await visit(browser, service.origin, {
      colorScheme,
      reducedMotion: "reduce",
      viewport: DESKTOP,
      refused: Object.values(REFUSED),
    });
    for (const [name, path] of Object.entries(pages)) {
      await page.setViewportSize(DESKTOP);
      await open(page, path);
      assert.deepEqual(await violations(page), [], name);
      await page.setViewportSize(PHONE);
      assert.deepEqual(await violations(page), [], `${name} at ${PHONE.width} pixels`);
    }
    await leave();
  });

  test(`open suggestions violate nothing in ${colorScheme} colours`, async () => {
    const { page, leave } = await visit(browser, service.origin, { colorScheme });
    await page.goto("/");
    await page.locator("#near").pressSequentially("Neustadt");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    assert.deepEqual(await violations(page), []);
    await leave();
  });

  test(`several cases, ticks, notes and a question violate nothing in ${colorScheme} colours`, async () => {
    const { page, leave } = await visit(browser, service.origin, { colorScheme });
    await open(page, `/beratung${SEARCH.slice(1)}`);
    await page.locator("[data-mark]").nth(0).check();
    await page.locator("[data-mark]").nth(1).check();
    await page.locator("[data-note]").first().fill("Eine Notiz");
    await page.getByRole("button", { name: "Neuer Fall" }).click();
    await page.getByRole("tab").first().click();
    await page.locator("details").evaluateAll((all) => all.forEach((it) => (it.open = true)));
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Fall löschen" }).click();
    assert.deepEqual(await violations(page), []);
    await leave();
  });
}

test("markers are named and can be reached by keyboard", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await open(page, SEARCH);
  for (const marker of await page.locator(".leaflet-marker-pane button").all()) {
    assert.match(await marker.getAttribute("aria-label"), /^\d+: .+/);
    assert.equal(await marker.evaluate((element) => element.tabIndex), 0);
  }
  await leave();
});

/** What is smaller than `least`, but for links within a sentence, which WCAG 2.5.8 leaves out. */
function smallTargets(page, least, selector) {
  return page.evaluate(
    ([pixels, targets]) => {
      const inSentence = (element) => {
        if (getComputedStyle(element).display !== "inline") return false;
        const around = element.closest("p, li, dd, td");
        return around !== null && around.textContent.trim() !== element.textContent.trim();
      };
      const area = (element) => (element.closest(".marker, label") ?? element).getBoundingClientRect();
      const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
      return [...document.querySelectorAll(targets)]
        .filter((element) => isShown(element) && !inSentence(element) && !element.matches(".skip-link"))
        .map((element) => ({ element, box: area(element) }))
        .filter(({ box }) => Math.min(box.width, box.height) < pixels)
        .map(({ element, box }) => `${element.outerHTML.slice(0, 80)}: ${box.width} x ${box.height}`);
    },
    [least, selector],
  );
}

test("everything that can be pressed is at least 24 pixels wide and high on every page", async () => {
  const { page, leave } = await visit(browser, service.origin, {
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    refused: Object.values(REFUSED),
  });
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=tab]";
  for (const [name, path] of Object.entries(pages)) {
    await open(page, path);
    assert.deepEqual(await smallTargets(page, LEAST_TARGET, all), [], name);
  }
  await leave();
});

test("fields, buttons and the links of the menu are large enough for a finger", async () => {
  const { page, leave } = await visit(browser, service.origin, {
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
  });
  for (const path of [SEARCH, `/beratung${SEARCH.slice(1)}`, pages["a kept list"]]) {
    await open(page, path);
    const controls =
      "input:not([type=hidden], [data-settled]), select, button, textarea, summary, .menu a, .phone a, .button, .button-quiet";
    assert.deepEqual(await smallTargets(page, TARGET, controls), [], path);
  }
  await leave();
});
