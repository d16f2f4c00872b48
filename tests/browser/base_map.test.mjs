// The base map of an operator: shown from our own origin where it is set up, and missed by nobody where it fails.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { mapDrawn, startBrowser, startService, visit } from "./harness.mjs";

const SEARCH = "/?near=Ludwigslust&category=day_care&radius_km=20";
const ATTRIBUTION = "Kartenbild © Beispielstadt <b>(CC BY 4.0)</b>";
const TILES = ".leaflet-tiles-pane img.leaflet-tile";

let folder;
let browser;
const services = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "pflegeplan-tiles-"));
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await Promise.all(services.map((service) => service.stop()));
  await rm(folder, { recursive: true, force: true });
});

/** A PMTiles archive with one picture for every tile of the zooms 6 to 14. */
function archive() {
  // One pixel of light green, which is no colour of ours.
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGOY9WwWAAQ4AhvDMXjrAAAAAElFTkSuQmCC",
    "base64",
  );
  const first = (4 ** 6 - 1) / 3;
  const run = (4 ** 15 - 1) / 3 - first;
  const directory = Buffer.from([1, ...varint(first), ...varint(run), ...varint(png.length), 1]);
  const header = Buffer.alloc(127);
  header.write("PMTiles\x03", "latin1");
  const sections = [
    [127, directory.length],
    [0, 0],
    [0, 0],
    [127 + directory.length, png.length],
  ];
  sections.flat().forEach((number, at) => header.writeBigUInt64LE(BigInt(number), 8 + 8 * at));
  // Neither directories nor tiles are compressed; PNG; zooms.
  Buffer.from([1, 1, 2, 6, 14]).copy(header, 97);
  return Buffer.concat([header, directory, png]);
}

function varint(number) {
  const bytes = [];
  let rest = number;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

async function start(settings) {
  const service = await startService({ settings: { ...settings, PFLEGEPLAN_TILES_ATTRIBUTION: ATTRIBUTION } });
  services.push(service);
  return service.origin;
}

async function startWithFile() {
  const path = join(folder, "map.pmtiles");
  await writeFile(path, archive());
  return start({ PFLEGEPLAN_TILES_FILE: path });
}

test("tiles of the operator's file lie below the markers, with their attribution as text", async () => {
  const origin = await startWithFile();
  const { page, leave } = await visit(browser, origin);
  await page.goto(SEARCH);
  await mapDrawn(page);
  await page.locator(`${TILES}-loaded`).first().waitFor();
  const sources = await page.locator(TILES).evaluateAll((images) => images.map((image) => image.src));
  assert.ok(sources.length > 0 && sources.every((source) => source.startsWith(`${origin}/kacheln/`)));
  assert.ok(await page.locator(".leaflet-control-attribution", { hasText: ATTRIBUTION }).isVisible());
  assert.equal(await page.locator(".base-names text:visible").count(), 0);
  const marker = page.locator("button.marker-pin").first();
  await marker.click();
  assert.ok(await page.locator(".item").first().locator("h3 a:focus").isVisible());
  await leave();

  const dark = await visit(browser, origin, { colorScheme: "dark" });
  await dark.page.goto(SEARCH);
  await dark.page.locator(`${TILES}-loaded`).first().waitFor();
  const filter = (selector) => dark.page.locator(selector).evaluate((it) => getComputedStyle(it).filter);
  assert.match(await filter(".leaflet-tiles-pane"), /invert/);
  assert.equal(await filter(".leaflet-marker-pane"), "none");
  await dark.leave();

  // Whoever has forced colours sees lines in them, and no pictures.
  const forced = await visit(browser, origin, { forcedColors: "active" });
  const asked = [];
  forced.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await forced.page.goto(SEARCH);
  await mapDrawn(forced.page);
  await forced.page.waitForLoadState("networkidle");
  assert.equal(await forced.page.locator(TILES).count(), 0);
  assert.deepEqual(asked.filter((path) => path.startsWith("/kacheln/")), []);
  assert.ok((await forced.page.locator(".base-names text:visible").count()) > 0);
  await forced.leave();
});

test("where the map server is away, the built-in base layer and markers stand as without it", async () => {
  // Nobody listens on this port.
  const origin = await start({ PFLEGEPLAN_TILES_URL: "http://127.0.0.1:9/{z}/{x}/{y}.png" });
  const { page, leave } = await visit(browser, origin, { refused: ["/kacheln/"] });
  await page.goto(SEARCH);
  await mapDrawn(page);
  await page.locator(".leaflet-control-attribution", { hasText: ATTRIBUTION }).waitFor({ state: "detached" });
  assert.equal(await page.locator(TILES).count(), 0);
  assert.ok((await page.locator(".base-names text:visible").count()) > 0);
  assert.equal(await page.locator("button.marker-pin").count(), await page.locator(".item").count());
  await leave();
});
