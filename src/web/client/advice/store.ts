// The cases of this browser, in its local storage. They are put there after the first change and leave it
// by the adviser's hand only: what cannot be read is put aside, and what cannot be stored is told.

import { type Case, readCases, writeCases } from "./cases";

const CASES = "pflegekarte-beratung";
const PUT_ASIDE = "pflegekarte-beratung-unlesbar";
/** Which case is open, for each tab of the browser by itself. */
const OPEN = "pflegekarte-beratung-fall";

/** Whether something unreadable stands where cases would be stored, and could not be put aside. */
let occupied = false;

export type SaveOutcome = "saved" | "full" | "blocked";

export interface Loaded {
  cases: Case[];
  /** What was found: cases or none, a storage that is closed, or something that cannot be read. */
  state: "fine" | "blocked" | "spoilt";
}

export function loadCases(): Loaded {
  let text: string | null;
  try {
    text = localStorage.getItem(CASES);
  } catch {
    return { cases: [], state: "blocked" };
  }
  if (text === null) return { cases: [], state: "fine" };
  try {
    return { cases: readCases(text), state: "fine" };
  } catch {
    return { cases: [], state: putAside(text) ? "spoilt" : "blocked" };
  }
}

/** Behind what was put aside before; so nothing is written over. */
function putAside(text: string): boolean {
  try {
    const before = localStorage.getItem(PUT_ASIDE);
    localStorage.removeItem(CASES);
    localStorage.setItem(PUT_ASIDE, before === null ? text : `${before}\n${text}`);
    return true;
  } catch {
    occupied = true;
    localStorage.setItem(CASES, text);
    return false;
  }
}

export function textPutAside(): string | null {
  try {
    return localStorage.getItem(PUT_ASIDE);
  } catch {
    return null;
  }
}

export function saveCases(cases: readonly Case[]): SaveOutcome {
  if (occupied) return "blocked";
  try {
    localStorage.setItem(CASES, writeCases(cases));
    return "saved";
  } catch (error) {
    return error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "blocked";
  }
}

export function deleteEverything(): void {
  try {
    for (const key of [CASES, PUT_ASIDE]) localStorage.removeItem(key);
    sessionStorage.removeItem(OPEN);
    occupied = false;
  } catch {
    // A storage that is closed holds nothing.
  }
}

export function openCaseId(): string | null {
  try {
    return sessionStorage.getItem(OPEN);
  } catch {
    return null;
  }
}

export function saveOpenCase(id: string): void {
  try {
    sessionStorage.setItem(OPEN, id);
  } catch {
    // Then the first case is open the next time.
  }
}

/** Another tab of the browser has changed the cases. */
export function onChangeElsewhere(act: () => void): void {
  window.addEventListener("storage", ({ key }) => {
    if (key === CASES || key === null) act();
  });
}
