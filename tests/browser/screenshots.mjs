// Writes pictures of the main pages to `results/`: phone and desktop, light and dark.

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { mapDrawn, startBrowser, startService, visit } from "./harness.mjs";

const SEARCH = "/?near=Ludwigslust&category=day_care&radius_km=20";
const SCREENS = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 900 } };

const folder = fileURLToPath(new URL("results/", import.meta.url));
await mkdir(folder, { recursive: true });
const service = await startService();
const browser = await startBrowser();
try {
  const html = await (await fetch(service.origin + SEARCH)).text();
  const [, facility] = html.match(/href="(\/einrichtung\/[^"]+)/);
  const pages = {
    start: "/",
    list: SEARCH,
    facility: facility.replaceAll("&amp;", "&"),
    "unknown-place": "/?near=Stralsnd",
    "nothing-found": "/?near=Schwerin&radius_km=5&category=day_care&free_places=100000",
    sources: "/datenquellen",
  };
  for (const [screen, viewport] of Object.entries(SCREENS)) {
    for (const colorScheme of ["light", "dark"]) {
      const options = { viewport, colorScheme, reducedMotion: "reduce" };
      const { page, leave } = await visit(browser, service.origin, options);
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(path);
        if ((await page.locator("[data-map]").count()) > 0) await mapDrawn(page);
        const file = `${folder}${name}-${screen}-${colorScheme}.png`;
        await page.screenshot({ path: file, fullPage: true });
        console.log(file);
      }
      await leave();
    }
  }
} finally {
  await browser.close();
  await service.stop();
}
