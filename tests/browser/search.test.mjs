// Journeys of somebody who looks for care.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mapDrawn, startBrowser, startService, tabTo, visit } from "./harness.mjs";

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

const RESULTS = /^\d+ Tagespflegen? im Umkreis von 20 km um Ludwigslust$/;

test("day care near Ludwigslust is found, opened and left again by keyboard alone", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/");
  await tabTo(page, ".tile input");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, "#near");
  await page.keyboard.type("Ludwigslust");
  await tabTo(page, "form button[type=submit]");
  await page.keyboard.press("Enter");
  await page.waitForURL(/near=Ludwigslust/);

  assert.match(await page.locator("#results-heading").innerText(), RESULTS);
  const asked = new URL(page.url()).searchParams;
  assert.equal(asked.get("category"), "day_care");
  const name = await page.locator(".item h3 a").first().innerText();

  await tabTo(page, ".item h3 a");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), name);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/einrichtung\//);
  assert.match(await page.locator("h1").innerText(), new RegExp(`^${escaped(name)}`));

  await tabTo(page, ".back a");
  await page.keyboard.press("Enter");
  await page.waitForURL(/near=Ludwigslust/);
  assert.match(await page.locator("#results-heading").innerText(), RESULTS);
  assert.equal(await page.locator(".item:target h3 a").innerText(), name);
  await leave();
});

test("one press changes the language of a list, and back", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/?near=Ludwigslust&category=day_care&radius_km=20");
  const first = await page.locator(".item h3 a").first().innerText();
  await page.getByRole("link", { name: "This page in English" }).click();
  await page.waitForURL(/\/en\/\?near=Ludwigslust/);
  assert.match(await page.locator("#results-heading").innerText(), /^\d+ day care services? within 20 km of Ludwigslust/);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.equal(await page.locator(".item h3 a").first().innerText(), first);
  await page.locator(".search-bar summary").click();
  await page.locator("#near").fill("Xyzzyqwertz");
  await page.getByText("No suggestions").waitFor({ state: "attached" });
  await page.locator(".item h3 a").first().click();
  await page.waitForURL(/\/en\/einrichtung\//);
  await page.getByRole("link", { name: "Diese Seite auf Deutsch" }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/einrichtung/"));
  assert.ok(await page.getByRole("heading", { name: "Angebote und Plätze" }).isVisible());
  await leave();
});

test("the history leads back to the list as well", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/?near=Ludwigslust&category=day_care&radius_km=20");
  await page.locator(".item h3 a").first().click();
  await page.waitForURL(/\/einrichtung\//);
  await page.goBack();
  await page.waitForURL(/near=Ludwigslust/);
  assert.match(await page.locator("#results-heading").innerText(), RESULTS);
  await leave();
});

test("the same search works without JavaScript", async () => {
  const { page, leave } = await visit(browser, service.origin, { javaScriptEnabled: false });
  await page.goto("/");
  await page.getByRole("radio", { name: /^Tagespflege/ }).check();
  await page.getByLabel("Wo?").fill("Ludwigslust");
  await page.getByRole("button", { name: "Angebote zeigen" }).click();
  await page.waitForURL(/near=Ludwigslust/);
  assert.match(await page.locator("#results-heading").innerText(), RESULTS);
  const items = page.locator(".item");
  assert.ok((await items.count()) > 0);
  assert.match(await items.first().locator(".way").innerText(), /^\d+ Min\. [\d,]+ k?m /);
  assert.equal(await page.locator("[data-map]").isVisible(), false);

  await items.first().locator("h3 a").click();
  await page.waitForURL(/\/einrichtung\//);
  assert.ok(await page.getByRole("heading", { name: "Angebote und Plätze" }).isVisible());
  await page.getByRole("link", { name: "Zurück zur Suche" }).click();
  await page.waitForURL(/near=Ludwigslust/);
  assert.match(await page.locator("#results-heading").innerText(), RESULTS);
  await leave();
});

test("the address of a result page holds only what was said", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/");
  await page.getByLabel("Wo?").fill("19288");
  await page.getByRole("button", { name: "Angebote zeigen" }).click();
  await page.waitForURL(/near=19288/);
  const asked = [...new URL(page.url()).searchParams.keys()];
  assert.deepEqual(asked, ["near"]);
  await leave();
});

test("the slider and the field for the distance move together, and the field is sent", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/?near=Ludwigslust&radius_km=20");
  await page.locator(".search-bar summary").click();
  const field = page.locator("#within");
  const slider = page.getByRole("slider", { name: "Entfernung einstellen" });
  assert.equal(await slider.inputValue(), "20");
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await field.inputValue(), "21");
  await field.fill("7.5");
  await page.keyboard.press("Enter");
  await page.waitForURL(/radius_km=7\.5/);
  assert.match(await page.locator("#results-heading").innerText(), /im Umkreis von 7,5 km um Ludwigslust/);
  await leave();
});

test("a changed filter renews the list at once, keeps the focus and tells what was found", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/?near=Schwerin&category=day_care&radius_km=50");
  await mapDrawn(page);
  const loads = [];
  page.on("framenavigated", () => loads.push(page.url()));
  await page.getByText("Alle Filter").click();
  const wish = page.locator(".chips-more [data-chip=garden]");
  const [, promised] = (await wish.innerText()).match(/(\d+)/);
  await wish.focus();
  await page.keyboard.press("Enter");
  const heading = page.locator("#results-heading").filter({ hasText: new RegExp(`^${promised} Tagespflege`) });
  await heading.waitFor();
  assert.equal(await page.locator(".search-bar + [role=status]").textContent(), await heading.textContent());
  assert.equal(await page.evaluate(() => document.activeElement.dataset.chip), "garden");
  assert.equal(await page.locator(".chips-all").getAttribute("open"), "");
  assert.equal(new URL(page.url()).searchParams.get("feature"), "garden");
  await mapDrawn(page);
  const onPage = Math.min(Number(promised), 20);
  assert.equal(await page.locator("button.marker-pin").count(), onPage);
  await page.locator("input[data-keep]").first().check();
  assert.ok(await page.getByRole("link", { name: "Merkliste (1)" }).isVisible());

  await page.locator(".search-bar summary").click();
  await page.locator("#unit").selectOption("minutes");
  await page.getByRole("heading", { name: /in höchstens 30 Minuten mit dem Auto ab Schwerin/ }).waitFor();
  assert.equal(await page.evaluate(() => new URL(location.href).searchParams.get("max_minutes")), "30");
  assert.match(await page.getByRole("link", { name: "This page in English" }).getAttribute("href"), /max_minutes=30/);
  assert.match(await page.locator(".bar-parts").innerText(), /bis 30 Min\. mit dem Auto/);
  assert.match(await page.locator(".sort summary").innerText(), /Dauer des Weges/, "who asks for minutes gets them in order");
  assert.deepEqual(loads.filter((address) => !address.includes("Schwerin")), [], "no other page was loaded");
  await wish.click();
  await page.waitForURL((url) => !url.searchParams.has("feature"));
  await page.reload();
  assert.match(await page.locator("#results-heading").innerText(), /in höchstens 30 Minuten mit dem Auto ab Schwerin/);
  await leave();
});

test("a wish narrows the list to what its count has promised", async () => {
  const { page, leave } = await visit(browser, service.origin, { javaScriptEnabled: false });
  await page.goto("/?near=Schwerin&category=day_care&radius_km=50");
  await page.getByText("Alle Filter").click();
  const wish = page.locator(".chips-more [data-chip=garden]");
  const [, promised] = (await wish.innerText()).match(/(\d+)/);
  await wish.click();
  await page.waitForURL(/feature=garden/);
  assert.match(await page.locator("#results-heading").innerText(), new RegExp(`^${promised} Tagespflege`));
  await leave();
});

test("my position becomes the name of the nearest place and never stands in an address", async () => {
  // The town hall of Ludwigslust, and the lighthouse of Warnemünde, whose river divides it from a nearer village.
  for (const { latitude, longitude, name, label } of [
    { latitude: 53.3249, longitude: 11.4957, name: "Ludwigslust", label: "Ludwigslust (Ludwigslust-Parchim)" },
    { latitude: 54.1813, longitude: 12.0857, name: "Warnemünde", label: "Warnemünde (Rostock)" },
  ]) {
    const { page, leave } = await visit(browser, service.origin, {
      geolocation: { latitude, longitude },
      permissions: ["geolocation"],
    });
    const addresses = [];
    page.on("request", (request) => addresses.push(request.url()));
    await page.goto("/");
    assert.ok(!addresses.some((address) => address.includes("nearest")), "nothing is asked before the press");
    await page.getByRole("button", { name: "Mein Standort" }).click();
    await page.getByText(`Nächster Ort: ${label}`).waitFor();
    assert.equal(await page.locator("#near").inputValue(), label);
    await page.getByRole("button", { name: "Angebote zeigen" }).click();
    await page.waitForURL((url) => url.searchParams.get("near")?.startsWith(name));
    const degrees = [latitude, longitude].map((degree) => String(degree).slice(0, 5));
    const telling = addresses.filter((address) => degrees.some((degree) => address.includes(degree)));
    assert.deepEqual(telling, []);
    await leave();
  }
});

test("typing Roebel offers Röbel, arrow keys and Enter choose it", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/");
  const field = page.getByRole("combobox", { name: "Wo?" });
  await field.focus();
  await page.keyboard.type("Roebel");
  const options = page.getByRole("listbox").getByRole("option");
  await options.first().waitFor();
  assert.equal(await field.getAttribute("aria-expanded"), "true");
  assert.match(await options.first().innerText(), /^Röbel/);

  await page.keyboard.press("ArrowDown");
  const active = await field.getAttribute("aria-activedescendant");
  assert.equal(await page.locator(`#${active}`).getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  assert.match(await field.inputValue(), /^Röbel/);
  assert.equal(await page.getByRole("listbox").isVisible(), false);
  assert.equal(new URL(page.url()).search, "", "Enter in the list does not send the form");

  await page.keyboard.press("Enter");
  await page.waitForURL(/near=R/);
  assert.match(await page.locator("#results-heading").innerText(), /um Röbel/);
  await leave();
});

test("Escape closes the suggestions, the arrows come round, and a click chooses", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/");
  const field = page.locator("#near");
  const options = page.getByRole("listbox").getByRole("option");
  await field.pressSequentially("Neustadt");
  await options.first().waitFor();
  await field.press("ArrowUp");
  assert.equal(await options.last().getAttribute("aria-selected"), "true");
  await field.press("ArrowDown");
  assert.equal(await field.getAttribute("aria-activedescendant"), null);
  await field.press("Escape");
  assert.equal(await page.getByRole("listbox").isVisible(), false);
  assert.equal(await field.inputValue(), "Neustadt");

  await field.press("ArrowDown");
  await options.first().waitFor();
  // The list says what a locality is; the field takes the name by which a search finds it again.
  assert.match(await options.first().innerText(), /^Neustadt-Glewe, Gemeinde im Landkreis Ludwigslust-Parchim$/);
  const label = await options.first().getAttribute("data-label");
  await options.first().click();
  assert.equal(await field.inputValue(), label);
  await leave();
});

test("an unknown place asks which one was meant", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/?near=Stralsnd&category=day_care&radius_km=20");
  assert.ok(await page.getByText("Meinten Sie").isVisible());
  assert.equal(await page.locator("#near").getAttribute("aria-invalid"), "true");
  await page.getByRole("link", { name: /^Stralsund/ }).click();
  await page.waitForURL(/near=Stralsund/);
  assert.match(await page.locator("#results-heading").innerText(), /um Stralsund/);
  assert.equal(new URL(page.url()).searchParams.get("category"), "day_care");
  await leave();
});

test("markup in the place is shown as text", async () => {
  const { page, leave } = await visit(browser, service.origin);
  const markup = '"><script>alert(1)</script>';
  let alarms = 0;
  page.on("dialog", (dialog) => {
    alarms += 1;
    void dialog.dismiss();
  });
  await page.goto(`/?near=${encodeURIComponent(markup)}`);
  assert.equal(await page.locator("#near").inputValue(), markup);
  assert.ok((await page.locator("#results-heading").innerText()).includes(markup));
  assert.equal(alarms, 0);
  await leave();
});

test("further results follow without doubles, and nothing found says what would find more", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/?near=Schwerin&radius_km=30&limit=5");
  const names = () => page.locator(".item h3 a").evaluateAll((links) => links.map((link) => link.pathname));
  const first = await names();
  await page.getByRole("link", { name: /^Weitere \d+ zeigen/ }).click();
  await page.waitForURL(/cursor=/);
  const second = await names();
  assert.equal(new Set([...first, ...second]).size, 10);

  await page.goto("/?near=Schwerin&radius_km=5&category=day_care&free_places=100000");
  assert.match(await page.locator("#results-heading").innerText(), /^Keine Tagespflege/);
  await page.getByRole("link", { name: /auch ohne gemeldete freie Plätze/ }).click();
  await page.waitForURL((url) => !url.searchParams.has("free_places"));
  assert.ok((await page.locator(".item").count()) > 0);
  await leave();
});

test("sources, privacy and unknown facilities answer with pages", async () => {
  const { page, leave } = await visit(browser, service.origin);
  for (const [path, heading] of [
    ["/datenquellen", "Datenquellen und Lizenzen"],
    ["/datenschutz", "Datenschutz"],
  ]) {
    await page.goto(path);
    assert.equal(await page.locator("h1").innerText(), heading);
    assert.ok(await page.getByText("Beispieldaten:").isVisible());
  }
  await leave();
  // A 404 shows in the console by itself, so nobody watches here.
  const answer = await fetch(`${service.origin}/einrichtung/nobody`, { headers: { accept: "text/html" } });
  assert.equal(answer.status, 404);
  assert.match(await answer.text(), /Diese Einrichtung steht nicht im Verzeichnis/);
});

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

test("a wish for a free place says how many others do not tell, and leads to them", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/?near=Schwerin&category=day_care&radius_km=50");
  const counted = async (status) => Number(await page.locator(`.legend li:has(.pin-${status}) strong`).innerText());
  const [free, unknown] = [await counted("free"), await counted("unknown")];
  assert.ok(free > 0 && unknown > 0);
  await page.locator("[data-chip=free_places]").click();
  await page.getByRole("heading", { name: new RegExp(`^${free} Tagespflegen? mit freiem Platz`) }).waitFor();
  assert.match(await page.locator(".left-out").innerText(), new RegExp(`^\\?\\s*${unknown} weitere`));
  await page.locator(".left-out a").click();
  await page.waitForURL((url) => !url.searchParams.has("free_places"));
  assert.equal(await counted("unknown"), unknown);
  await leave();
});

test("the first result is within six stops of the bar of the search, and whole results stand in the first screen", async () => {
  for (const [viewport, least] of [[{ width: 1280, height: 800 }, 4], [{ width: 360, height: 740 }, 1]]) {
    const { page, leave } = await visit(browser, service.origin, { viewport });
    await page.goto("/?near=Ludwigslust&category=day_care&radius_km=20");
    const whole = await page.locator(".item").evaluateAll(
      (items) => items.filter((it) => it.getBoundingClientRect().bottom <= innerHeight).length,
    );
    assert.ok(whole >= least, `${whole} whole results at ${viewport.width}`);
    await page.locator(".search-bar summary").focus();
    await tabTo(page, ".skip-here", 6);
    await page.keyboard.press("Enter");
    await tabTo(page, ".item h3 a", 2);
    await leave();
  }
});

test("on a phone the suggestions are in sight below the field, and its label above", async () => {
  const { page, leave } = await visit(browser, service.origin, { viewport: { width: 360, height: 740 } });
  await page.goto("/");
  await page.locator("#near").click();
  await page.keyboard.type("Ludw");
  const list = page.getByRole("listbox");
  await list.waitFor();
  const box = await list.boundingBox();
  assert.ok(box.y + box.height <= 740, `the list ends at ${box.y + box.height}`);
  assert.ok((await page.locator("label[for=near]").boundingBox()).y >= 0);
  await leave();
});

test("a search for nothing says what is missing and stays where it is", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/");
  await page.getByRole("button", { name: "Angebote zeigen" }).click();
  const hint = page.getByRole("alert");
  assert.equal(await hint.innerText(), "Bitte wählen Sie etwas aus, oder geben Sie einen Ort ein.");
  assert.equal(new URL(page.url()).hash, "");
  assert.equal(await page.evaluate(() => document.activeElement.id), "near");
  await page.keyboard.type("Parchim");
  assert.equal(await hint.count(), 0);
  await leave();
});

test("help at home offers its kinds, each leads to itself and back", async () => {
  const { page, leave } = await visit(browser, service.origin, { javaScriptEnabled: false });
  await page.goto("/?category=at_home&near=Parchim");
  const kinds = page.getByRole("list", { name: "Art der Hilfe" });
  await kinds.getByRole("link", { name: "Ambulanter Pflegedienst" }).click();
  assert.equal(new URL(page.url()).searchParams.get("category"), "home_care_service");
  assert.match(await page.locator("h1").innerText(), /Pflegedienst/);
  await kinds.getByRole("link", { name: "Ambulanter Pflegedienst" }).click();
  assert.equal(new URL(page.url()).searchParams.get("category"), "at_home");
  await leave();
});

test("the place of an open search shows what was typed", async () => {
  for (const width of [640, 1280]) {
    const { page, leave } = await visit(browser, service.origin, { viewport: { width, height: 800 } });
    await page.goto("/?category=day_care&near=Bad+Doberan+(Landkreis+Rostock)");
    assert.equal(await page.locator(".bar-value").nth(1).innerText(), "Bad Doberan");
    await page.locator(".search-bar > summary").click();
    const { width: field } = await page.locator("#near").boundingBox();
    assert.ok(field >= 130, `at ${width} the field has ${field} pixels`);
    await leave();
  }
});
