// A search from an address. Nothing that the browser keeps, shows as an address or sends in a URL holds it, and no log does.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { extractOf } from "./extract.mjs";
import { startBrowser, startService, visit } from "./harness.mjs";

const SECRET = /kirchgasse/i;
const ADDRESS = "Kirchgasse 4, Ludwigslust";

let browser;
let service;

before(async () => {
  const houses = [1, 2, 4, 8].flatMap((number) => [
    [53.325, 11.496 + number * 0.0002, "Kirchgasse", String(number), "19288", "Ludwigslust"],
    [53.327, 11.496 + number * 0.0002, "Dorfstraße", String(number), "19288", "Ludwigslust"],
    [53.425, 11.848 + number * 0.0002, "Dorfstraße", String(number), "19370", "Parchim"],
  ]);
  service = await startService({ extract: extractOf(houses), settings: { PFLEGEPLAN_ACCESS_LOG: "true" } });
  browser = await startBrowser();
  // The service takes up the addresses right after its start.
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(`${service.origin}/api/v1/addresses/locate`, {
      method: "POST",
      body: JSON.stringify({ q: ADDRESS }),
    });
    if ((await answer.json()).found) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail("the service knows no addresses");
});

after(async () => {
  await browser?.close();
  await service?.stop();
});

/** All that the browser keeps of this tab, or shows as an address. */
function kept(page) {
  return page.evaluate(() => ({
    url: window.location.href,
    title: document.title,
    referrer: document.referrer,
    state: JSON.stringify(history.state),
    local: JSON.stringify({ ...localStorage }),
    session: JSON.stringify({ ...sessionStorage }),
    links: [...document.querySelectorAll("a[href], form[action]")].map((it) => it.href ?? it.action).join(" "),
  }));
}

async function assertNothingKept(page) {
  for (const [what, value] of Object.entries(await kept(page))) {
    assert.doesNotMatch(decodeURIComponent(value), SECRET, what);
  }
}

for (const javaScriptEnabled of [true, false]) {
  test(`an address stays out of URL, history, storage, referrer and log, ${javaScriptEnabled ? "with" : "without"} scripts`, async () => {
    const { page, leave } = await visit(browser, service.origin, { javaScriptEnabled });
    const context = page.context();
    const sent = [];
    context.on("request", (request) => sent.push(`${request.url()} ${JSON.stringify(request.headers())}`));
    const check = async () => {
      if (javaScriptEnabled) await assertNothingKept(page);
      else assert.doesNotMatch(decodeURIComponent(page.url()), SECRET);
    };
    await page.goto("/");
    await page.locator("#near").fill(ADDRESS);
    await page.locator(".start-form button[type=submit]").click();
    await page.getByRole("heading", { name: /um Kirchgasse 4, 19288 Ludwigslust/ }).waitFor();
    await check();
    // Another order, a filter, the next page: each keeps the address.
    await page.locator(".sort summary").click();
    await page.locator(".sort").getByText("Name", { exact: false }).first().click();
    await page.getByRole("heading", { name: /um Kirchgasse 4, 19288 Ludwigslust/ }).waitFor();
    await check();
    const chip = page.locator("[data-chip]").first();
    await chip.click();
    await page.locator(".chip-on").first().waitFor();
    assert.match(await page.locator("#results-heading").innerText(), /Kirchgasse 4/);
    await check();
    // A facility and back; its links name the town.
    await page.locator("#ergebnisse h3 a").first().click();
    await page.waitForURL(/\/einrichtung\//);
    await check();
    for (const request of sent) assert.doesNotMatch(decodeURIComponent(request), SECRET);
    assert.doesNotMatch(service.log(), SECRET);
    assert.match(service.log(), /POST \//, "the log is on");
    await leave();
  });
}

test("suggestions hold addresses and are asked for in the body", async () => {
  const { page, leave } = await visit(browser, service.origin);
  const context = page.context();
  const sent = [];
  context.on("request", (request) => sent.push(request.url()));
  await page.goto("/");
  await page.locator("#near").pressSequentially("Kirchg");
  const option = page.getByRole("option", { name: "Kirchgasse, 19288 Ludwigslust" });
  await option.waitFor();
  await option.click();
  assert.equal(await page.locator("#near").inputValue(), "Kirchgasse, 19288 Ludwigslust");
  for (const url of sent) assert.doesNotMatch(decodeURIComponent(url), /kirchg/i);
  await leave();
});

test("the shared link names the town only, and a choice is asked for where several may be meant", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/");
  await page.locator("#near").fill("Dorfstr. 4");
  await page.locator(".start-form button[type=submit]").click();
  await page.getByRole("button", { name: "Dorfstraße 4, 19370 Parchim" }).click();
  await page.getByRole("heading", { name: /um Dorfstraße 4, 19370 Parchim/ }).waitFor();
  const shared = await page.locator("[data-shared]").getAttribute("data-shared");
  assert.match(decodeURIComponent(shared), /near=Parchim/);
  assert.doesNotMatch(decodeURIComponent(shared), /Dorfstra/);
  await leave();
});

test("an adviser's case stores the town of an address only", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/beratung");
  await page.locator("#near").fill(ADDRESS);
  await page.locator("[data-case-form] button[type=submit]").click();
  await page.getByText("Adressen werden in Beratungsfällen nicht gespeichert").waitFor();
  await page.waitForFunction(() => JSON.stringify({ ...localStorage }).includes("Ludwigslust"));
  await assertNothingKept(page);
  assert.doesNotMatch(service.log(), SECRET);
  await leave();
});
