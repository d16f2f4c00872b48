// What readers set on their device: forced colours, less motion, wider text, and a zoom of 400 %.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, startService, tabTo, visit } from "./harness.mjs";
import { REFUSED, SEARCH, everyPage, open } from "./pages.mjs";

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

const watched = (options) => visit(browser, service.origin, { refused: Object.values(REFUSED), ...options });
const style = (locator, name) => locator.evaluate((element, it) => getComputedStyle(element)[it], name);
/** The colour that the system gives a name, such as "Canvas". */
const systemColour = (page, name) =>
  page.evaluate((it) => {
    const probe = document.createElement("i");
    probe.style.color = it;
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, name);

/** Texts that are cut off: by their own box, or by the edge of the screen. */
function cutOff(page) {
  return page.evaluate(() => {
    const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const isMeantTo = (element) =>
      element.closest(".visually-hidden, .menu-kept-name, .locate, .skip-here, .cell-name, .leaflet-container, thead") !== null ||
      element.matches("input, select, option, textarea");
    const scrolls = (element) => element.closest(".wide") !== null;
    const width = document.documentElement.clientWidth;
    const found = [...document.body.querySelectorAll("*")].filter((element) => {
      if (!hasText(element) || isMeantTo(element) || !element.checkVisibility({ visibilityProperty: true })) return false;
      const { overflowX, overflowY } = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const clipped =
        (overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1) ||
        (overflowY !== "visible" && element.scrollHeight > element.clientHeight + 1);
      const outside = !scrolls(element) && (box.right > width + 1 || box.left < -1) && !element.matches(".skip-link");
      return clipped || outside;
    });
    const wide = document.documentElement.scrollWidth > width ? [`the page: ${document.documentElement.scrollWidth}`] : [];
    return [...wide, ...found.map((element) => element.outerHTML.slice(0, 100))];
  });
}

test("in forced colours states differ by more than a colour that is taken away", async () => {
  const { page, leave } = await watched({ forcedColors: "active", reducedMotion: "reduce" });
  await open(page, SEARCH);
  const [canvas, highlight] = [await systemColour(page, "Canvas"), await systemColour(page, "Highlight")];

  const marker = page.locator("button.marker-pin").nth(0);
  const other = page.locator("button.marker-pin").nth(1);
  await page.locator(".item").first().hover();
  const shape = (pin) => pin.evaluate((it) => getComputedStyle(it.querySelector(".pin-shape")).fill);
  assert.equal(await shape(marker), highlight);
  assert.notEqual(await shape(other), highlight);
  assert.match(await style(page.locator(".item").first(), "outlineStyle"), /solid/);
  assert.notEqual(await style(page.locator(".item").nth(1), "outlineStyle"), "solid");

  await tabTo(page, ".item h3 a");
  const focused = page.locator(":focus");
  assert.equal(await style(focused, "outlineStyle"), "solid");
  assert.ok(parseFloat(await style(focused, "outlineWidth")) >= 2);
  assert.notEqual(await style(focused, "outlineColor"), canvas, "the ring is seen on its ground");

  const option = page.getByRole("listbox").getByRole("option");
  await page.locator(".search-bar summary").click();
  await page.locator("#near").fill("");
  await page.locator("#near").pressSequentially("Neustadt");
  await option.first().waitFor();
  await page.keyboard.press("ArrowDown");
  assert.equal(await style(option.nth(0), "backgroundColor"), highlight);
  assert.notEqual(await style(option.nth(1), "backgroundColor"), highlight);

  await open(page, pages["a facility"]);
  for (const chip of await page.locator(".button-quiet:visible").all()) {
    assert.notEqual(await style(chip, "borderTopColor"), canvas);
    assert.equal(await style(chip, "borderTopStyle"), "solid");
  }
  const keep = page.locator(".actions-row [aria-pressed]");
  assert.notEqual(await style(keep, "backgroundColor"), highlight);
  await keep.click();
  await page.locator("h1").hover();
  assert.equal(await style(keep, "backgroundColor"), highlight);

  await open(page, `/beratung${SEARCH.slice(1)}`);
  await page.getByRole("button", { name: "Neuer Fall" }).click();
  await page.getByRole("tab").first().click();
  assert.equal(await style(page.getByRole("tab").nth(0), "backgroundColor"), highlight);
  assert.notEqual(await style(page.getByRole("tab").nth(1), "backgroundColor"), highlight);
  await leave();
});

test("in forced colours the four shapes of free places are four pictures", async () => {
  const { page, leave } = await watched({ forcedColors: "active", colorScheme: "dark" });
  await open(page, "/?near=Schwerin&radius_km=100&limit=100");
  const drawn = new Map();
  for (const status of ["free", "full", "unknown", "on_request"]) {
    const shape = page.locator(`.legend .pin-${status}`);
    drawn.set(status, (await shape.screenshot()).toString("base64"));
  }
  assert.equal(new Set(drawn.values()).size, drawn.size);
  await leave();
});

test("with reduced motion nothing moves by itself or glides", async () => {
  const moving = (page) =>
    page.evaluate(() =>
      [...document.querySelectorAll("*")]
        .filter((element) => {
          const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
          const glides = transitionDuration.split(",").some((time) => parseFloat(time) > 0);
          return glides || animationName !== "none" || scrollBehavior === "smooth";
        })
        .map((element) => `${element.localName}.${element.className}`),
    );
  const { page, leave } = await watched({ reducedMotion: "reduce" });
  for (const [name, path] of Object.entries(pages)) {
    await open(page, path);
    assert.deepEqual(await moving(page), [], name);
  }
  await open(page, SEARCH);
  assert.equal(await page.locator(".leaflet-fade-anim, .leaflet-zoom-anim").count(), 0);
  await page.locator("button.marker-pin").last().focus();
  await page.keyboard.press("Enter");
  const [at, later] = await page.evaluate(async () => {
    const now = window.scrollY;
    await new Promise((done) => setTimeout(done, 300));
    return [now, window.scrollY];
  });
  assert.ok(at > 0 && at === later, `the list jumps to its entry: ${at}, ${later}`);
  await leave();

  const free = await watched({ reducedMotion: "no-preference" });
  await open(free.page, SEARCH);
  assert.notDeepEqual(await moving(free.page), [], "this test would see motion");
  await free.leave();
});

for (const [name, viewport] of [
  ["400 % zoom of a window of 1280 x 1024 pixels", { width: 320, height: 256 }],
  ["a phone of 360 pixels", { width: 360, height: 740 }],
]) {
  test(`at ${name} nothing is cut off and one scrolls in one direction only`, async () => {
    const { page, leave } = await watched({ viewport, reducedMotion: "reduce" });
    for (const [kind, path] of Object.entries(pages)) {
      await open(page, path);
      assert.deepEqual(await cutOff(page), [], kind);
    }
    await leave();
  });
}

const wear = (page, css) =>
  page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, css);

test("what is cut off would be seen", async () => {
  const { page, leave } = await watched({ viewport: { width: 320, height: 256 } });
  for (const css of [
    "h1 { height: 1em; overflow: hidden; }",
    "h1 { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }",
    "h1 { white-space: nowrap; letter-spacing: 2em; }",
  ]) {
    await open(page, "/");
    assert.deepEqual(await cutOff(page), []);
    await wear(page, css);
    assert.notDeepEqual(await cutOff(page), [], css);
  }
  await leave();
});

test("wider spacing of letters, words, lines and paragraphs loses nothing (WCAG 1.4.12)", async () => {
  const { page, leave } = await watched({ reducedMotion: "reduce" });
  for (const [name, path] of Object.entries(pages)) {
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      if (width === 1280) await open(page, path);
      await wear(
        page,
        `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
         p { margin-block-end: 2em !important; }`,
      );
      assert.notEqual(await style(page.locator("h1"), "letterSpacing"), "normal");
      assert.deepEqual(await cutOff(page), [], `${name} at ${width} pixels`);
    }
  }
  await leave();
});
