// Takes the pictures of the README and of the guide: `scripts/screenshots`.

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { startBrowser, startService, visit } from "./harness.mjs";
import { SEARCH, open } from "./pages.mjs";

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };
const CHART = { width: 740, height: 900 };

/** Charts of the guide, each as a piece of a basket: one picture of the page that shows a single chart. */
const CHARTS = {
  "chart-need": "bedarf:13076",
  "chart-places": "plaetze:13076",
  "chart-staff": "personal:13076",
  "chart-ages": "alter:13076",
  "chart-probability": "sicherheit:13076",
  "chart-map": "karte:D06",
  "chart-ranking": "rang:V04",
  "chart-series": "reihe:D06",
  "chart-profile": "profil:13076",
  "chart-scatter": "zusammenhang:P02:V04",
};

const folder = fileURLToPath(new URL("pictures/", import.meta.url));
await mkdir(folder, { recursive: true });
const service = await startService();
const browser = await startBrowser();
try {
  // Indicators are put together right after the start.
  while (!(await fetch(`${service.origin}/planung/indikatoren`)).ok) await new Promise((next) => setTimeout(next, 200));
  const html = await (await fetch(service.origin + SEARCH)).text();
  const ids = [...html.matchAll(/href="\/einrichtung\/([^"?]+)/g)].map(([, id]) => id).slice(0, 3);
  const pictures = {
    list: [SEARCH, DESKTOP],
    facility: [`/einrichtung/${ids[0]}`, PHONE],
    advice: [`/beratung${SEARCH.slice(1)}`, { width: 1280, height: 1400 }],
    overview: ["/planung/gebiet/13076", { width: 1440, height: 1280 }],
    scenarios: ["/planung/szenarien?area=13076", { width: 1440, height: 1120 }],
    indicator: ["/planung/indikatoren/D06", { width: 1440, height: 870 }],
    compare: [`/vergleich?${ids.map((id) => `id=${id}`).join("&")}`, DESKTOP],
  };
  for (const [name, [path, viewport]] of Object.entries(pictures)) {
    const { page, leave } = await visit(browser, service.origin, { viewport, reducedMotion: "reduce" });
    await open(page, path);
    await page.screenshot({ path: `${folder}${name}.png` });
    console.log(`tests/browser/pictures/${name}.png`);
    await leave();
  }
  for (const [name, piece] of Object.entries(CHARTS)) {
    const { page, leave } = await visit(browser, service.origin, { viewport: CHART, reducedMotion: "reduce" });
    await open(page, `/eingebettet/planung/bild?stueck=${piece}`);
    await page.locator(".planning-card").first().screenshot({ path: `${folder}${name}.png` });
    console.log(`tests/browser/pictures/${name}.png`);
    await leave();
  }
} finally {
  await browser.close();
  await service.stop();
}
