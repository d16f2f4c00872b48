// Largest contentful paint and layout shift of the main pages on a throttled profile: `scripts/bench pages`.

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
  for (const [name, path] of Object.entries({ first: "/", list: SEARCH, facility })) {
    const runs = [];
    for (let round = 0; round < ROUNDS; round += 1) runs.push(await measure(path));
    console.log(`${name.padEnd(10)} ${summary(runs.map((run) => run.lcp), 0).padEnd(22)} ${summary(runs.map((run) => run.cls), 3)}`);
  }
} finally {
  await browser.close();
  await service.stop();
}
