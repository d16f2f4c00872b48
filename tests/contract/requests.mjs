// The requests that follow from the contract: its examples, and values at and beyond what it names.

import assert from "node:assert/strict";

/**
 * What a parameter goes with, or cannot go without. The contract says it in the descriptions, for which JSON Schema has
 * no words. `replace` stands in place of parameters of the base.
 */
const COMPANIONS = {
  list_facilities: {
    lat: { lon: "11.4957" },
    lon: { lat: "53.3249" },
    radius_km: { near: "Ludwigslust" },
    max_minutes: { near: "Ludwigslust" },
    mode: { near: "Ludwigslust" },
    sort: { near: "Ludwigslust", category: "day_care" },
    free_places: { category: "day_care" },
  },
  get_forecast: {
    aged: { more_than: "1", draws: "20" },
    more_than: { draws: "20" },
    question: { draws: "20", to: "2036" },
    by: { to: "2030" },
    from: { to: "2050" },
    to: { from: "1990" },
  },
  get_explanation: { age_from: { age_to: "64" }, age_to: { age_from: "80" } },
  post_explanation: { age_from: { age_to: "64" }, age_to: { age_from: "80" } },
  list_values: { from: { to: "2100" }, to: { from: "1990" } },
};

/** The request with all that an operation must be given, taken from its examples. */
export function baseRequest(contract, operation, body) {
  const request = { path: {}, query: [], body };
  for (const parameter of operation.parameters ?? []) {
    if (!parameter.required) continue;
    const [example] = examplesOf(contract, parameter);
    assert.ok(example !== undefined, `${operation.operationId}: ${parameter.name} is required and has no example`);
    if (parameter.in === "path") request.path[parameter.name] = example;
    else request.query.push([parameter.name, `${example}`]);
  }
  return request;
}

/** The request of an operation with one more parameter, or another value for one. */
export function withParameter(operation, base, name, value) {
  const { in: where } = operation.parameters.find((parameter) => parameter.name === name);
  if (where === "path") return { ...base, path: { ...base.path, [name]: value } };
  const beside = { ...COMPANIONS[operation.operationId]?.[name] };
  const others = base.query.filter(([other]) => other !== name && !(other in beside));
  const values = Array.isArray(value) ? value : [value];
  return {
    ...base,
    query: [...others, ...Object.entries(beside), ...values.map((one) => [name, `${one}`])],
  };
}

/** The bodies that an operation documents; one without a body has `undefined`. */
export function bodiesOf(contract, operation) {
  if (!operation.requestBody) return [undefined];
  const { example, examples = {} } = operation.requestBody.content["application/json"];
  const bodies = [...(example === undefined ? [] : [example]), ...Object.values(examples).map(({ value }) => value)];
  assert.ok(bodies.length > 0, `${operation.operationId} has a body without an example`);
  return bodies;
}

/** The values of a parameter that the contract shows: examples and the default. */
export function examplesOf(contract, { example, examples = {}, schema }) {
  const resolved = contract.resolve(schema) ?? {};
  const shown = [example, ...Object.values(examples).map(({ value }) => value), ...(resolved.examples ?? [])];
  return [...shown, resolved.example, resolved.default].filter((value) => value !== undefined && value !== null);
}

/**
 * Values at the edge of a schema: `good` ones are inside, `bad` ones are just outside.
 */
export function edges(contract, schema) {
  const resolved = withoutNull(contract, schema);
  const values = resolved.enum ?? (resolved.const === undefined ? undefined : [resolved.const]);
  if (values) return { good: values.filter((value) => value !== null), bad: ["no-such-word"] };
  if (resolved.type === "array") {
    const { good, bad } = edges(contract, resolved.items);
    const ofMany = (value) => [value];
    const long = resolved.maxItems && good.length ? [Array(resolved.maxItems + 1).fill(good[0])] : [];
    return { good: good.map(ofMany), bad: [...bad.map(ofMany), ...long] };
  }
  if (resolved.type === "string") return edgesOfText(resolved);
  return ["integer", "number"].includes(resolved.type) ? edgesOfNumber(resolved) : { good: [], bad: [] };
}

/** What a long text means is another question: it may name nothing. */
function edgesOfText({ maxLength, minLength, pattern }) {
  if (pattern) return { good: [], bad: ["!"] };
  const bad = [...(maxLength ? ["x".repeat(maxLength + 1)] : []), ...(minLength ? [""] : [])];
  return { good: [], bad };
}

function edgesOfNumber({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }) {
  const step = type === "integer" ? 1 : 0.001;
  // Beyond what a number of JavaScript says exactly there is no next one.
  const isExact = (value) => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  const good = [
    ...[minimum, maximum].filter(isExact),
    ...(isExact(exclusiveMinimum) ? [exclusiveMinimum + step] : []),
    ...(isExact(exclusiveMaximum) ? [exclusiveMaximum - step] : []),
  ];
  const bad = [
    ...(isExact(minimum) ? [minimum - step] : []),
    ...(isExact(maximum) ? [maximum + step] : []),
    ...[exclusiveMinimum, exclusiveMaximum].filter(isExact),
  ];
  return { good, bad };
}

/** The schema of a value that is there. */
function withoutNull(contract, schema) {
  const resolved = contract.resolve(schema) ?? {};
  const choice = (resolved.oneOf ?? resolved.anyOf)?.filter(({ type }) => type !== "null");
  if (choice?.length === 1) return withoutNull(contract, choice[0]);
  const [type] = [resolved.type].flat().filter((one) => one !== "null");
  return { ...resolved, type };
}
