// The cases of this browser in its local storage. They are stored from the first change on, and only the adviser
// deletes them: unreadable data are set aside, and failures to store are reported.

import { type Case, readCases, writeCases } from "./cases";

const CASES = "pflegekarte-beratung";
const SET_ASIDE = "pflegekarte-beratung-unlesbar";
/** The open case, for each browser tab separately. */
const OPEN = "pflegekarte-beratung-fall";

/** Whether unreadable data could not be set aside, so that nothing can be stored. */
let occupied = false;

export type SaveOutcome = "saved" | "full" | "blocked";

export interface Loaded {
  cases: Case[];
  /** Cases or none, no access to the storage, or unreadable data. */
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
    return { cases: [], state: setAside(text) ? "spoilt" : "blocked" };
  }
}

/** Appends to what was set aside before, so that nothing is overwritten. */
function setAside(text: string): boolean {
  try {
    const before = localStorage.getItem(SET_ASIDE);
    localStorage.removeItem(CASES);
    localStorage.setItem(SET_ASIDE, before === null ? text : `${before}\n${text}`);
    return true;
  } catch {
    occupied = true;
    localStorage.setItem(CASES, text);
    return false;
  }
}

export function textSetAside(): string | null {
  try {
    return localStorage.getItem(SET_ASIDE);
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
    for (const key of [CASES, SET_ASIDE]) localStorage.removeItem(key);
    sessionStorage.removeItem(OPEN);
    occupied = false;
  } catch {
    // Without access there is nothing to delete.
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
    // Then the first case is opened next time.
  }
}

/** Another tab of the browser has changed the cases. */
export function onChangeElsewhere(act: () => void): void {
  window.addEventListener("storage", ({ key }) => {
    if (key === CASES || key === null) act();
  });
}
