// Largest contentful paint and layout shift of the main pages on a throttled profile, and how long suggestions take
// from the key to the screen: `scripts/bench pages`.

import { startBrowser, startService } from "./harness.mjs";

const ROUNDS = Number(process.argv[2] ?? 5);
/** A middling phone on a slow mobile network: the values of Lighthouse's mobile profile. */
const CPU_SLOWDOWN = 4;
const NETWORK = { offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000 };
const SETTLE_MS = 2_500;
const SEARCH = "/?near=Ludwigslust&category=day_care&radius_km=20";

const service = await startService();
const browser = await startBrowser();

async function measure(path) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, baseURL: service.origin });
  await context.addInitScript(() => {
    window.vitals = { lcp: 0, cls: 0 };
    const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
    watch("largest-contentful-paint", (entry) => (window.vitals.lcp = entry.startTime));
    watch("layout-shift", (entry) => (window.vitals.cls += entry.hadRecentInput ? 0 : entry.value));
  });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", NETWORK);
  await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
  await page.goto(path, { waitUntil: "load" });
  await page.waitForTimeout(SETTLE_MS);
  const vitals = await page.evaluate(() => window.vitals);
  await context.close();
  return vitals;
}

/** Places to type, letter by letter; each letter behind the first asks for suggestions. */
const TYPED = ["Ludwigslust", "Neubrandenburg", "Roebel", "19053", "Wismar"];
/** Between two keys, as somebody types who is quick. */
const BETWEEN_KEYS_MS = 120;

/** The time of each key until its suggestions stand on the screen, in milliseconds. */
async function typing(slowdown) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, baseURL: service.origin });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.goto("/", { waitUntil: "load" });
  await page.evaluate(() => {
    window.took = [];
    const field = document.querySelector("#near");
    let pressed;
    field.addEventListener("keydown", (event) => (pressed = event.timeStamp));
    const shown = new MutationObserver(() => {
      const since = pressed;
      // The frame in which the list is drawn has ended when the next one begins.
      requestAnimationFrame(() => requestAnimationFrame(() => window.took.push(performance.now() - since)));
    });
    shown.observe(document.querySelector("#near-suggestions"), { childList: true });
  });
  let wanted = 0;
  for (const text of TYPED) {
    await page.locator("#near").fill("");
    await page.locator("#near").press(text[0]);
    for (const letter of text.slice(1)) {
      wanted += 1;
      await page.keyboard.press(letter);
      await page.waitForFunction((count) => window.took.length >= count, wanted);
      await page.waitForTimeout(BETWEEN_KEYS_MS);
    }
  }
  const took = await page.evaluate(() => window.took);
  await context.close();
  return took.toSorted((a, b) => a - b);
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(0);

const summary = (values, digits) => {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, middle, high] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
  return `${middle.toFixed(digits)} (${low.toFixed(digits)}-${high.toFixed(digits)})`;
};

try {
  const html = await (await fetch(service.origin + SEARCH)).text();
  const [, facility] = html.match(/href="(\/einrichtung\/[^"?]+)/);
  console.log(`CPU slowed down ${CPU_SLOWDOWN} times, ${NETWORK.latency} ms, 1.6 Mbit/s; ${ROUNDS} rounds, median (least-greatest)`);
  console.log(`${"page".padEnd(10)} ${"LCP, ms".padEnd(22)} layout shift`);
  for (const [name, path] of Object.entries({ first: "/", list: SEARCH, facility, advice: "/beratung" })) {
    const runs = [];
    for (let round = 0; round < ROUNDS; round += 1) runs.push(await measure(path));
    console.log(`${name.padEnd(10)} ${summary(runs.map((run) => run.lcp), 0).padEnd(22)} ${summary(runs.map((run) => run.cls), 3)}`);
  }
  console.log("\nfrom the key to the suggestions on the screen, service on the same machine, ms");
  for (const slowdown of [1, CPU_SLOWDOWN]) {
    const took = await typing(slowdown);
    console.log(`CPU slowed down ${slowdown} times: ${took.length} keys, p50 ${quantile(took, 0.5)}, p95 ${quantile(took, 0.95)}`);
  }
} finally {
  await browser.close();
  await service.stop();
}
