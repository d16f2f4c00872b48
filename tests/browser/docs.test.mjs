// The pages that explain the API come from the service itself and run under a strict policy.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, startService, visit } from "./harness.mjs";

let service;
let browser;

before(async () => {
  service = await startService();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await service?.stop();
});

test("the API is explained and can be tried out without a foreign host", async () => {
  const { page, leave } = await visit(browser, service.origin);
  await page.goto("/api/docs");
  await page.getByText("/api/v1/facilities", { exact: true }).first().click();
  await page.getByText("Find facilities.").first().waitFor();
  const answer = page.waitForResponse((response) => response.url().includes("/api/v1/facilities?"));
  await page.getByRole("button", { name: "Execute" }).first().click();
  assert.equal((await answer).status(), 200);
  await leave();
});
