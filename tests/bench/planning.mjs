// The planner's workspace: seconds of the server for an overview, a map of all municipalities, and the way from a slider to
// the new picture. `scripts/bench planning`.

import { get } from "node:http";
import { startService } from "../service.mjs";

const ROUNDS = Number(process.argv[2] ?? 20);

/** What Chromium and Firefox accept; the service answers with Brotli. */
const BROWSER = "gzip, deflate, br, zstd";

/** Milliseconds and bytes of a page, compressed as is asked for. */
function fetched(origin, path, encoding = BROWSER) {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const request = get(origin + path, { headers: { accept: "text/html", "accept-encoding": encoding } }, (answer) => {
      let bytes = 0;
      answer.on("data", (part) => (bytes += part.length));
      answer.on("end", () => {
        if (answer.statusCode === 200) resolve({ ms: performance.now() - start, bytes });
        else reject(new Error(`${path} was answered with ${answer.statusCode}`));
      });
    });
    request.on("error", reject);
  });
}

/** The value below which this share of the sorted ones lies. */
function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

/** One line: median and 95th percentile over the rounds, and the bytes of the last answer, for a browser and for a client that
 * only knows gzip. `path` is given the round. */
async function measure(origin, name, aim, path) {
  const found = [];
  for (let round = 0; round < ROUNDS; round += 1) found.push(await fetched(origin, path(round)));
  const times = found.map((one) => one.ms);
  const [median, high] = [0.5, 0.95].map((share) => quantile(times, share).toFixed(0).padStart(6));
  const zipped = await fetched(origin, path(ROUNDS), "gzip");
  const [kilobytes, gzip] = [found.at(-1), zipped].map((one) => (one.bytes / 1000).toFixed(0).padStart(6));
  console.log(`${name.padEnd(58)} ${median} ${high} ${kilobytes} ${gzip}  ${aim}`);
}

const service = await startService();
try {
  const { origin } = service;
  // Indicators are put together right after the start.
  while (!(await fetch(`${origin}/planung/indikatoren`)).ok) await new Promise((next) => setTimeout(next, 200));
  const weight = (round) => (0.5 + (round % 40) / 20).toFixed(2);
  console.log(`${"milliseconds, kilobytes compressed".padEnd(58)} median    p95     br   gzip  aim`);
  // A value of one's own in each round, so that no run is a kept one.
  await measure(origin, "overview of a district, without draws", "60 ms", (round) =>
    `/planung/gebiet/13076?draws=0&occupancy_residential=${(90 + round / 10).toFixed(1)}`);
  await measure(origin, "overview of a district, 1,000 draws", "150 ms", (round) =>
    `/planung/gebiet/13076?draws=1000&occupancy_residential=${(90 + round / 10).toFixed(1)}`);
  await measure(origin, "overview of a district, 100 draws, asked for again", "60 ms", () => "/planung/gebiet/13076");
  await measure(origin, "indicator over 726 municipalities with its map", "100 ms, 120 kB", () =>
    "/planung/indikatoren/D06?level=municipality&year=2025");
  await measure(origin, "scenarios after an own value was changed", "200 ms at p95", (round) =>
    `/planung/szenarien?area=13076&scenarios=status-quo&draws=0&occupancy_residential=${(80 + round / 10).toFixed(1)}`);
  await measure(origin, "index after a weight was changed", "200 ms at p95", (round) =>
    `/planung/vergleich/index?gewicht.D06=${weight(round)}&gewicht.P02=1&gewicht.V04=-1`);
  await measure(origin, "profile of a district", "", () => "/planung/vergleich/profil?area=13076");
  await measure(origin, "eight districts on one scale", "", () => "/planung/vergleich/kreise");
} finally {
  await service.stop();
}
