// Where the focus goes: in the order of reading, on every page, and never behind something else.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { startBrowser, startService, visit } from "./harness.mjs";
import { REFUSED, everyPage, open } from "./pages.mjs";

const CLIENT = new URL("../../src/web/client/", import.meta.url);
const MOST_PRESSES = 400;

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

/** What has the focus: its name, where it stands, and whether it can be seen. Nothing when the page has lost it. */
function look(page) {
  return page.evaluate(() => {
    const target = document.activeElement;
    if (!target || target === document.body) return undefined;
    const box = target.getBoundingClientRect();
    const isSeenAt = (line, x, y) => {
      const top = document.elementFromPoint(line.left + line.width * x, line.top + line.height * y);
      return top !== null && (target.contains(top) || top.closest("label")?.control === target);
    };
    // A link within a text may stand in two lines.
    const isOnTop = [...target.getClientRects()].some((line) =>
      [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].some(([x, y]) => isSeenAt(line, x, y)),
    );
    // What scrolls sideways by itself is read at its beginning.
    const aside = target.closest(".wide")?.scrollLeft ?? 0;
    const last = window.lastFocus;
    window.lastFocus = target;
    return {
      name: `${target.localName} ${(target.innerText || target.id || target.getAttribute("class") || target.ariaLabel || "").slice(0, 40)}`,
      follows: !last || (last.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
      onTop: isOnTop,
      inMap: target.closest("[data-map], .state-numbers") !== null,
      top: box.top + scrollY,
      bottom: box.bottom + scrollY,
      left: box.left + aside,
      right: box.right + aside,
    };
  });
}

/** Presses Tab from the top of the page to its end. */
async function tabThrough(page) {
  const seen = [];
  while (seen.length < MOST_PRESSES) {
    await page.keyboard.press("Tab");
    const focused = await look(page);
    // Behind the last one the focus leaves the page and comes back at the skip link.
    if (!focused || (seen.length > 0 && focused.name === seen[0].name)) return seen;
    seen.push(focused);
  }
  return assert.fail(`${MOST_PRESSES} presses of Tab did not lead around the page`);
}

/** Whether `next` is read after `before`: below it, or to its right. */
function isReadAfter(before, next) {
  const slack = 4;
  return next.top >= before.bottom - slack || next.left >= before.right - slack || sameLine(before, next);
}

/** Controls of one line may have different heights. */
function sameLine(before, next) {
  const middle = (it) => (it.top + it.bottom) / 2;
  return next.left >= before.left && middle(next) >= before.top && middle(next) <= before.bottom;
}

/** What is wrong with the way of the focus through a page. */
async function faults(page) {
  const seen = await tabThrough(page);
  assert.ok(seen.length > 5, "there is something to walk through");
  // Markers lie where the facilities lie, in the order of the list.
  const placed = seen.slice(1).filter((it) => !it.inMap);
  return {
    hidden: seen.filter((it) => !it.onTop).map((it) => it.name),
    astray: seen.filter((it) => !it.follows).map((it) => it.name),
    jumps: placed.filter((it, at) => at > 0 && !isReadAfter(placed[at - 1], it)).map((it) => it.name),
  };
}

for (const [kind, viewport] of [
  ["on a desktop", { width: 1280, height: 800 }],
  ["at a zoom of 400 %", { width: 320, height: 256 }],
]) {
  test(`${kind} the focus goes in the order of reading and is never hidden`, async () => {
    const { page, leave } = await visit(browser, service.origin, {
      viewport,
      reducedMotion: "reduce",
      refused: Object.values(REFUSED),
    });
    for (const [name, path] of Object.entries(pages)) {
      await open(page, path);
      assert.deepEqual(await faults(page), { hidden: [], astray: [], jumps: [] }, name);
    }
    await leave();
  });
}

test("what covers the focus or stands out of order would be seen", async () => {
  const { page, leave } = await visit(browser, service.origin, { viewport: { width: 320, height: 256 } });
  for (const [kind, css] of [
    ["hidden", ".site-header { position: sticky; inset-block-start: 0; height: 256px; z-index: 9; }"],
    ["jumps", ".start-form { display: flex; flex-direction: column-reverse; }"],
  ]) {
    await open(page, "/");
    await page.evaluate((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      document.adoptedStyleSheets = [sheet];
    }, css);
    assert.notDeepEqual((await faults(page))[kind], [], css);
  }
  await leave();
});

test("no style puts anything where it is not read, and nothing jumps the queue of Tab", async () => {
  const files = (await readdir(CLIENT, { recursive: true })).filter(
    (file) => file.endsWith(".css") && !/node_modules|dist/.test(file),
  );
  assert.ok(files.length >= 2);
  for (const file of files) {
    const css = await readFile(new URL(file, CLIENT), "utf8");
    const found = css.match(/(?<![-\w])(order|grid-area|grid-row|grid-template-areas)\s*:|grid-column\s*:(?!\s*1 \/ -1)|-reverse|\bdense\s*;/g);
    assert.equal(found, null, `${file}: ${found}`);
  }
  const { page, leave } = await visit(browser, service.origin, { refused: Object.values(REFUSED) });
  for (const [name, path] of Object.entries(pages)) {
    await open(page, path);
    const first = await page.locator("[tabindex]").evaluateAll((all) => all.filter((it) => it.tabIndex > 0).length);
    assert.equal(first, 0, name);
  }
  await leave();
});
