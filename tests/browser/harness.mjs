// What every browser test needs: the real service, a browser, and visitors whose every request, cookie and complaint is
// watched.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

export { freePort, startService } from "../service.mjs";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

export function startBrowser() {
  assert.ok(existsSync(CHROMIUM), `${CHROMIUM} is missing; install Chromium, or set CHROMIUM`);
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
    ],
  });
}

/**
 * A visitor with a clean browser profile. `leave` closes it and fails if any request went to another
 * origin, a cookie was set, the content policy was hurt, or the console showed an error. `refused` are beginnings of
 * paths that the service refuses on purpose, which a browser notes in its console. Who `signsIn` has the cookie of it.
 */
export async function visit(browser, origin, { refused = [], signsIn = false, ...options } = {}) {
  const context = await browser.newContext({ baseURL: origin, locale: "de-DE", ...options });
  const complaints = [];
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== origin) complaints.push(`request to ${url.origin}`);
  });
  context.on("requestfailed", (request) => {
    // A suggestion that is no longer wanted is aborted on purpose.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") complaints.push(`failed: ${request.url()}`);
  });
  context.on("console", (message) => {
    const { pathname, search } = new URL(message.location().url, origin);
    const path = pathname + search;
    const meant = refused.some((beginning) => path.startsWith(beginning));
    if (message.type() === "error" && !meant) complaints.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => complaints.push(`script: ${error.error().message}`));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (violation) => {
      console.error(`policy: ${violation.violatedDirective} ${violation.blockedURI}`);
    });
  });
  const page = await context.newPage();
  const leave = async () => {
    const cookies = await context.cookies();
    await context.close();
    if (!signsIn) assert.deepEqual(cookies, [], "no cookie is set");
    assert.deepEqual(complaints, [], "nothing leaves the origin and nothing goes wrong");
  };
  return { page, leave };
}

/** Presses Tab until the focus is on an element that matches. */
export async function tabTo(page, selector, most = 60) {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((it) => document.activeElement?.matches(it), selector)) return;
  }
  assert.fail(`${most} presses of Tab did not reach ${selector}`);
}

/** Waits until the map shows its base layer. */
export async function mapDrawn(page) {
  await page.locator("[data-map-canvas] path.base-land").first().waitFor({ state: "attached" });
}
