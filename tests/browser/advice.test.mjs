// The adviser's page: cases in tabs, and what of them stays in the browser.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { startBrowser, startService, tabTo, visit } from "./harness.mjs";

const PATH = "/beratung";

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

async function atDesk(options, prepare = () => undefined) {
  const visitor = await visit(browser, service.origin, { reducedMotion: "reduce", ...options });
  await prepare(visitor.page);
  await visitor.page.goto(PATH);
  await visitor.page.getByRole("tab").first().waitFor();
  return visitor;
}

const stored = (page) => page.evaluate(() => localStorage.getItem("pflegekarte-beratung"));
const labels = (page) => page.getByRole("tab").allInnerTexts();
const note = (page, at = 0) => page.locator("[data-note]").nth(at);
const said = (page) => page.locator("[data-said]");

/** Searches in the open case and waits for its list. */
async function search(page, place, category = "day_care") {
  await page.locator("#near").fill(place);
  await page.locator("#category").selectOption(category);
  await page.getByRole("button", { name: "Suchen" }).click();
  await page.locator("#results-heading", { hasText: place }).waitFor();
}

/** Waits until what was typed is stored. */
async function kept(page, text) {
  await page.waitForFunction((it) => localStorage.getItem("pflegekarte-beratung")?.includes(it), text);
}

async function addCase(page, label) {
  await page.getByRole("button", { name: "Neuer Fall" }).click();
  // The new label is selected, so typing replaces it.
  await page.keyboard.type(label);
}

async function choose(page, name, text, button = "Fälle aus Datei laden") {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: button }).click();
  await (await chooser).setFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
}

async function saved(page, button) {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  const file = await download;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

async function answer(page, button) {
  await page.getByRole("dialog").getByRole("button", { name: button }).click();
}

test("each case has its own search, ticks and notes, and nobody else learns its name and notes", async () => {
  const { page, leave } = await atDesk();
  const sent = [];
  page.on("request", (request) => {
    sent.push(`${request.url()} ${request.postData() ?? ""} ${JSON.stringify(request.headers())}`);
  });
  await page.locator("#case-label").fill("Familie Kranich");
  await search(page, "Ludwigslust");
  await page.locator("[data-mark]").nth(0).check();
  await page.locator("[data-mark]").nth(2).check();
  await note(page).fill("Tochter Geheimwort entscheidet mit");
  await addCase(page, "Herr Storch");
  assert.equal(await page.locator("#near").inputValue(), "", "a new case begins empty");
  await search(page, "Schwerin", "residential_care");
  await note(page).fill("braucht bis Montag Stichwort");
  await page.locator("[data-settled]").nth(1).check();
  await kept(page, "Stichwort");

  await page.reload();
  await page.locator("#results-heading", { hasText: "Schwerin" }).waitFor();
  assert.deepEqual(await labels(page), ["Familie Kranich", "Herr Storch"]);
  assert.equal(await note(page).inputValue(), "braucht bis Montag Stichwort");
  assert.equal(await page.locator("[data-settled]").nth(1).isChecked(), true);
  await page.getByRole("tab", { name: "Familie Kranich" }).click();
  await page.locator("#results-heading", { hasText: "Ludwigslust" }).waitFor();
  assert.equal(await note(page).inputValue(), "Tochter Geheimwort entscheidet mit");
  const ticked = await page.locator("[data-mark]").evaluateAll((boxes) => boxes.map((box) => box.checked));
  assert.deepEqual(ticked.slice(0, 4), [true, false, true, false]);
  const names = await page.locator("[data-chosen-list] a").allInnerTexts();

  await page.getByRole("link", { name: "Als Merkliste öffnen" }).click();
  await page.waitForURL(/\/merkliste\?/);
  assert.deepEqual([...new URL(page.url()).searchParams.keys()], ["id", "id"]);
  assert.deepEqual(await page.locator(".item h3 a").allInnerTexts(), names);
  await page.goBack();
  await page.getByRole("link", { name: "Vergleichen" }).click();
  await page.waitForURL(/\/vergleich\?/);
  assert.deepEqual(await page.locator(".compare-name").allInnerTexts(), names);

  assert.ok(sent.some((it) => it.includes("/beratung/suche near=Ludwigslust")), "the search itself is sent");
  for (const secret of ["Kranich", "Storch", "Geheimwort", "Stichwort"]) {
    assert.deepEqual(sent.filter((it) => decodeURIComponent(it).includes(secret)), [], secret);
  }
  // The field asks for suggestions as on every page; nothing else names the place in an address.
  const addresses = sent.map((it) => it.split(" ")[0]).filter((it) => !it.includes("/api/v1/places?q="));
  assert.deepEqual(addresses.filter((it) => /near=|Ludwigslust|Schwerin/.test(it)), []);
  await leave();
});

test("one tab is in the order of Tab; arrows, Home, End and Delete do the rest", async () => {
  const { page, leave } = await atDesk();
  for (const label of ["Zwei", "Drei"]) await addCase(page, label);
  await page.locator("h1").click();
  await tabTo(page, "[role=tab]");
  const open = () => page.getByRole("tab", { selected: true }).innerText();
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
  const presses = [
    ["ArrowRight", "Fall 1"],
    ["ArrowRight", "Zwei"],
    ["End", "Drei"],
    ["Home", "Fall 1"],
    ["ArrowLeft", "Drei"],
    ["ArrowLeft", "Zwei"],
  ];
  assert.equal(await focused(), "Drei", "the open one");
  for (const [key, label] of presses) {
    await page.keyboard.press(key);
    assert.deepEqual([await open(), await focused()], [label, label], key);
    assert.equal(await page.locator("#case-label").inputValue(), label);
  }
  assert.equal(await page.locator("[role=tab][tabindex='0']").count(), 1);
  const panel = page.getByRole("tabpanel", { name: "Zwei" });
  assert.equal(await panel.getAttribute("id"), await page.getByRole("tab").first().getAttribute("aria-controls"));
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Neuer Fall", "the other tabs are passed by");

  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Delete");
  assert.equal(await focused(), "Abbrechen", "nothing is deleted by a press too much");
  await page.keyboard.press("Escape");
  assert.deepEqual(await labels(page), ["Fall 1", "Zwei", "Drei"]);
  assert.equal(await focused(), "Zwei");
  await page.keyboard.press("Delete");
  await answer(page, "Löschen");
  assert.deepEqual(await labels(page), ["Fall 1", "Drei"]);
  assert.deepEqual([await open(), await focused()], ["Drei", "Drei"]);
  await leave();
});

test("what is deleted is gone, and nothing goes without a question", async () => {
  const { page, leave } = await atDesk();
  await note(page).fill("Erstes Geheimnis");
  await addCase(page, "Zweiter");
  await note(page).fill("Zweites Geheimnis");
  await kept(page, "Zweites Geheimnis");
  await page.getByRole("button", { name: "Fall löschen" }).click();
  assert.match(await page.getByRole("dialog").innerText(), /„Zweiter“ mit Suche, Auswahl und Notizen löschen\?/);
  assert.match(await page.getByRole("dialog").innerText(), /nicht rückgängig/);
  await answer(page, "Abbrechen");
  assert.deepEqual(await labels(page), ["Fall 1", "Zweiter"]);
  await page.getByRole("button", { name: "Fall löschen" }).click();
  await answer(page, "Löschen");
  assert.equal(await said(page).innerText(), "„Zweiter“ ist gelöscht.");
  assert.ok(!(await stored(page)).includes("Zweites Geheimnis"));
  assert.equal(await note(page).inputValue(), "Erstes Geheimnis");

  await page.getByRole("button", { name: "Alles löschen" }).click();
  await answer(page, "Löschen");
  assert.deepEqual(await labels(page), ["Fall 1"]);
  assert.equal(await note(page).inputValue(), "");
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
  await page.reload();
  await page.getByRole("tab").first().waitFor();
  assert.equal(await note(page).inputValue(), "");
  await leave();
});

test("a page that was only looked at stores nothing", async () => {
  const { page, leave } = await atDesk();
  await page.reload();
  await page.getByRole("tab").first().waitFor();
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await leave();
});

test("a file brings cases to another browser, and twice it changes nothing", async () => {
  const here = await atDesk();
  await here.page.locator("#case-label").fill("Frau Möwe");
  await search(here.page, "Ludwigslust");
  await here.page.locator("[data-mark]").first().check();
  await note(here.page, 3).fill("zwei\nZeilen „und“ <b>Zeichen</b>");
  const file = await saved(here.page, "Alle Fälle als Datei sichern");
  assert.equal(file.name, "beratung-faelle.json");
  await note(here.page, 3).fill("danach geändert");
  await choose(here.page, file.name, file.text);
  await said(here.page).getByText("1 Fall").waitFor();
  assert.deepEqual(await labels(here.page), ["Frau Möwe", "Frau Möwe"], "the changed one stays beside it");
  await here.leave();

  const there = await atDesk();
  await choose(there.page, file.name, `\ufeff${file.text}`);
  await said(there.page).getByText("1 Fall aus „beratung-faelle.json“ geladen.").waitFor();
  assert.deepEqual(await labels(there.page), ["Fall 1", "Frau Möwe"]);
  await there.page.locator("#results-heading", { hasText: "Ludwigslust" }).waitFor();
  assert.equal(await note(there.page, 3).inputValue(), "zwei\nZeilen „und“ <b>Zeichen</b>");
  assert.equal(await there.page.locator("[data-mark]").first().isChecked(), true);
  await choose(there.page, file.name, file.text);
  await said(there.page).getByText(/schon da\. Es wurde nichts geändert/).waitFor();
  assert.equal(await there.page.getByRole("tab").count(), 2);
  await there.leave();
});

test("a damaged file is named with what is wrong, and nothing is lost or half taken", async () => {
  const { page, leave } = await atDesk();
  await note(page).fill("bleibt");
  await kept(page, "bleibt");
  const before = await stored(page);
  const one = { id: "a1", label: "Eins", search: "", marks: [], answers: {} };
  const file = (cases, version = 1) => JSON.stringify({ format: "pflegekarte-beratung", version, cases });
  for (const [text, sentence] of [
    ["", /„f\.json“ ist beschädigt oder keine Datei mit Fällen/],
    [file([one]).slice(0, -9), /beschädigt oder keine Datei/],
    ['{"format":"etwas anderes"}', /beschädigt oder keine Datei/],
    ["[1,2]", /beschädigt oder keine Datei/],
    [file([one], 2), /neueren Fassung/],
    [file([one, { ...one, id: "a2", label: 7 }]), /der 2\. Fall beschädigt: Die Angabe „label“/],
    [file([one, one]), /der 2\. Fall beschädigt: Die Angabe „id“/],
    [file([{ ...one, marks: [{ id: "../x", name: "x" }] }]), /„marks“/],
    [file([{ ...one, answers: { "ask-grade": { settled: "ja", note: "" } } }]), /„answers“/],
    [file([{ ...one, search: null }]), /„search“/],
    [" ".repeat(5_000_001), /zu groß/],
  ]) {
    await choose(page, "f.json", text);
    await said(page).getByText(sentence).waitFor();
    assert.match(await said(page).innerText(), /Es wurde nichts geändert/);
    assert.deepEqual(await labels(page), ["Fall 1"]);
    assert.equal(await stored(page), before);
  }
  const many = Array.from({ length: 30 }, (_, at) => ({ ...one, id: `c${at}`, label: `C${at}` }));
  await choose(page, "f.json", file(many));
  await said(page).getByText("Mehr als 30 Fälle passen nicht").waitFor();
  assert.deepEqual(await labels(page), ["Fall 1"]);
  await leave();
});

for (const [kind, warning, error] of [
  ["full", /Speicher ist voll.*noch alles da/, "QuotaExceededError"],
  ["closed", /erlaubt dieser Seite nicht, etwas zu speichern/, "SecurityError"],
]) {
  test(`a storage that is ${kind} is told, and the page keeps everything until it is left`, async () => {
    const { page, leave } = await atDesk({}, (fresh) =>
      fresh.addInitScript((name) => {
        const fail = () => {
          throw new DOMException("no", name);
        };
        Storage.prototype.setItem = fail;
        if (name === "SecurityError") Storage.prototype.getItem = fail;
      }, error),
    );
    await note(page).fill("nur hier");
    await page.locator("[data-warned]").getByText(warning).waitFor();
    await addCase(page, "Zweiter");
    await page.getByRole("tab").first().click();
    assert.equal(await note(page).inputValue(), "nur hier");
    const file = await saved(page, "Alle Fälle als Datei sichern");
    assert.ok(file.text.includes("nur hier") && file.text.includes("Zweiter"));
    const asked = page.waitForEvent("dialog");
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    assert.equal(dialog.type(), "beforeunload", "nobody leaves by accident");
    await dialog.accept();
    await leave();
  });
}

test("stored cases that cannot be read are put aside, can be saved, and go with everything", async () => {
  const { page, leave } = await atDesk({}, (fresh) =>
    fresh.addInitScript(() => {
      if (!sessionStorage.getItem("seen")) localStorage.setItem("pflegekarte-beratung", "{kaputt");
      sessionStorage.setItem("seen", "yes");
    }),
  );
  assert.match(await said(page).innerText(), /nicht lesbar. Sie sind beiseitegelegt/);
  await note(page).fill("neu");
  await kept(page, "neu");
  assert.equal((await saved(page, "Unlesbare Fälle als Datei sichern")).text, "{kaputt");
  await page.reload();
  await page.getByRole("tab").first().waitFor();
  assert.equal(await note(page).inputValue(), "neu");
  await page.getByRole("button", { name: "Alles löschen" }).click();
  await answer(page, "Löschen");
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  assert.equal(await page.getByRole("button", { name: "Unlesbare Fälle als Datei sichern" }).isVisible(), false);
  await leave();
});

test("two windows of one browser see the same cases", async () => {
  const { page, leave } = await atDesk();
  await note(page).fill("von hier");
  await kept(page, "von hier");
  const other = await page.context().newPage();
  await other.goto(PATH);
  await other.getByRole("tab").first().waitFor();
  assert.equal(await note(other).inputValue(), "von hier");
  await addCase(other, "von dort");
  await kept(other, "von dort");
  await page.getByRole("tab", { name: "von dort" }).waitFor();
  assert.equal(await note(page).inputValue(), "von hier");
  await leave();
});

test("a search that fails loses nothing, and a wrong field is named", async () => {
  // The console tells of the failed requests, so nobody watches here.
  const page = await (await browser.newContext({ baseURL: service.origin, locale: "de-DE" })).newPage();
  await page.goto(PATH);
  await page.getByRole("tab").first().waitFor();
  await note(page).fill("wichtig");
  await page.route("**/beratung/suche", (route) => route.abort());
  await page.locator("#near").fill("Ludwigslust");
  await page.getByRole("button", { name: "Suchen" }).click();
  await said(page).getByText("Die Suche ist gerade nicht zu erreichen.").waitFor();
  assert.equal(await page.locator("#near").inputValue(), "Ludwigslust");
  assert.equal(await note(page).inputValue(), "wichtig");
  await page.unroute("**/beratung/suche");
  await page.locator("#within").evaluate((field) => field.removeAttribute("max"));
  await page.locator("#within").fill("900");
  await page.getByRole("button", { name: "Suchen" }).click();
  await page.getByText("Bitte wählen Sie einen Umkreis über 0 und höchstens 200 km.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "within");
  assert.equal(await said(page).innerText(), "");
  await page.context().close();
});

test("a search in the address becomes a case, and the address forgets it", async () => {
  const { page, leave } = await atDesk();
  await page.goto(`${PATH}?near=Ludwigslust&category=day_care&radius_km=20`);
  await page.getByRole("tab").first().waitFor();
  assert.equal(new URL(page.url()).search, "");
  assert.match(await page.locator("#results-heading").innerText(), /Ludwigslust/);
  await kept(page, "Ludwigslust");
  await page.goto(`${PATH}?near=Schwerin`);
  await page.getByRole("tab").nth(1).waitFor();
  assert.deepEqual(await labels(page), ["Fall 1", "Fall 2"]);
  assert.equal(await page.locator("#near").inputValue(), "Schwerin");
  await page.getByRole("tab").first().click();
  await page.locator("#results-heading", { hasText: "Ludwigslust" }).waitFor();
  await leave();
});

test("a list that comes late takes neither the focus nor what is being typed", async () => {
  const { page, leave } = await atDesk();
  await search(page, "Ludwigslust");
  await kept(page, "Ludwigslust");
  const late = async (act) => {
    let release;
    const held = new Promise((go) => (release = go));
    await page.route("**/beratung/suche", async (route) => {
      await held;
      await route.continue().catch(() => undefined);
    });
    const asked = page.waitForRequest("**/beratung/suche");
    await page.reload();
    await asked;
    await act();
    release();
    await page.unroute("**/beratung/suche");
  };
  await late(() => page.locator("#sort").focus());
  await page.locator("#results-heading").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "sort");
  await late(() => page.locator("#near").pressSequentially("Wis"));
  await page.getByRole("listbox").getByRole("option").first().waitFor();
  assert.equal(await page.locator("#near").inputValue(), "Wis");
  assert.equal(await page.locator("#results-heading").count(), 0);
  await leave();
});

test("further results and what was meant are found without a new page", async () => {
  const { page, leave } = await atDesk();
  await page.locator("#limit").selectOption("50");
  await page.locator("#near").fill("Schwerin");
  await page.locator("#within").fill("60");
  await page.getByRole("button", { name: "Suchen" }).click();
  await page.getByRole("link", { name: "Weitere Ergebnisse" }).waitFor();
  assert.equal(await page.locator(".dense tbody tr").count(), 50);
  const first = await page.locator(".dense tbody a").first().innerText();
  await page.getByRole("link", { name: "Weitere Ergebnisse" }).click();
  await page.getByRole("link", { name: "Zum Anfang der Liste" }).waitFor();
  assert.notEqual(await page.locator(".dense tbody a").first().innerText(), first);
  assert.equal(await page.evaluate(() => document.activeElement.id), "results-heading");
  await page.locator("#near").fill("Stralsnd");
  await page.getByRole("button", { name: "Suchen" }).click();
  await page.getByRole("link", { name: /^Stralsund/ }).click();
  await page.locator("#results-heading", { hasText: "um Stralsund" }).waitFor();
  assert.equal(new URL(page.url()).search, "");
  await leave();
});

test("on paper stand the label, the choice, the questions and the notes", async () => {
  const { page, leave } = await atDesk();
  await page.locator("#case-label").fill("Herr Reiher");
  await search(page, "Ludwigslust");
  await page.locator("[data-mark]").first().check();
  await note(page).fill("Zeile eins\nZeile zwei");
  await page.emulateMedia({ media: "print" });
  // Addresses and telephones are fetched; the names stand there until they have come.
  await page.locator("[data-chosen-printed] strong").first().waitFor();
  for (const shown of ["[data-label-printed]", "[data-chosen-printed] a[href^='tel:']", "[data-note-printed]"]) {
    assert.ok(await page.locator(shown).first().isVisible(), shown);
  }
  assert.match(await page.locator("main").innerText(), /Zeile eins\nZeile zwei/);
  for (const gone of ["[role=tab]", "#near", ".dense", "[data-note]", "[data-files] h2", ".chosen button"]) {
    assert.equal(await page.locator(gone).first().isVisible(), false, gone);
  }
  await leave();
});

test("without JavaScript there is one search, a long list, the comparison, and questions to print", async () => {
  const { page, leave } = await visit(browser, service.origin, { javaScriptEnabled: false });
  await page.goto(PATH);
  const told = page.locator("noscript p");
  assert.ok(await told.isVisible());
  assert.match(await told.innerText(), /Mehrere Fälle und Notizen brauchen JavaScript\./);
  assert.equal(await page.getByRole("tab").count(), 0);
  for (const dead of ["[data-new-case]", "[data-note]", "[data-export]", "#case-label"]) {
    assert.equal(await page.locator(dead).first().isVisible(), false, dead);
  }
  await page.getByLabel("Ort oder Postleitzahl").fill("Schwerin");
  await page.getByLabel("Was suchen Sie?").selectOption("day_care");
  await page.locator("#within").fill("60");
  await page.getByRole("button", { name: "Suchen" }).click();
  await page.waitForURL(/near=Schwerin/);
  assert.ok((await page.locator(".dense tbody tr").count()) > 20, "more than a page of the search");
  assert.ok(await page.getByText("Gibt es einen Pflegegrad?").isVisible());
  assert.ok(await page.getByText("Holt ein Fahrdienst ab").isVisible(), "the questions for day care are open");
  await page.locator("[data-mark]").nth(0).check();
  await page.locator("[data-mark]").nth(1).check();
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator(".dense").isVisible());
  assert.ok(await page.getByText("Gibt es einen Pflegegrad?").isVisible());
  await page.emulateMedia({ media: "screen" });
  await page.getByRole("button", { name: "Ausgewählte vergleichen" }).click();
  await page.waitForURL(/\/vergleich\?/);
  assert.equal(await page.locator(".compare-name").count(), 2);
  await leave();
});
