// The search within a page of another origin.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { startBrowser, startService } from "./harness.mjs";

let service;
let browser;
let town;
let page;
let context;
let requests;

/** A town's page with nothing of ours but two lines. */
const townPage = (attributes) => `<!DOCTYPE html><html lang="de"><meta charset="utf-8"><title>Stadt</title>
  <h1>Unsere Stadt</h1>
  <script src="${service.origin}/einbetten.js" defer></script>
  <pflegekarte-suche ${attributes}></pflegekarte-suche></html>`;

before(async () => {
  service = await startService();
  browser = await startBrowser();
  town = createServer((request, answer) => {
    answer.setHeader("content-type", "text/html; charset=utf-8");
    answer.end(townPage(decodeURIComponent(new URL(request.url, "http://town").search.slice(1))));
  });
  await new Promise((resolve) => town.listen(0, "127.0.0.1", resolve));
});

after(async () => {
  await context?.close();
  await browser?.close();
  await service?.stop();
  town?.close();
  town?.closeAllConnections();
});

async function visitTown(attributes) {
  await context?.close();
  context = await browser.newContext({ locale: "de-DE" });
  requests = [];
  context.on("request", (request) => requests.push(new URL(request.url()).origin));
  page = await context.newPage();
  await page.goto(`http://127.0.0.1:${town.address().port}/?${encodeURIComponent(attributes)}`);
  return page.frameLocator("pflegekarte-suche iframe");
}

test("two lines show the search, and it stays in its frame with its size and colour", async () => {
  const frame = await visitTown('ort="Ludwigslust" kategorie="day_care" umkreis="20" hoehe="500" farbe="#7a1f5c"');
  await frame.locator("#results-heading").waitFor();
  assert.equal((await page.locator("pflegekarte-suche iframe").boundingBox()).height, 500);
  const colour = (locator) => locator.evaluate((element) => getComputedStyle(element).color);
  const link = frame.locator(".item h3 a").first();
  assert.equal(await colour(link), "rgb(122, 31, 92)");
  await link.click();
  await frame.getByRole("heading", { name: "Kontakt" }).waitFor();
  assert.equal(await colour(frame.locator(".back a")), "rgb(122, 31, 92)", "also on the next page");
  assert.equal(await frame.locator("[data-keep-one], [data-kept]").count(), 0);
  const own = [`http://127.0.0.1:${town.address().port}`, service.origin];
  assert.deepEqual([...new Set(requests)].filter((origin) => !own.includes(origin)), []);
  assert.deepEqual(await context.cookies(), []);
});

test("the search may be asked for minutes of the way", async () => {
  const frame = await visitTown('ort="Ludwigslust" kategorie="day_care" minuten="30" verkehrsmittel="bicycle"');
  await frame.locator("#results-heading").waitFor();
  assert.match(await frame.locator("#results-heading").textContent(), /höchstens 30 Minuten mit dem Fahrrad/);
  assert.equal(await frame.locator("#unit").inputValue(), "minutes");
  assert.equal(await frame.locator("#mode").inputValue(), "bicycle");
});

test("a colour that cannot be read is not taken", async () => {
  const frame = await visitTown('farbe="#ffee00"');
  const title = frame.locator(".start-topics a").first();
  await title.waitFor();
  assert.notEqual(await title.evaluate((it) => getComputedStyle(it).color), "rgb(255, 238, 0)");
});

test("no other page may be framed, and none may be read from elsewhere", async () => {
  for (const path of ["/", "/en/", "/impressum", "/merkliste", "/eingebettet/impressum"]) {
    const answer = await fetch(service.origin + path, { headers: { accept: "text/html" } });
    const policy = answer.headers.get("content-security-policy");
    assert.match(policy, path.startsWith("/eingebettet") ? /frame-ancestors/ : /frame-ancestors 'self'/, path);
  }
  const framed = await fetch(`${service.origin}/eingebettet/`);
  assert.match(framed.headers.get("content-security-policy"), /frame-ancestors \*/);
  assert.match(framed.headers.get("content-security-policy"), /script-src 'self'; style-src 'self'/);
  await visitTown("");
  const read = (path) => page.evaluate((url) => fetch(url).then(() => "read", () => "refused"), service.origin + path);
  // The API is open to other portals; pages are not.
  assert.equal(await read("/api/v1/categories"), "read");
  assert.equal(await read("/"), "refused");
  assert.equal(await read("/eingebettet/"), "refused");
});
