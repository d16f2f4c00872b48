// What can be checked by a machine of WCAG 2.2 AA, in both colour schemes, and small screens.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { mapDrawn, startBrowser, startService, visit } from "./harness.mjs";

const SEARCH = "/?near=Ludwigslust&category=day_care&radius_km=20";
const PAGES = {
  "the first page": "/",
  "a list with its map": SEARCH,
  "a list with filters": "/?near=Schwerin&feature=dementia&district=13004&free_places=1",
  "an unknown place": "/?near=Stralsnd",
  "nothing found": "/?near=Schwerin&radius_km=5&category=day_care&free_places=100000",
  "data sources": "/datenquellen",
  privacy: "/datenschutz",
  imprint: "/impressum",
  "the accessibility statement": "/barrierefreiheit",
  "the first page in English": "/en/",
  "a list in English": `/en${SEARCH}`,
  "a list in the frame of another site": `/eingebettet${SEARCH}`,
  "the first page in plain German": "/leicht",
  "kinds of care in plain German": "/leicht/pflege",
  "accessibility in plain German": "/leicht/barrierefreiheit",
};
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let service;
let browser;
let facility;

before(async () => {
  service = await startService();
  browser = await startBrowser();
  const html = await (await fetch(service.origin + SEARCH)).text();
  const ids = [...html.matchAll(/href="\/einrichtung\/([^"?]+)/g)].map(([, id]) => id).slice(0, 3);
  facility = `/einrichtung/${ids[0]}`;
  const chosen = ids.map((id) => `id=${id}`).join("&");
  PAGES["a kept list"] = `/merkliste?${chosen}`;
  PAGES["a comparison"] = `/vergleich?${chosen}`;
});

after(async () => {
  await browser?.close();
  await service?.stop();
});

/** Violations in words, such as "color-contrast: .quiet". */
async function violations(page) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (tags) => {
    // Markers lie where the facilities lie. Each has an equivalent in the list, which WCAG 2.5.8 allows.
    const context = { exclude: [[".leaflet-marker-pane"]] };
    const result = await window.axe.run(context, { runOnly: { type: "tag", values: tags } });
    return result.violations;
  }, RULES);
  return found.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}`));
}

async function open(page, path) {
  await page.goto(path);
  if ((await page.locator("[data-map]").count()) > 0) await mapDrawn(page);
}

for (const colorScheme of ["light", "dark"]) {
  test(`no page violates WCAG 2.2 AA in ${colorScheme} colours`, async (t) => {
    for (const [name, path] of [...Object.entries(PAGES), ["a facility", facility]]) {
      await t.test(name, async () => {
        const { page, leave } = await visit(browser, service.origin, { colorScheme, reducedMotion: "reduce" });
        await open(page, path);
        assert.deepEqual(await violations(page), []);
        await leave();
      });
    }
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

for (const width of [320, 360]) {
  test(`nothing is wider than a screen of ${width} pixels`, async (t) => {
    for (const [name, path] of [...Object.entries(PAGES), ["a facility", facility]]) {
      await t.test(name, async () => {
        const { page, leave } = await visit(browser, service.origin, {
          viewport: { width, height: 740 },
          isMobile: true,
          hasTouch: true,
        });
        await open(page, path);
        const widest = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(widest <= width, `the page is ${widest} pixels wide`);
        await leave();
      });
    }
  });
}

test("controls are large enough for a finger", async () => {
  const { page, leave } = await visit(browser, service.origin, {
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
  });
  await open(page, SEARCH);
  const controls = "input:not([type=hidden]):not([type=checkbox]), .check:visible, select, button, summary, .menu a, .phone a";
  for (const control of await page.locator(controls).all()) {
    const box = await control.boundingBox();
    const area = await control.evaluate((element) => element.closest(".marker")?.getBoundingClientRect());
    const { width, height } = area ?? box;
    assert.ok(Math.min(width, height) >= 43.5, `${await control.innerText()}: ${width} x ${height}`);
  }
  await leave();
});
