// The adviser's desk: several cases in tabs. They are kept in this browser, saved as a file and loaded from
// one, and deleted for good, always by the adviser's hand.

import { speaker } from "../words";
import { type Case, MOST_CASES, MOST_SEARCH, Unreadable, newCase, newId, readCases, sameCase, writeCases } from "./cases";
import { confirmIn } from "./confirm";
import { fileText, saveFile } from "./files";
import { CasePanel } from "./panel";
import * as store from "./store";
import { Tabs } from "./tabs";

const PAUSE_MS = 300;
const FAULTS = { unreadable: "file-unreadable", newer: "file-newer", case: "file-case" };

/** Opens the desk on its page, which is complete without it. */
export function openDesk(root: HTMLElement): void {
  new Desk(root);
}

class Desk {
  private readonly say;
  private readonly pattern: HTMLElement;
  private readonly patternSearch: string;
  private readonly tabs: Tabs;
  private readonly panels = new Map<string, CasePanel>();
  private cases: Case[];
  private open: Case;
  private place: HTMLElement;
  private timer = 0;
  /** Something is on this page that the browser has not stored. */
  private unsaved = false;

  constructor(private readonly root: HTMLElement) {
    this.say = speaker(root.dataset.words);
    root.classList.add("is-live");
    for (const part of root.querySelectorAll<HTMLElement>(".later")) part.hidden = false;
    this.place = this.part("case");
    this.pattern = this.place.cloneNode(true) as HTMLElement;
    this.patternSearch = window.location.search.slice(1);
    this.tabs = new Tabs(this.part("tabs"), {
      open: (its) => {
        this.show(its);
        store.keepOpenCase(its.id);
      },
      remove: (its) => void this.remove(its),
    });
    const { cases, state } = store.loadCases();
    this.cases = cases.length > 0 ? cases : [this.fresh([])];
    this.open = this.remembered();
    this.takeSearchOfAddress();
    this.redraw();
    if (state === "spoilt") this.tell(this.say("spoilt"));
    if (state === "blocked") this.warn("blocked");
    this.showPutAside();
    this.connectButtons();
    this.connectWindow();
  }

  private part<E extends HTMLElement>(name: string): E {
    const found = this.root.querySelector<E>(`[data-${name}]`);
    if (!found) throw new Error(`the page has no part "${name}"`);
    return found;
  }

  private tell(text: string): void {
    this.part("said").textContent = text;
  }

  private searched(failed: boolean): void {
    const sentence = this.say("search-failed");
    if (failed) this.tell(sentence);
    else if (this.part("said").textContent === sentence) this.tell("");
  }

  /** Stays until the browser stores again. */
  private warn(outcome: store.Kept): void {
    this.part("warned").textContent = outcome === "kept" ? "" : this.say(outcome === "full" ? "full" : "blocked");
  }

  private fresh(others: readonly Case[]): Case {
    const label = (number: number) => this.say("case", { number: String(number) });
    let number = 1;
    while (others.some((its) => its.label === label(number))) number += 1;
    return newCase(label(number));
  }

  private remembered(): Case {
    const id = store.openCaseId();
    return this.cases.find((its) => its.id === id) ?? this.cases[0] ?? this.fresh([]);
  }

  /** A search in the address becomes one of a case, and the address forgets it. */
  private takeSearchOfAddress(): void {
    const search = this.patternSearch;
    if (search === "") return;
    history.replaceState(null, "", window.location.pathname);
    if (search.length > MOST_SEARCH) return;
    if (this.open.search !== "" && this.open.search !== search && this.cases.length < MOST_CASES) {
      this.open = this.fresh(this.cases);
      this.cases.push(this.open);
    }
    if (this.open.search === search) return;
    this.open.search = search;
    this.changed();
  }

  /** Shows all tabs anew, and the open case. */
  private redraw(): void {
    this.panels.clear();
    this.tabs.show(this.cases, this.open);
    this.show(this.open);
  }

  private show(its: Case): void {
    this.panels.get(this.open.id)?.leave();
    this.open = its;
    this.tabs.select(its);
    const panel = this.panel(its);
    if (this.place === panel.element) return;
    panel.takePlaceOf(this.place);
    this.place = panel.element;
  }

  private panel(its: Case): CasePanel {
    const known = this.panels.get(its.id);
    if (known) return known;
    const panel = new CasePanel(this.pattern, its, this.patternSearch, {
      changed: () => this.changed(),
      relabelled: (relabelled) => this.tabs.relabel(relabelled),
      remove: (removed) => void this.remove(removed),
      say: this.say,
      tell: (text) => this.tell(text),
      searched: (failed) => this.searched(failed),
    });
    this.panels.set(its.id, panel);
    return panel;
  }

  private changed(): void {
    this.unsaved = true;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), PAUSE_MS);
  }

  private save(): void {
    if (!this.unsaved) return;
    window.clearTimeout(this.timer);
    const outcome = store.keepCases(this.cases);
    this.unsaved = outcome !== "kept";
    store.keepOpenCase(this.open.id);
    this.warn(outcome);
  }

  private connectButtons(): void {
    const on = (name: string, act: () => unknown) => this.part(name).addEventListener("click", () => void act());
    const chosen = this.part<HTMLInputElement>("import-file");
    on("new-case", () => this.add());
    on("export", () => saveFile(this.say("file-name"), writeCases(this.cases)));
    on("export-spoilt", () => saveFile(this.say("file-name"), store.textPutAside() ?? ""));
    on("delete-all", () => this.removeAll());
    on("import", () => chosen.click());
    chosen.addEventListener("change", () => {
      const file = chosen.files?.[0];
      if (file) void this.load(file);
      // So that the same file can be chosen once more.
      chosen.value = "";
    });
  }

  private connectWindow(): void {
    // Before another window of the same browser may change the cases, or this one goes.
    for (const event of ["blur", "pagehide"]) window.addEventListener(event, () => this.save());
    window.addEventListener("beforeunload", (event) => {
      this.save();
      if (this.unsaved) event.preventDefault();
    });
    store.onChangeElsewhere(() => this.reread());
    // Brought back by the history as it was left, while the cases may have changed.
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.reread());
  }

  private reread(): void {
    if (this.unsaved) return;
    const { cases } = store.loadCases();
    this.cases = cases.length > 0 ? cases : [this.fresh([])];
    this.open = this.cases.find((its) => its.id === this.open.id) ?? this.remembered();
    this.redraw();
  }

  private add(): void {
    if (this.isFull(1)) return;
    const its = this.fresh(this.cases);
    this.cases.push(its);
    this.tabs.show(this.cases, its);
    this.show(its);
    this.changed();
    this.panel(its).focusLabel();
  }

  private isFull(more: number): boolean {
    if (this.cases.length + more <= MOST_CASES) return false;
    this.tell(this.say("most-cases", { number: String(MOST_CASES) }));
    return true;
  }

  private async remove(its: Case): Promise<void> {
    if (!(await this.confirm("ask-case", { name: its.label }))) return;
    const at = this.cases.indexOf(its);
    this.cases.splice(at, 1);
    if (this.cases.length === 0) this.cases.push(this.fresh([]));
    this.panels.delete(its.id);
    const next = its === this.open ? this.cases[Math.min(at, this.cases.length - 1)] : this.open;
    this.tabs.show(this.cases, next ?? this.open);
    this.show(next ?? this.open);
    this.changed();
    this.save();
    this.tabs.focus(this.open);
    this.tell(this.say("case-deleted", { name: its.label }));
  }

  private async removeAll(): Promise<void> {
    if (!(await this.confirm("ask-all", { number: String(this.cases.length) }))) return;
    window.clearTimeout(this.timer);
    store.forgetEverything();
    this.unsaved = false;
    this.cases = [this.fresh([])];
    this.open = this.remembered();
    this.redraw();
    this.showPutAside();
    this.tabs.focus(this.open);
    this.tell(this.say("all-deleted"));
  }

  private confirm(question: string, values: Record<string, string>): Promise<boolean> {
    return confirmIn(this.part<HTMLDialogElement>("confirm"), this.say(question, values));
  }

  private showPutAside(): void {
    this.part("spoilt").hidden = store.textPutAside() === null;
  }

  private async load(file: File): Promise<void> {
    const { name } = file;
    const text = await fileText(file);
    if (text === undefined) {
      this.tell(this.say("file-large", { name }));
      return;
    }
    try {
      this.takeIn(readCases(text), name);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const values = { name, number: String(error.number), place: error.field };
      this.tell(this.say(FAULTS[error.reason], values));
    }
  }

  /** Adds what is not there yet. A case that was changed since it was saved stays, and the saved one comes beside it. */
  private takeIn(loaded: readonly Case[], name: string): void {
    const known = (its: Case) => this.cases.find((other) => other.id === its.id);
    const others = loaded.filter((its) => {
      const here = known(its);
      return !here || !sameCase(here, its);
    });
    if (this.isFull(others.length)) return;
    const added = others.map((its) => (known(its) ? { ...its, id: newId() } : its));
    const [first] = added;
    if (!first) {
      this.tell(this.say("loaded-none", { name }));
      return;
    }
    this.cases.push(...added);
    this.tabs.show(this.cases, first);
    this.show(first);
    this.changed();
    this.save();
    const id = added.length === 1 ? "loaded-one" : "loaded-many";
    this.tell(this.say(id, { name, number: String(added.length) }));
  }
}
