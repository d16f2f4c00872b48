// Sends what the contract documents to the running service, and holds every answer against its schema.

import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { startService } from "../service.mjs";
import { readContract } from "./contract.mjs";
import { baseRequest, bodiesOf, edges, examplesOf, withParameter } from "./requests.mjs";
import { startStraightRoads } from "./roads.mjs";
import { indicatorsAreReady } from "./tools.mjs";

/** Values that are inside their schema and refused nevertheless, because of what stands beside them in the example. */
const REFUSED = {
  // A district has no districts inside. The limits of years are those of any model set, that of the example has fewer.
  get_forecast: { level: ["district"], from: [2100], to: [1990, 2100] },
  get_reach: { year: [1990, 2100] },
  get_explanation: refusedExplanations(),
  post_explanation: refusedExplanations(),
};

/** The figures need more of the request: control totals, and the full-time equivalents of a head. An age of the example is the other end
 * of its group. */
function refusedExplanations() {
  return {
    measure: ["benchmark", "staff_needed_fte", "staff_available_fte", "staff_gap_fte"],
    year: [1990, 2100],
    age_from: [120],
    age_to: [0, 120],
  };
}

/** Values that are not sent because the answer takes long. */
const SLOW = new Set(["draws 10000"]);

/** The words of the parameter `format`. */
const FORMATS = {
  "application/json": "json",
  "application/geo+json": "geojson",
  "text/csv": "csv",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
};

let roads, service, contract;

before(async () => {
  roads = await startStraightRoads();
  service = await startService({ settings: roads.settings });
  await indicatorsAreReady(service.origin);
  contract = await readContract(service.origin);
});

after(async () => {
  await service?.stop();
  roads?.stop();
});

/** Runs a check for each operation and lists all that failed. */
async function forEachOperation(check) {
  const faults = [];
  for (const operation of contract.operations) {
    try {
      await check(operation, (fault) => faults.push(`${operation.operationId}: ${fault}`));
    } catch (error) {
      faults.push(`${operation.operationId}: ${error.message}`);
    }
  }
  assert.deepEqual(faults, []);
}

async function send(operation, request, fault, expected) {
  try {
    const answer = await contract.send(operation, request);
    const shown = `${JSON.stringify(request)} gives ${answer.status}`;
    if (!expected.includes(answer.status)) fault(`${shown}: ${(await answer.text()).slice(0, 300)}`);
    return answer;
  } catch (error) {
    fault(`${error.message} ${error.cause ?? ""}`);
    return undefined;
  }
}

test("every example gives what is documented, and every operation succeeds", async () => {
  await forEachOperation(async (operation, fault) => {
    for (const body of bodiesOf(contract, operation)) {
      const base = baseRequest(contract, operation, body);
      await send(operation, base, fault, [200]);
      for (const parameter of operation.parameters ?? []) {
        for (const example of examplesOf(contract, parameter)) {
          await send(operation, withParameter(operation, base, parameter.name, example), fault, [200]);
        }
      }
    }
  });
});

test("every documented form of an answer is given", async () => {
  await forEachOperation(async (operation, fault) => {
    const base = baseRequest(contract, operation, bodiesOf(contract, operation)[0]);
    const takesFormat = operation.parameters?.some(({ name }) => name === "format");
    for (const kind of Object.keys(operation.responses[200].content)) {
      const request = takesFormat ? withParameter(operation, base, "format", FORMATS[kind]) : base;
      const answer = await send(operation, request, fault, [200]);
      const given = answer?.headers.get("content-type")?.split(";")[0];
      if (given !== kind) fault(`${kind} is documented, and ${given} is given`);
    }
  });
});

test("a held answer is not sent again where the contract says so, and nowhere else", async () => {
  await forEachOperation(async (operation, fault) => {
    const base = baseRequest(contract, operation, bodiesOf(contract, operation)[0]);
    let etag = (await send(operation, base, fault, [200]))?.headers.get("etag");
    if (Boolean(etag) !== "304" in operation.responses) fault(`ETag ${etag}, but 304 is documented otherwise`);
    // Right after the start the figures are put together anew, once the travel times are there: such an answer has another
    // ETag and is sent whole.
    for (let renewals = 1; etag; renewals -= 1) {
      const held = { ...base, headers: { "if-none-match": etag } };
      const answer = await send(operation, held, fault, renewals > 0 ? [200, 304] : [304]);
      const next = answer?.headers.get("etag");
      if (answer?.status === 200 && next === etag) fault(`the held answer ${etag} is sent again`);
      etag = answer?.status === 200 && renewals > 0 ? next : undefined;
    }
  });
});

test("each word of an enumeration and each limit is taken, and what lies outside is a problem", async () => {
  await forEachOperation(async (operation, fault) => {
    const base = baseRequest(contract, operation, bodiesOf(contract, operation)[0]);
    for (const { name, schema } of operation.parameters ?? []) {
      const { good, bad } = edges(contract, schema);
      const refused = REFUSED[operation.operationId]?.[name] ?? [];
      for (const value of good.filter((value) => !SLOW.has(`${name} ${value}`))) {
        const expected = refused.includes(value) ? [400] : [200];
        await send(operation, withParameter(operation, base, name, value), fault, expected);
      }
      for (const value of bad) {
        await send(operation, withParameter(operation, base, name, value), fault, [400, 404]);
      }
    }
  });
});

test("what is wrong is a problem", async () => {
  await forEachOperation(async (operation, fault) => {
    const base = baseRequest(contract, operation, bodiesOf(contract, operation)[0]);
    if ("400" in operation.responses) {
      const unknown = { ...base, query: [...base.query, ["no_such_parameter", "1"]] };
      await send(operation, unknown, fault, [400]);
    }
    if (operation.requestBody) {
      await send(operation, { ...base, body: { no_such_field: 1 } }, fault, [400]);
      await send(operation, { ...base, body: { no_such_field: "x".repeat(2 << 20) } }, fault, [413]);
    }
    const keys = Object.keys(base.path);
    if (keys.length) await send(operation, { ...base, path: { [keys[0]]: "no-such-key" } }, fault, [404]);
  });
});
