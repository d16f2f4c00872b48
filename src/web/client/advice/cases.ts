// The data of a case, and the file format for cases. Files are validated strictly: an error names the field, and
// nothing of a faulty file is loaded.

export interface Mark {
  id: string;
  name: string;
}

export interface Answer {
  settled: boolean;
  note: string;
}

export interface Case {
  id: string;
  label: string;
  /** The query of its search; empty before the first one. */
  search: string;
  /** Marked facilities, in the order of marking. */
  marks: Mark[];
  /** By the id of the question. */
  answers: Map<string, Answer>;
}

/** The largest number of tabs. */
export const MAX_CASES = 30;
/** As many as a saved list shows. */
export const MAX_MARKS = 100;
const MAX_LABEL = 60;
const MAX_NOTE = 4000;
/** The length of the longest query. */
export const MAX_SEARCH = 4000;
const FORMAT = "pflegekarte-beratung";
const VERSION = 1;

/** Why a text cannot be loaded, with the number of the case and its field if a single one is faulty. */
export class Unreadable extends Error {
  constructor(
    readonly reason: "unreadable" | "newer" | "case",
    readonly number = 0,
    readonly field = "",
  ) {
    super(reason);
  }
}

export function newCase(label: string): Case {
  return { id: newId(), label, search: "", marks: [], answers: new Map() };
}

/** `randomUUID` needs HTTPS; an office may use plain HTTP in its own network. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether two cases have the same content. */
export function sameCase(a: Case, b: Case): boolean {
  return writeCases([a]) === writeCases([b]);
}

export function writeCases(cases: readonly Case[]): string {
  const plain = cases.map((it) => ({ ...it, answers: Object.fromEntries([...it.answers].sort()) }));
  return JSON.stringify({ format: FORMAT, version: VERSION, cases: plain });
}

/** The cases of a text; throws `Unreadable`. */
export function readCases(text: string): Case[] {
  const file = parse(text);
  if (!isRecord(file) || file.format !== FORMAT) throw new Unreadable("unreadable");
  if (typeof file.version === "number" && file.version > VERSION) throw new Unreadable("newer");
  if (file.version !== VERSION || !Array.isArray(file.cases)) throw new Unreadable("unreadable");
  const cases = file.cases.map((it: unknown, at) => readCase(it, at + 1));
  cases.forEach((it, at) => {
    if (cases.findIndex((other) => other.id === it.id) !== at) throw new Unreadable("case", at + 1, "id");
  });
  return cases;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable("unreadable");
  }
}

function readCase(it: unknown, number: number): Case {
  const take = <T>(field: string, value: T | undefined): T => {
    if (value === undefined) throw new Unreadable("case", number, field);
    return value;
  };
  if (!isRecord(it)) throw new Unreadable("case", number, "case");
  const label = take("label", shortText(it.label, MAX_LABEL)).trim();
  return {
    id: take("id", shortText(it.id, 40, /^[a-z0-9-]+$/)),
    label: take("label", label || undefined),
    search: take("search", shortText(it.search, MAX_SEARCH)),
    marks: take("marks", list(it.marks, MAX_MARKS, readMark)),
    answers: new Map(take("answers", list(entries(it.answers), 1000, readAnswer))),
  };
}

function readMark(it: unknown): Mark | undefined {
  if (!isRecord(it)) return undefined;
  const id = shortText(it.id, 200, /^[A-Za-z0-9-]+$/);
  const name = shortText(it.name, 1000);
  return id === undefined || name === undefined ? undefined : { id, name };
}

function readAnswer(it: unknown): [string, Answer] | undefined {
  if (!Array.isArray(it) || !isRecord(it[1])) return undefined;
  const question = shortText(it[0], 60, /^[a-z-]+$/);
  const { settled } = it[1];
  const note = shortText(it[1].note, MAX_NOTE);
  if (question === undefined || note === undefined || typeof settled !== "boolean") return undefined;
  return [question, { settled, note }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function entries(value: unknown): unknown {
  return isRecord(value) ? Object.entries(value) : undefined;
}

function shortText(value: unknown, most: number, form = /(?:)/): string | undefined {
  return typeof value === "string" && value.length <= most && form.test(value) ? value : undefined;
}

/** All items of a list, or nothing if one of them is faulty. */
function list<T>(value: unknown, most: number, read: (it: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value) || value.length > most) return undefined;
  const all = value.map(read).filter((it) => it !== undefined);
  return all.length === value.length ? all : undefined;
}
