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
  const credit = page.locator("[data-map] .leaflet-control-attribution");
  assert.equal(await credit.getByRole("link", { name: "Lizenzen" }).getAttribute("href"), "/datenquellen");
  for (const source of ["© GeoBasis-DE / BKG", "Zensus 2011", "GSHHG", "DB InfraGO", "Daten verändert"]) {
    assert.match(await credit.innerText(), new RegExp(source), source);
  }
  await leave();
});

test("the map shows land, water, borders and names from our own server, and stays so when it moves", async () => {
  const { page, leave } = await visit(browser, service.origin, { reducedMotion: "reduce" });
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(SEARCH);
  await mapDrawn(page);
  const canvas = page.locator("[data-map-canvas]");
  for (const layer of ["sea", "land", "settled", "lake", "river", "district"]) {
    assert.ok((await canvas.locator(`.base-${layer}`).count()) > 0, layer);
  }
  assert.ok((await canvas.locator(".base-names text:visible").count()) > 3);
  assert.ok(asked.some((path) => path.startsWith("/grundkarte/")));

  const drawn = () => canvas.locator(".leaflet-ground-pane svg").getAttribute("viewBox");
  const before = asked.length;
  const first = await drawn();
  const answered = page.waitForResponse((response) => response.url().includes("/grundkarte/"));
  await page.getByRole("button", { name: "Karte verkleinern" }).click();
  await answered;
  await page.waitForFunction(
    () => document.querySelectorAll(".leaflet-ground-pane svg").length === 1,
    undefined,
    { timeout: 5_000 },
  );
  assert.ok(asked.length > before && first, "another zoom level is another drawing");
  // Land lies under the marker's town and not beside it: the drawing fits the markers.
  const [ground, view] = [canvas.locator(".leaflet-ground-pane svg"), canvas];
  const [of, within] = [await ground.boundingBox(), await view.boundingBox()];
  assert.ok(of.x <= within.x && of.y <= within.y && of.x + of.width >= within.x + within.width);
  await leave();
});

test("no name lies half under a marker, and the town of the search is named", async () => {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    for (const path of [SEARCH, "/?near=Schwerin&radius_km=10", "/?category=hospice_inpatient"]) {
      const { page, leave } = await visit(browser, service.origin, { viewport, reducedMotion: "reduce" });
      await page.goto(path);
      await mapDrawn(page);
      const [covered, names] = await page.evaluate(() => {
        const boxes = (selector) => [...document.querySelectorAll(selector)].map((it) => [it, it.getBoundingClientRect()]);
        const names = boxes(".base-names text").filter(([it]) => getComputedStyle(it).visibility === "visible");
        const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        const pins = boxes(".marker-pin");
        const under = names.filter(([, name]) => pins.some(([, pin]) => meets(name, pin)));
        return [under, names].map((list) => list.map(([it]) => it.textContent));
      });
      assert.deepEqual(covered, [], `${path} at ${viewport.width}`);
      const town = path.match(/near=(\w+)/)?.[1];
      if (town) assert.ok(names.includes(town), `${town} in ${names}`);
      await leave();
    }
  }
});

const CROWDED = ["/?near=Schwerin&radius_km=10", "/?near=Rostock&radius_km=5", "/?near=19055"];

test("every marker can be seen and pressed: 24 pixels of each lie on top, whatever the zoom", async () => {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    for (const path of CROWDED) {
      const { page, leave } = await visit(browser, service.origin, { viewport, reducedMotion: "reduce" });
      await page.goto(path);
      await mapDrawn(page);
      await page.locator("[data-map-canvas]").scrollIntoViewIfNeeded();
      for (const zoom of ["as it opens", "Karte vergrößern", "Karte verkleinern"]) {
        if (zoom !== "as it opens") await page.getByRole("button", { name: zoom }).click();
        const hidden = await page.evaluate(() => {
          const view = document.querySelector("[data-map-canvas]").getBoundingClientRect();
          const bars = [...document.querySelectorAll(".leaflet-control")].map((it) => it.getBoundingClientRect());
          const pins = [...document.querySelectorAll("button.marker-pin")];
          const isBeside = ({ left, top, right, bottom }) =>
            left < view.left || right > view.right || top < Math.max(view.top, 0) || bottom > Math.min(view.bottom, innerHeight) ||
            bars.some((bar) => left < bar.right && bar.left < right && top < bar.bottom && bar.top < bottom);
          const covered = pins.filter((pin) => {
            const box = pin.getBoundingClientRect();
            if (isBeside(box)) return false;
            const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
            const around = [...Array(16).keys()].map((at) => (at / 8) * Math.PI);
            const points = [[x, y], ...around.map((turn) => [x + 11.9 * Math.cos(turn), y + 11.9 * Math.sin(turn)])];
            return points.some(([x, y]) => document.elementFromPoint(x, y) !== pin);
          });
          return covered.map((pin) => pin.ariaLabel);
        });
        assert.deepEqual(hidden, [], `${path} at ${viewport.width}, ${zoom}`);
      }
      assert.ok((await page.locator("button.marker-pin").count()) > 3, path);
      await leave();
    }
  }
});

test("a marker that stands aside has a line to its place", async () => {
  const { page, leave } = await visit(browser, service.origin, { reducedMotion: "reduce" });
  await page.goto(CROWDED[0]);
  await mapDrawn(page);
  const lines = await page.locator("path.map-leader").count();
  assert.ok(lines > 0);
  assert.equal(await page.locator("path.map-leader-end").count(), lines);
  await leave();
});

test("no name of the map is cut off at its edge or lies under a button, also after a move", async () => {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    const { page, leave } = await visit(browser, service.origin, { viewport, reducedMotion: "reduce" });
    for (const path of [CROWDED[0], "/?category=hospice_inpatient"]) {
      await page.goto(path);
      await mapDrawn(page);
      await page.locator("[data-map-canvas]").focus();
      for (const key of ["", "ArrowRight", "ArrowDown", "ArrowLeft"]) {
        if (key) await page.keyboard.press(key);
        await page.waitForTimeout(400);
        const [cut, shown] = await page.evaluate(() => {
          const view = document.querySelector("[data-map-canvas]").getBoundingClientRect();
          const bars = [...document.querySelectorAll(".leaflet-control")].map((it) => it.getBoundingClientRect());
          const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
          const inside = (a) => a.left >= view.left && a.right <= view.right && a.top >= view.top && a.bottom <= view.bottom;
          const names = [...document.querySelectorAll(".base-names text")]
            .filter((it) => getComputedStyle(it).visibility === "visible")
            .map((it) => [it.textContent, it.getBoundingClientRect()])
            .filter(([, box]) => meets(box, view));
          const cut = names.filter(([, box]) => !inside(box) || bars.some((bar) => meets(bar, box)));
          return [cut, names].map((list) => list.map(([text]) => text));
        });
        assert.deepEqual(cut, [], `${path} at ${viewport.width} ${key}`);
        assert.ok(shown.length > 2, `${shown}`);
      }
    }
    await leave();
  }
});

test("markers stand out from every ground by 3 to 1, in light and dark", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, leave } = await visit(browser, service.origin, { colorScheme });
    await page.goto("/?near=Schwerin&category=day_care&radius_km=50");
    await mapDrawn(page);
    const contrasts = await page.evaluate(() => {
      const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      const luminance = (colour) => {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        const parts = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => {
          const share = part / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
      };
      const root = getComputedStyle(document.documentElement);
      const shapes = ["free", "full", "unknown"].map((status) => {
        const pin = document.querySelector(`.marker-pin.pin-${status}`);
        const shape = getComputedStyle(pin.querySelector(".pin-shape"));
        return [status, luminance(status === "unknown" ? shape.stroke : shape.fill)];
      });
      return ["--sea", "--land", "--settled", "--beyond"].flatMap((name) =>
        shapes.map(([status, pin]) => {
          const [low, high] = [pin, luminance(root.getPropertyValue(name))].sort((a, b) => a - b);
          return [`${status} on ${name}`, (high + 0.05) / (low + 0.05)];
        }),
      );
    });
    for (const [ground, contrast] of contrasts) assert.ok(contrast >= 3, `${colorScheme}: ${ground} ${contrast}`);
    await leave();
  }
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

test("on a phone a switch leads to the map, and a marker shows its entry below it", async () => {
  const { page, leave } = await visit(browser, service.origin, {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: "reduce",
  });
  await page.goto(SEARCH);
  await mapDrawn(page);
  await page.getByRole("link", { name: "Karte", exact: true }).tap();
  assert.equal(await page.locator(".item").first().isVisible(), false);
  const map = await page.locator("[data-map-canvas]").boundingBox();
  assert.ok(map.y + 200 < 740 && map.height > 250, `${map.y} ${map.height}`);
  await page.locator("button.marker-pin").first().tap();
  assert.equal(await page.locator(".item:visible").count(), 1);
  await page.getByRole("link", { name: "Liste", exact: true }).tap();
  assert.ok((await page.locator(".item:visible").count()) > 1);
  await leave();
});

test("a marker tells what the list says of its entry, and Escape takes it away", async () => {
  const { page, leave } = await visit(browser, service.origin, { reducedMotion: "reduce" });
  await page.goto(SEARCH);
  await mapDrawn(page);
  const marker = page.locator("button.marker-pin").first();
  await marker.focus();
  const card = page.locator(".map-card");
  await card.waitFor();
  const entry = page.locator(".item").first();
  assert.ok((await card.innerText()).includes(await entry.locator("h3").innerText()));
  await page.keyboard.press("Escape");
  assert.equal(await card.count(), 0);
  const shape = (locator) => locator.getAttribute("class").then((text) => text.match(/pin-(free|full|unknown)/)[1]);
  assert.equal(await shape(marker), await shape(entry.locator(".pin")), "list and map have one shape");
  await leave();
});
