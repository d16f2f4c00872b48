// Minutes in the search, the way to a facility and its line on the map, with real roads and without any.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { mapDrawn, startBrowser, startService, tabTo, visit } from "./harness.mjs";
import { REGISTER, startRoads } from "./roads.mjs";

const HERE = { latitude: 53.50123, longitude: 12.04567 };
const SECRETS = /53\.501|12\.045|535012|120456/;
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
// Two villages elsewhere bear the name too.
const TOWN = "Passow (Ludwigslust-Parchim)";
const HEADING = /in höchstens 30 Minuten zu Fuß ab Passow/;

let roads;
let service;
let estimates;
let browser;

before(async () => {
  roads = await startRoads();
  const settings = { ...roads.settings, PFLEGEPLAN_EXAMPLES: "false", PFLEGEPLAN_ACCESS_LOG: "true", RUST_LOG: "trace" };
  service = await startService({ settings, register: REGISTER });
  estimates = await startService({ settings: { PFLEGEPLAN_EXAMPLES: "false" }, register: REGISTER });
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await estimates?.stop();
  await service?.stop();
  await roads?.stop();
});

const fieldsOf = (page) => Object.fromEntries(new URL(page.url()).searchParams);

test("half an hour on foot is asked for by keyboard alone", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/");
  await tabTo(page, "#near");
  await page.keyboard.type(TOWN);
  await page.keyboard.press("Enter");
  await page.waitForURL(/near=Passow/);
  await tabTo(page, ".search-bar summary");
  await page.keyboard.press("Enter");
  await tabTo(page, "#unit");
  await page.keyboard.type("Minuten");
  assert.equal(await page.locator("#within").inputValue(), "30", "minutes begin at half an hour");
  await tabTo(page, "#mode");
  await page.keyboard.type("zu");
  await tabTo(page, "form button[type=submit]");
  await page.keyboard.press("Enter");
  await page.waitForURL(/max_minutes=30/);
  assert.deepEqual(fieldsOf(page), { near: TOWN, mode: "foot", max_minutes: "30" });
  assert.match(await page.locator(".sort summary").innerText(), /Dauer des Weges/);
  assert.match(await page.locator("#results-heading").innerText(), HEADING);
  assert.deepEqual(await page.locator(".item h3 a").allInnerTexts(), ["Tagespflege Ostweg"]);
  const way = await page.locator(".item .way").innerText();
  assert.match(way, /^\d+ Min\. [\d,]+ km /);
  assert.match(await page.locator(".list-foot").innerText(), /^Zeiten zu Fuß, Entfernungen/, "real roads are no estimate");
  await page.getByText("Alle Filter").click();
  assert.match(await page.locator(".chips-more [data-chip=garden]").innerText(), /^Garten\s1/);
  assert.equal(await page.locator("#within").inputValue(), "30");
  assert.equal(await page.locator("#unit").inputValue(), "minutes");
  assert.equal(await page.locator("form[data-search] input[type=range]").inputValue(), "30");
  await leave();
});

test("the same on a phone without JavaScript, over an address that says what the API knows", async () => {
  const { page, leave } = await visit(browser, estimates.origin, { ...PHONE, javaScriptEnabled: false });
  await page.goto("/");
  await page.getByLabel("Wo?").fill(TOWN);
  await page.getByRole("button", { name: "Angebote zeigen" }).tap();
  await page.waitForURL(/near=Passow/);
  await page.locator(".search-bar summary").tap();
  await page.getByRole("spinbutton", { name: "Wie weit darf es entfernt sein?" }).fill("30");
  await page.getByLabel("gemessen in").selectOption({ label: "Minuten unterwegs" });
  await page.getByLabel("Wie sind Sie unterwegs?").selectOption({ label: "zu Fuß (Zeiten geschätzt)" });
  await page.getByRole("button", { name: "Suchen" }).tap();
  await page.waitForURL(/max_minutes=30/);
  assert.deepEqual(fieldsOf(page), { near: TOWN, mode: "foot", max_minutes: "30" });
  assert.match(await page.locator("#results-heading").innerText(), HEADING);
  assert.equal(await page.getByText("Zeiten zu Fuß geschätzt").count(), 1);
  await leave();
});

test("a wrong number of minutes is named beside its field, and more minutes are offered where few find nothing", async () => {
  const { page, leave } = await visit(browser, estimates.origin);
  // The status 400 shows in the console by itself.
  const answer = await page.request.get("/?near=Passow+(Ludwigslust-Parchim)&max_minutes=700");
  assert.equal(answer.status(), 400);
  assert.match(await answer.text(), /id="within-error">Bitte geben Sie eine Zahl über 0 und höchstens 600 Minuten an/);
  await page.goto("/?near=Passow+(Ludwigslust-Parchim)&max_minutes=2&mode=foot");
  await page.getByRole("link", { name: /^in höchstens 60 Minuten \(\d\)/ }).click();
  await page.waitForURL(/max_minutes=60/);
  assert.ok((await page.locator(".item").count()) > 0);
  await leave();
});

test("a facility says how far it is from the place of the search, and draws each way on its map", async () => {
  const { page, leave } = await visit(browser, service.origin, { reducedMotion: "reduce" });
  await page.goto("/?near=Passow+(Ludwigslust-Parchim)&max_minutes=30&mode=car");
  await page.getByRole("link", { name: "Tagespflege Westweg", exact: true }).click();
  await page.waitForURL(/\/einrichtung\//);
  assert.match(await page.locator(".journey").innerText(), /Von Passow \(Ludwigslust-Parchim\): 2,6 km Luftlinie/);
  assert.doesNotMatch(await page.locator(".journey").innerText(), /geschätzt/);
  assert.equal(await page.locator("[data-way]").count(), 3);
  await mapDrawn(page);
  await tabTo(page, "[data-way=foot]");
  const said = await page.locator("[data-ways] dd").nth(2).innerText();
  const [, minutes, length] = said.match(/etwa (\d+ Min\.), ([\d,]+ km)/);
  await page.keyboard.press("Enter");
  await page.getByText(`Auf der Karte steht jetzt der Weg zu Fuß (${length}, etwa ${minutes}).`).waitFor();
  assert.equal(await page.locator("path.map-way").count(), 1);
  assert.equal(await page.getByRole("img", { name: "Weg zu Fuß" }).count(), 1);
  assert.equal(await page.locator("[data-way=foot]").getAttribute("aria-pressed"), "true");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.way), "foot", "the focus stays");
  await page.locator("[data-way=car]").click();
  await page.getByText("Auf der Karte steht jetzt der Weg mit dem Auto").waitFor();
  assert.equal(await page.locator("path.map-way").count(), 1, "one way at a time");
  await page.locator("[data-way=car]").click();
  await page.locator("path.map-way").waitFor({ state: "detached" });
  assert.equal(await page.locator("[data-way=car]").getAttribute("aria-pressed"), "false");
  await page.getByRole("link", { name: "Zurück zur Suche" }).click();
  await page.waitForURL(/near=Passow/);
  await leave();
});

test("without JavaScript a place is sent in the body of a form and stands in no address", async () => {
  const { page, leave } = await visit(browser, estimates.origin, { javaScriptEnabled: false });
  await page.goto("/einrichtung/haus-ost");
  await page.getByLabel("Wie weit ist es von …").fill("Lübz");
  await page.getByRole("button", { name: "Berechnen" }).click();
  await page.getByText("Von Lübz (Ludwigslust-Parchim):").waitFor();
  assert.equal(page.url(), `${estimates.origin}/einrichtung/haus-ost#weg`);
  assert.match(await page.locator(".journey").innerText(), /mit dem Auto\s+etwa \d+ Min\., [\d,]+ km, geschätzt/);
  assert.ok(await page.getByText("Zeiten geschätzt: aus der Luftlinie gerechnet.").isVisible());
  assert.equal(await page.locator("[data-way]").count(), 0, "an estimate has no line");
  assert.ok(await page.getByRole("img", { name: "Karte mit der Lage der Einrichtung" }).isVisible());
  await page.getByLabel("Wie weit ist es von einem anderen Ort?").fill("Lübtz");
  await page.getByRole("button", { name: "Berechnen" }).click();
  await page.getByRole("button", { name: /^Lübz/ }).click();
  await page.getByText("Von Lübz (Ludwigslust-Parchim):").waitFor();
  await leave();
});

test("my position becomes a way and stands in no address and no log", async () => {
  const options = { ...PHONE, geolocation: HERE, permissions: ["geolocation"], reducedMotion: "reduce" };
  const { page, leave } = await visit(browser, service.origin, options);
  const addresses = [];
  const bodies = [];
  page.on("request", (request) => {
    addresses.push(request.url());
    bodies.push(request.postData() ?? "");
  });
  await page.goto("/einrichtung/haus-ost");
  await mapDrawn(page);
  await page.getByRole("button", { name: "Mein Standort" }).tap();
  await page.getByText("Von Ihrem Standort:").waitFor();
  await mapDrawn(page);
  await page.locator("[data-way=car]").tap();
  await page.getByText("Auf der Karte steht jetzt der Weg mit dem Auto").waitFor();
  assert.ok(bodies.some((body) => body.includes("53.50123")), "the position was sent");
  for (const address of [...addresses, page.url()]) assert.doesNotMatch(address, SECRETS);
  assert.ok(service.log().includes("POST /einrichtung/haus-ost"), "requests are logged");
  assert.doesNotMatch(service.log(), SECRETS);
  const widest = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(widest <= 360, `the page is ${widest} pixels wide`);
  await leave();
});

for (const colorScheme of ["light", "dark"]) {
  test(`minutes, ways and the map on paper violate nothing of WCAG 2.2 AA in ${colorScheme} colours`, async () => {
    const { page, leave } = await visit(browser, service.origin, { colorScheme, reducedMotion: "reduce" });
    const check = async (name) => {
      await page.evaluate(axe.source);
      const found = await page.evaluate(async () => {
        const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
        const { violations } = await window.axe.run(document, { runOnly: { type: "tag", values } });
        return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}`));
      });
      assert.deepEqual(found, [], name);
    };
    await page.goto("/?near=Passow+(Ludwigslust-Parchim)&max_minutes=30&radius_km=20&mode=foot&sort=travel_time");
    await mapDrawn(page);
    await check("a list within minutes");
    await page.goto("/einrichtung/haus-west?near=Passow+(Ludwigslust-Parchim)");
    await mapDrawn(page);
    await page.locator("[data-way=car]").click();
    await page.locator("path.map-way").waitFor();
    await check("a way on the map");
    await page.getByLabel("Wie weit ist es von einem anderen Ort?").fill("Lübtz");
    // Suggestions would lie over the button.
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Berechnen" }).click();
    await page.getByText("Meinten Sie:").waitFor();
    await mapDrawn(page);
    await check("an unknown place");
    await page.goto("/merkliste?id=haus-ost&id=haus-west");
    await page.emulateMedia({ media: "print", colorScheme });
    await page.getByRole("img", { name: "Karte mit den Nummern der Liste" }).waitFor();
    await check("paper");
    await leave();
  });
}

test("on paper no card and no map is cut in two, and numbers are those of the list", async () => {
  const { page, leave } = await visit(browser, estimates.origin);
  await page.goto("/merkliste?id=haus-ende&id=haus-ost&id=haus-west");
  await page.emulateMedia({ media: "print" });
  const whole = await page.locator(".item, .paper-map").evaluateAll((parts) =>
    parts.map((part) => [getComputedStyle(part).breakInside, part.getBoundingClientRect().height]),
  );
  assert.equal(whole.length, 4);
  // A4 without its margins is 267 mm high, 1,009 pixels.
  for (const [rule, height] of whole) assert.ok(rule === "avoid" && height < 1009, `${rule} ${height}`);
  const numbers = await page.locator(".paper-number").allTextContents();
  assert.deepEqual(numbers, await page.locator(".item .pin").allTextContents());
  const what = await page.locator("#paper-map-what").textContent();
  assert.equal(what, "1: Haus am Ende, 19386 Passow; 2: Tagespflege Ostweg, 19386 Passow; 3: Tagespflege Westweg, 19386 Passow");
  await leave();
});

test("a printed search has a map with the numbers of its list, which the screen does not load", async () => {
  const { page, leave } = await visit(browser, estimates.origin);
  const drawings = [];
  page.on("response", (response) => {
    if (new URL(response.url()).pathname === "/karte.svg") drawings.push(response);
  });
  await page.goto("/?near=Passow+(Ludwigslust-Parchim)&radius_km=20", { waitUntil: "networkidle" });
  const map = page.locator(".paper-map img");
  assert.equal(await map.isVisible(), false);
  // Also not at the end of the page.
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.waitForTimeout(300);
  assert.equal(drawings.length, 0);
  await page.pdf();
  assert.equal(drawings.length, 1, "printing loads it");
  const drawing = await drawings[0].text();
  const numbers = [...drawing.matchAll(/paper-number"[^>]*>(\d+)</g)].map((it) => it[1]);
  assert.deepEqual(numbers, await page.locator(".item .pin").allTextContents());
  await page.emulateMedia({ media: "print" });
  await page.waitForFunction(() => document.querySelector(".paper-map img").naturalWidth === 900);
  await leave();
});

test("the button of a page prints when the map of paper is there", async () => {
  const { page, leave } = await visit(browser, estimates.origin);
  await page.addInitScript(() => {
    window.print = () => (window.printedWidth = document.querySelector(".paper-map img").naturalWidth);
  });
  // A slow connection: the map comes long after the button is pressed.
  await page.route("**/karte.svg?*", async (route) => {
    await new Promise((done) => setTimeout(done, 500));
    await route.continue();
  });
  await page.goto("/?near=Passow+(Ludwigslust-Parchim)&radius_km=20", { waitUntil: "networkidle" });
  await page.getByRole("button", { name: "Drucken" }).click();
  await page.waitForFunction(() => window.printedWidth !== undefined);
  assert.equal(await page.evaluate(() => window.printedWidth), 900);
  await leave();
});

test("when OSRM goes away, pages say so, and a line that cannot be had is a sentence", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/einrichtung/haus-west?near=Passow+(Ludwigslust-Parchim)");
  await mapDrawn(page);
  await leave();
  // What the browser writes into its console about the answer 503 is no fault, so nobody watches here.
  const context = await browser.newContext({ baseURL: service.origin });
  const held = await context.newPage();
  await held.goto("/einrichtung/haus-west?near=Passow+(Ludwigslust-Parchim)");
  await mapDrawn(held);
  await roads.stop();
  await held.locator("[data-way=car]").click();
  await held.getByText("Für diesen Weg gibt es gerade keine Linie.").waitFor();
  await held.reload();
  assert.ok(await held.getByText("Die Routenberechnung ist gerade nicht erreichbar.").isVisible());
  assert.match(await held.locator(".journey").innerText(), /etwa \d+ Min\., [\d,]+ km, geschätzt/);
  // Times from Passow are known by now, those from Lübz are not.
  await held.goto("/?near=L%C3%BCbz&max_minutes=30&mode=car");
  assert.match(await held.locator(".results-head").innerText(), /ist gerade nicht erreichbar, deshalb sind die Zeiten geschätzt/);
  await context.close();
});
