// The plan as a text document, as a reader of another house opens it.

import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startService } from "../service.mjs";
import { indicatorsAreReady, python } from "./tools.mjs";

const READER = fileURLToPath(new URL("plan_document.py", import.meta.url));

let service;

before(async () => {
  service = await startService();
  await indicatorsAreReady(service.origin);
});

after(() => service?.stop());

for (const [area, name] of [
  ["13076", "a district"],
  ["13", "the comparison of the districts"],
]) {
  test(`the text document of ${name} has the headings, tables and pictures of the plan, and nothing else`, async () => {
    await python([READER, service.origin, area]);
  });
}
