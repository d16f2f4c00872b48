// The contract as the running service gives it: its operations, the requests that it documents, and what an answer must
// be like.

import assert from "node:assert/strict";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const METHODS = ["get", "post", "put", "delete"];
const DOCUMENT = "contract";

/** Reads the contract of a service. */
export async function readContract(origin) {
  const answer = await fetch(`${origin}/openapi.json`);
  assert.equal(answer.status, 200);
  return new Contract(origin, await answer.json());
}

export class Contract {
  #ajv;
  #validators = new Map();

  constructor(origin, document) {
    this.origin = origin;
    this.document = document;
    this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) => ({ path, method, ...item[method] })),
    );
    // OpenAPI adds words such as `example` to those of JSON Schema.
    this.#ajv = new Ajv2020({ strict: false });
    addFormats(this.#ajv);
    this.#ajv.addSchema(closed(document), DOCUMENT);
  }

  /** Follows a reference within the document. */
  resolve(value) {
    const path = value?.$ref?.slice(2).split("/").map(unescape);
    return path ? this.resolve(path.reduce((at, name) => at[name], this.document)) : value;
  }

  /**
   * Sends a request of an operation, and fails unless the answer is as documented: status, media type, and a body that
   * is valid against its schema. Gives the status.
   */
  async send(operation, { path = {}, query = [], body, headers = {} }) {
    const url = this.#address(operation, path, query);
    const options = {
      method: operation.method.toUpperCase(),
      headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    };
    // A connection that was idle may be closed by the service just when it is used again.
    const answer = await fetch(url, options).catch(() => fetch(url, options));
    await this.#check(operation, answer, `${operation.method} ${url}${body ? ` ${JSON.stringify(body)}` : ""}`);
    return answer;
  }

  #address({ path: template }, path, query) {
    const filled = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name]));
    const search = new URLSearchParams(query).toString();
    return `${this.origin}${filled}${search && `?${search}`}`;
  }

  async #check(operation, answer, request) {
    const documented = operation.responses[answer.status];
    const text = await answer.clone().text();
    assert.ok(documented, `${request}: status ${answer.status} is not documented: ${text.slice(0, 300)}`);
    const content = documented.content ?? {};
    const [kind] = (answer.headers.get("content-type") ?? "").split(";");
    if (kind === "" && Object.keys(content).length === 0) {
      assert.equal(text, "", `${request}: a body where none is documented`);
      return;
    }
    assert.ok(content[kind], `${request}: ${answer.status} with ${kind} is not documented`);
    if (kind.endsWith("json")) this.#validate(operation, answer.status, kind, JSON.parse(text), request);
    else if (kind === "text/csv") checkCsv(content[kind], text, request);
  }

  #validate({ path, method }, status, kind, body, request) {
    const steps = ["paths", path, method, "responses", status, "content", kind, "schema"];
    const pointer = `${DOCUMENT}#/${steps.map(escape).join("/")}`;
    const validate = this.#validators.get(pointer) ?? this.#ajv.compile({ $ref: pointer });
    this.#validators.set(pointer, validate);
    const faults = validate(body) ? [] : validate.errors.slice(0, 5);
    const shown = faults.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
    assert.deepEqual(shown, [], `${request}: the body of ${status} does not fit its schema`);
  }
}

/** The columns of a CSV are in the example of its media type: the header line. */
function checkCsv({ example }, text, request) {
  assert.ok(example, `${request}: the columns are not documented`);
  assert.equal(text.split("\n")[0].trim(), example.split("\n")[0].trim(), `${request}: other columns`);
}

/** A step of a JSON pointer in a URI. */
function escape(step) {
  return encodeURIComponent(String(step).replaceAll("~", "~0").replaceAll("/", "~1"));
}

function unescape(step) {
  return decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
}

/**
 * The document with no room for fields that it does not name. Clients must bear new fields, so the contract leaves room
 * for them; a field of today that is not documented is a fault.
 */
function closed(document) {
  const copy = structuredClone(document);
  for (const path of Object.values(copy.paths)) {
    for (const operation of Object.values(path)) {
      for (const response of Object.values(operation.responses ?? {})) {
        for (const { schema } of Object.values(response.content ?? {})) close(schema);
      }
    }
  }
  const parts = new Set(namesOfParts(copy));
  for (const [name, schema] of Object.entries(copy.components.schemas)) close(schema, parts.has(name));
  return copy;
}

/** The schemas that are put together with others to a whole. */
function namesOfParts(value) {
  if (!value || typeof value !== "object") return [];
  const whole = value.allOf?.length > 1 ? value.allOf : [];
  const parts = whole.flatMap((part) => [part, ...(part.oneOf ?? [])]).filter(({ $ref }) => $ref);
  return [...parts.map(({ $ref }) => $ref.split("/").pop()), ...Object.values(value).flatMap(namesOfParts)];
}

function close(schema, isPart = false) {
  if (!schema || typeof schema !== "object") return;
  // A part of a whole does not know the fields of the other parts.
  if (schema.allOf) {
    for (const part of schema.allOf) close(part, schema.allOf.length > 1);
    if (!isPart && schema.allOf.length > 1) schema.unevaluatedProperties = false;
  } else if (schema.properties && schema.additionalProperties === undefined && !isPart) {
    schema.unevaluatedProperties = false;
  }
  for (const property of Object.values(schema.properties ?? {})) close(property);
  for (const list of [schema.oneOf, schema.anyOf, schema.prefixItems]) for (const one of list ?? []) close(one);
  if (typeof schema.items === "object") close(schema.items);
  if (typeof schema.additionalProperties === "object") close(schema.additionalProperties);
}
