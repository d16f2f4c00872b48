// The planner's journey, by keyboard and without a mouse: texts for three chapters, two actions with deadlines, a target
// value, the approval, and the files of the plan. On the way axe looks at each page.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { withoutSettings } from "../service.mjs";
import { violations } from "./axe.mjs";
import { startBrowser, startService, tabTo, visit } from "./harness.mjs";

const BINARY =
  process.env.PFLEGEPLAN_BIN ?? fileURLToPath(new URL("../../target/debug/pflegeplan", import.meta.url));
const PLAN = "/planung/plan/13004";
const BASE = `${PLAN}/bearbeiten`;
const PASSWORD = "Regen Kutter Apfel 7";
const SIZES = [
  { width: 1280, height: 800 },
  { width: 320, height: 640 },
];

let service;
let browser;

before(async () => {
  service = await startService();
  const call = ["account", "create", "planung", "--role", "planner", "--password-stdin"];
  const env = { ...withoutSettings(process.env), PFLEGEPLAN_DATA_DIR: service.folder };
  const created = promisify(execFile)(BINARY, call, { cwd: service.folder, env });
  created.child.stdin.end(`${PASSWORD}\n`);
  await created;
  // The service sees within a second that there is an account.
  while (!(await fetch(`${service.origin}/amt/anmelden`)).ok) await new Promise((next) => setTimeout(next, 200));
  browser = await startBrowser();
  while (!(await fetch(`${service.origin}/planung/indikatoren`)).ok) await new Promise((next) => setTimeout(next, 200));
});

after(async () => {
  await browser?.close();
  await service?.stop();
});

/** Signs in; the page that was asked for follows. */
async function signIn(page, path) {
  await page.goto(path);
  await page.getByLabel("Anmeldename").fill("planung");
  await page.getByLabel("Passwort").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === path);
}

/** Goes to a control by Tab and types into it. */
async function type(page, selector, text) {
  await tabTo(page, selector);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

async function press(page, selector) {
  await tabTo(page, selector);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}

async function write(page, number, text) {
  await page.goto(`${BASE}/text/${number}`);
  await type(page, "#assessment", text);
  await press(page, "button[value=vorschau]");
  await page.locator(".plan-preview .plan-own").first().waitFor();
  await press(page, "button[value=speichern]");
  await page.getByText("Gespeichert.").waitFor();
}

async function action(page, title) {
  await page.goto(`${BASE}/massnahmen/neu`);
  await type(page, "#title", title);
  await tabTo(page, "#chapter");
  await page.keyboard.type("7.5");
  await type(page, "#responsible", "Fachdienst Soziales");
  await type(page, "#deadline", "6/2027");
  await press(page, ".actions button[value=speichern]");
  await page.getByRole("link", { name: title }).waitFor();
}

async function target(page) {
  await page.goto(`${BASE}/zielwerte/neu`);
  await tabTo(page, "#kind");
  await page.keyboard.type("Tages");
  await tabTo(page, "#method");
  await page.keyboard.type("Richt");
  await type(page, "#value", "4,5");
  await type(page, "#age", "80");
  await type(page, "#source", "Pflegekonferenz");
  await type(page, "#date", "14.05.2024");
  await press(page, ".actions button[value=speichern]");
  await page.getByText("4,5 je 100 Menschen ab 80").waitFor();
}

test("a planner writes, approves and takes the plan along, by keyboard and without scripts", async () => {
  const { page, leave } = await visit(browser, service.origin, { signsIn: true, javaScriptEnabled: false });
  await signIn(page, BASE);
  for (const [number, text] of [
    ["4", "Die Zahlen passen zu dem, was wir sehen."],
    ["7.5", "Die Wartelisten sind **lang**."],
    ["10", "Wir rechnen mit der mittleren Annahme."],
  ]) {
    await write(page, number, text);
  }
  await action(page, "Tagespflege in Lankow");
  await action(page, "Kurzzeitpflege am Klinikum");
  await target(page);
  await page.goto(`${PLAN}/7`);
  assert.equal(await page.getByText("Die Wartelisten sind").count(), 0, "a draft is not public");
  await page.goto(`${PLAN}/entwurf/7`);
  await page.locator(".plan-own strong", { hasText: "lang" }).waitFor();
  assert.match(await page.locator(".plan-text").locator("xpath=../..").innerText(), /Entwurf vom/);
  await page.goto(`${BASE}/freigabe`);
  await page.locator("ins", { hasText: "Die Wartelisten sind **lang**." }).waitFor();
  await page.getByText("20 von 23 Kapiteln und Abschnitten haben noch keine Einschätzung").waitFor();
  await tabTo(page, "input[name=gelesen]");
  await page.keyboard.press("Space");
  await press(page, ".office-form button");
  await page.getByText("Freigegeben. Alle sehen").waitFor();
  await page.goto(`${PLAN}/7`);
  await page.locator(".plan-own strong", { hasText: "lang" }).waitFor();
  for (const form of ["xlsx", "html", "zip"]) {
    const answer = await page.request.get(`${PLAN}/pflegeplan.${form}`);
    assert.ok(answer.ok() && (await answer.body()).length > 10_000, form);
  }
  const html = await (await page.request.get(`${PLAN}/pflegeplan.html`)).text();
  assert.ok(html.includes("Tagespflege in Lankow") && html.includes("4,5 je 100 Menschen ab 80"));
  await leave();
});

test("texts that were taken along come back as files, are looked at first, and become the draft, without scripts", async () => {
  const { page, leave } = await visit(browser, service.origin, {
    signsIn: true,
    javaScriptEnabled: false,
    refused: [`${BASE}/dateien`],
  });
  const upload = (bytes) =>
    page.getByLabel("ZIP-Datei mit den Texten").setInputFiles({ name: "texte.zip", mimeType: "application/zip", buffer: bytes });
  await signIn(page, `${BASE}/text/8`);
  await page.locator("#assessment").fill("Von daheim.");
  await press(page, "button[value=speichern]");
  const archive = await (await page.request.get(`${BASE}/texte.zip`)).body();
  await page.goto(`${BASE}/text/8`);
  await page.locator("#assessment").fill("Im Amt geschrieben.");
  await press(page, "button[value=speichern]");
  await page.goto(BASE);
  await page.getByRole("link", { name: "Texte aus Dateien übernehmen" }).click();
  await upload(Buffer.from("kein Archiv"));
  await press(page, ".office-form button");
  await page.getByRole("alert").getByText("nicht als ZIP lesen").waitFor();
  await upload(archive);
  await press(page, ".office-form button");
  await page.locator("ins", { hasText: "Von daheim." }).waitFor();
  await page.locator("del", { hasText: "Im Amt geschrieben." }).waitFor();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `the preview at ${size.width} is ${wide} pixels too wide`);
  }
  await press(page, ".office-form button");
  await page.getByText("Übernommen. Der Entwurf hat jetzt die Texte aus den Dateien.").waitFor();
  await page.goto(`${BASE}/text/8`);
  assert.equal((await page.locator("#assessment").inputValue()).trim(), "Von daheim.");
  await leave();
});

for (const colorScheme of ["light", "dark"]) {
  test(`no page of writing violates WCAG 2.2 AA in ${colorScheme} colours at 1280 and 320 pixels`, async () => {
    const { page, leave } = await visit(browser, service.origin, {
      colorScheme,
      reducedMotion: "reduce",
      signsIn: true,
      refused: [BASE],
    });
    await signIn(page, BASE);
    await page.goto(`${BASE}/text/5`);
    await page.locator("#assessment").fill(`Ein Text für ${colorScheme}.`);
    await page.getByRole("button", { name: "Speichern" }).click();
    await page.goto(`${BASE}/massnahmen/neu`);
    await page.locator("#deadline").fill("bald");
    await page.locator(".actions button[value=speichern]").click();
    const check = async (name) => {
      for (const size of SIZES) {
        await page.setViewportSize(size);
        assert.deepEqual(await violations(page), [], `${name} at ${size.width}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${name} at ${size.width} is ${wide} pixels too wide`);
      }
    };
    await check("an action with faults");
    const paths = ["", "/text/7.5", "/text/vorwort", "/impressum", "/zielwerte/neu", "/freigabe", "/verlauf", "/verlauf/1", "/dateien"];
    for (const path of paths.map((path) => BASE + path).concat("/amt/plaene", `${PLAN}/entwurf/11`)) {
      await page.goto(path);
      await check(path);
    }
    const archive = await (await page.request.get(`${BASE}/texte.zip`)).body();
    await page.goto(`${BASE}/text/6`);
    await page.locator("#assessment").fill(`Noch ein Text für ${colorScheme}.`);
    await page.getByRole("button", { name: "Speichern" }).click();
    await page.goto(`${BASE}/dateien`);
    await page
      .getByLabel("ZIP-Datei mit den Texten")
      .setInputFiles({ name: "texte.zip", mimeType: "application/zip", buffer: archive });
    await page.getByRole("button", { name: "Ansehen, was sich ändert" }).click();
    await page.locator("del", { hasText: `Noch ein Text für ${colorScheme}.` }).waitFor();
    await check("what files would change");
    await leave();
  });
}

test("a page with typed texts that are not saved asks before it is left", async () => {
  const { page, leave } = await visit(browser, service.origin, { signsIn: true });
  const asked = [];
  let decision = "dismiss";
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    return dialog[decision]();
  });
  await signIn(page, `${BASE}/text/9`);
  const next = page.locator(".plan-turn a").last();
  await page.locator("#assessment").pressSequentially("Was hier steht, ist Arbeit.");
  await next.click({ noWaitAfter: true });
  await page.waitForFunction(() => document.querySelector("#assessment").value.endsWith("Arbeit."));
  assert.deepEqual(asked, ["beforeunload"]);
  assert.equal(new URL(page.url()).pathname, `${BASE}/text/9`, "who stays keeps what was typed");
  // A preview is not saved either.
  await press(page, "button[value=vorschau]");
  await page.getByText("Gespeichert ist es noch nicht.").first().waitFor();
  await page.locator("#assessment").click();
  await next.click({ noWaitAfter: true });
  await page.waitForTimeout(500);
  assert.equal(asked.length, 2);
  await press(page, "button[value=speichern]");
  await page.getByText("Gespeichert.").first().waitFor();
  decision = "accept";
  await Promise.all([page.waitForEvent("load"), next.click()]);
  assert.equal(asked.length, 2, "what is saved is left without a question");
  await leave();
});
