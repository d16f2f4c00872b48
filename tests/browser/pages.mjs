// Every kind of page, for tests that hold on all of them.

import { mapDrawn } from "./harness.mjs";

export const SEARCH = "/?near=Ludwigslust&category=day_care&radius_km=20";

const ALWAYS = {
  "the first page": "/",
  "a list with its map": SEARCH,
  "a list with filters": "/?near=Schwerin&feature=dementia&district=13004&free_places=1",
  "an unknown place": "/?near=Stralsnd",
  "nothing found": "/?near=Schwerin&radius_km=5&category=day_care&free_places=100000",
  "the adviser's page": "/beratung",
  "an adviser's list": `/beratung${SEARCH.slice(1)}`,
  "data sources": "/datenquellen",
  privacy: "/datenschutz",
  imprint: "/impressum",
  "the style guide": "/stil",
  "the accessibility statement": "/barrierefreiheit",
  "the first page in English": "/en/",
  "a list in English": `/en${SEARCH}`,
  "the adviser's page in English": "/en/beratung",
  "a list in the frame of another site": `/eingebettet${SEARCH}`,
  "the first page in plain German": "/leicht",
  "searching in plain German": "/leicht/suche",
  "kinds of care in plain German": "/leicht/pflege",
  "privacy in plain German": "/leicht/datenschutz",
  "accessibility in plain German": "/leicht/barrierefreiheit",
};

/** Pages with an error, which a browser notes in its console. */
export const REFUSED = {
  "a wrong field": "/?radius_km=900",
  "a page that does not exist": "/nirgends",
};

/** The paths of all pages by name, with some facilities of this service. */
export async function everyPage(origin) {
  const html = await (await fetch(origin + SEARCH)).text();
  const ids = [...html.matchAll(/href="\/einrichtung\/([^"?]+)/g)].map(([, id]) => id).slice(0, 3);
  const chosen = ids.map((id) => `id=${id}`).join("&");
  return {
    ...ALWAYS,
    "a facility": `/einrichtung/${ids[0]}`,
    "a kept list": `/merkliste?${chosen}`,
    "a comparison": `/vergleich?${chosen}`,
  };
}

/** Opens a page and waits until its scripts have done what they do at the start. */
export async function open(page, path) {
  await page.goto(path);
  if ((await page.locator("[data-map]").count()) > 0) await mapDrawn(page);
  if ((await page.locator("[data-advice]").count()) > 0) {
    await page.getByRole("tab").first().waitFor();
    // The search of the open case is fetched, and replaces the form.
    await page.waitForLoadState("networkidle");
  }
}
