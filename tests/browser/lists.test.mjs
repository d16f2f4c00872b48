// The office's journey with a list of three hundred homes, as Excel saves it: from the file to the map of citizens, and back. Without
// scripts and by keyboard; on the way axe looks at each page.

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
const PASSWORD = "Regen Kutter Apfel 7";
const PLACES = [
  ["19370", "Parchim"],
  ["19288", "Ludwigslust"],
  ["19230", "Hagenow"],
  ["19258", "Boizenburg"],
  ["19053", "Schwerin"],
];
/** The word of each kind in the list; the third is one that nobody has told the program. */
const KINDS = ["Vollstationär", "Tagespflege", "Haus der Begleitung"];

/** Three hundred homes with a title above the header, in the encoding of Excel. */
function list() {
  const rows = Array.from({ length: 300 }, (_, at) => {
    const [postcode, place] = PLACES[at % PLACES.length];
    const kind = KINDS[at % KINDS.length];
    return `Haus Nr. ${at + 1};Träger ${at % 7};Straße ${at + 1};${postcode} ${place};${kind};${10 + (at % 50)}`;
  });
  const lines = ["Übersicht der Einrichtungen;;;;;", "Name der Einrichtung;Träger;Anschrift;Ort;Versorgungsform;Kapazität", ...rows];
  return Buffer.from(`${lines.join("\r\n")}\r\n`, "latin1");
}

let service;
let browser;

before(async () => {
  service = await startService();
  const call = ["account", "create", "freigabe", "--role", "releaser", "--password-stdin"];
  const env = { ...withoutSettings(process.env), PFLEGEPLAN_DATA_DIR: service.folder };
  const created = promisify(execFile)(BINARY, call, { cwd: service.folder, env });
  created.child.stdin.end(`${PASSWORD}\n`);
  await created;
  while (!(await fetch(`${service.origin}/amt/anmelden`)).ok) await new Promise((next) => setTimeout(next, 200));
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await service?.stop();
});

async function press(page, selector) {
  await tabTo(page, selector, 400);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}

async function notTooWide(page, what) {
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${what} at ${width} is ${wide} pixels too wide`);
  }
}

async function signIn(page) {
  await page.goto("/amt/anmelden");
  await page.getByLabel("Anmeldename").fill("freigabe");
  await page.getByLabel("Passwort").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === "/amt");
  await page.getByRole("link", { name: "Listen", exact: true }).click();
  await page.waitForURL((url) => url.pathname === "/amt/listen");
}

async function upload(page, name, buffer) {
  await page.getByLabel("Datei mit der Liste").setInputFiles({ name, mimeType: "text/csv", buffer });
  await press(page, ".office-form button");
}

/** How many homes of the list citizens find. */
async function homes() {
  const saved = await (await fetch(`${service.origin}/api/v1/facilities?limit=500`)).json();
  return saved.items.filter((one) => /^Haus Nr\. \d+$/.test(one.name)).length;
}

test("a list of 300 homes is looked at, corrected, released and taken back, by keyboard and without scripts", async () => {
  const { page, leave } = await visit(browser, service.origin, {
    signsIn: true,
    javaScriptEnabled: false,
    refused: ["/amt/listen"],
  });
  await signIn(page);
  await upload(page, "bild.png", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"));
  await page.getByRole("alert").waitFor();
  const begun = Date.now();
  await upload(page, "heime.csv", list());
  await page.locator(".office-counts li", { hasText: "100 Zeilen nicht übernommen" }).waitFor();
  await notTooWide(page, "the preview");
  await tabTo(page, 'select[aria-label="Art des Angebots für Haus der Begleitung"]', 400);
  await page.keyboard.type("Betreutes");
  await press(page, ".office-save button:not([formaction])");
  await page.locator(".office-counts li", { hasText: "300 neue Einrichtungen" }).waitFor();
  assert.ok((await page.locator(".office-dot").count()) >= PLACES.length, "the map has the places");
  await press(page, "button[formaction]");
  await page.getByText("Die Liste ist übernommen.").waitFor();
  console.log(`    from the file to the register in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  await notTooWide(page, "the import");
  assert.equal(await homes(), 300);
  await press(page, 'form[action$="/zuruecknehmen"] button');
  await page.getByText("300 Einrichtungen sind wieder wie vorher").waitFor();
  assert.equal(await homes(), 0);
  await leave();
});

for (const colorScheme of ["light", "dark"]) {
  test(`no page of lists violates WCAG 2.2 AA in ${colorScheme} colours at 1280 and 320 pixels`, async () => {
    const { page, leave } = await visit(browser, service.origin, { signsIn: true, colorScheme, reducedMotion: "reduce" });
    const conforms = async (what) => {
      for (const width of [320, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        assert.deepEqual(await violations(page), [], `${what} at ${width}`);
      }
    };
    await signIn(page);
    await conforms("the first page");
    await upload(page, "heime.csv", list());
    await page.evaluate(() => {
      for (const part of document.querySelectorAll("details")) part.open = true;
    });
    await conforms("the preview");
    await press(page, "button[formaction]");
    await page.getByText("Die Liste ist übernommen.").waitFor();
    await conforms("the import");
    await press(page, 'form[action$="/zuruecknehmen"] button');
    await page.getByText("Einrichtungen sind wieder wie vorher").waitFor();
    await leave();
  });
}
