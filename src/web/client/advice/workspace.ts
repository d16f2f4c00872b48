// The adviser's workspace: several cases in tabs. They are stored in this browser, saved to a file and loaded from
// one; only the adviser deletes them.

import { readMessages } from "../messages";
import { type Case, MAX_CASES, MAX_SEARCH, Unreadable, newCase, newId, readCases, sameCase, writeCases } from "./cases";
import { confirmIn } from "./confirm";
import { fileText, saveFile } from "./files";
import { CasePanel } from "./panel";
import * as store from "./store";
import { Tabs } from "./tabs";

const PAUSE_MS = 300;
const FAULTS = { unreadable: "file-unreadable", newer: "file-newer", case: "file-case" };

/** Opens the workspace on its page, which is complete without it. */
export function openWorkspace(root: HTMLElement): void {
  new Workspace(root);
}

class Workspace {
  private readonly message;
  private readonly pattern: HTMLElement;
  private readonly patternSearch: string;
  private readonly tabs: Tabs;
  private readonly panels = new Map<string, CasePanel>();
  private cases: Case[];
  private open: Case;
  private place: HTMLElement;
  private timer = 0;
  /** The page has changes that are not stored. */
  private unsaved = false;

  constructor(private readonly root: HTMLElement) {
    this.message = readMessages(root.dataset.words);
    root.classList.add("is-live");
    for (const part of root.querySelectorAll<HTMLElement>(".later")) part.hidden = false;
    this.place = this.part("case");
    this.pattern = this.place.cloneNode(true) as HTMLElement;
    this.patternSearch = window.location.search.slice(1);
    this.tabs = new Tabs(this.part("tabs"), {
      open: (item) => {
        this.show(item);
        store.saveOpenCase(item.id);
      },
      remove: (item) => void this.remove(item),
    });
    const { cases, state } = store.loadCases();
    this.cases = cases.length > 0 ? cases : [this.fresh([])];
    this.open = this.remembered();
    this.takeSearchOfAddress();
    this.redraw();
    if (state === "spoilt") this.announce(this.message("spoilt"));
    if (state === "blocked") this.warn("blocked");
    this.showSetAside();
    this.connectButtons();
    this.connectWindow();
  }

  private part<E extends HTMLElement>(name: string): E {
    const found = this.root.querySelector<E>(`[data-${name}]`);
    if (!found) throw new Error(`the page has no part "${name}"`);
    return found;
  }

  private announce(text: string): void {
    this.part("said").textContent = text;
  }

  private searched(failed: boolean): void {
    const sentence = this.message("search-failed");
    if (failed) this.announce(sentence);
    else if (this.part("said").textContent === sentence) this.announce("");
  }

  /** Stays until the browser can store again. */
  private warn(outcome: store.SaveOutcome): void {
    this.part("warned").textContent = outcome === "saved" ? "" : this.message(outcome === "full" ? "full" : "blocked");
  }

  private fresh(others: readonly Case[]): Case {
    const label = (number: number) => this.message("case", { number: String(number) });
    let number = 1;
    while (others.some((item) => item.label === label(number))) number += 1;
    return newCase(label(number));
  }

  private remembered(): Case {
    const id = store.openCaseId();
    return this.cases.find((item) => item.id === id) ?? this.cases[0] ?? this.fresh([]);
  }

  /** Moves a search from the address into a case. */
  private takeSearchOfAddress(): void {
    const search = this.patternSearch;
    if (search === "") return;
    history.replaceState(null, "", window.location.pathname);
    if (search.length > MAX_SEARCH) return;
    if (this.open.search !== "" && this.open.search !== search && this.cases.length < MAX_CASES) {
      this.open = this.fresh(this.cases);
      this.cases.push(this.open);
    }
    if (this.open.search === search) return;
    this.open.search = search;
    this.changed();
  }

  /** Shows all tabs and the open case again. */
  private redraw(): void {
    this.panels.clear();
    this.tabs.show(this.cases, this.open);
    this.show(this.open);
  }

  private show(item: Case): void {
    this.panels.get(this.open.id)?.leave();
    this.open = item;
    this.tabs.select(item);
    const panel = this.panel(item);
    if (this.place === panel.element) return;
    panel.takePlaceOf(this.place);
    this.place = panel.element;
  }

  private panel(item: Case): CasePanel {
    const known = this.panels.get(item.id);
    if (known) return known;
    const panel = new CasePanel(this.pattern, item, this.patternSearch, {
      changed: () => this.changed(),
      relabelled: (relabelled) => this.tabs.relabel(relabelled),
      remove: (removed) => void this.remove(removed),
      message: this.message,
      announce: (text) => this.announce(text),
      searched: (failed) => this.searched(failed),
    });
    this.panels.set(item.id, panel);
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
    const outcome = store.saveCases(this.cases);
    this.unsaved = outcome !== "saved";
    store.saveOpenCase(this.open.id);
    this.warn(outcome);
  }

  private connectButtons(): void {
    const on = (name: string, act: () => unknown) => this.part(name).addEventListener("click", () => void act());
    const chosen = this.part<HTMLInputElement>("import-file");
    on("new-case", () => this.add());
    on("export", () => saveFile(this.message("file-name"), writeCases(this.cases)));
    on("export-spoilt", () => saveFile(this.message("file-name"), store.textSetAside() ?? ""));
    on("delete-all", () => this.removeAll());
    on("import", () => chosen.click());
    chosen.addEventListener("change", () => {
      const file = chosen.files?.[0];
      if (file) void this.load(file);
      // So that the same file can be chosen again.
      chosen.value = "";
    });
  }

  private connectWindow(): void {
    // Before another window of the same browser can change the cases, or this one closes.
    for (const event of ["blur", "pagehide"]) window.addEventListener(event, () => this.save());
    window.addEventListener("beforeunload", (event) => {
      this.save();
      if (this.unsaved) event.preventDefault();
    });
    store.onChangeElsewhere(() => this.reread());
    // Restored from the history, while the cases may have changed.
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.reread());
  }

  private reread(): void {
    if (this.unsaved) return;
    const { cases } = store.loadCases();
    this.cases = cases.length > 0 ? cases : [this.fresh([])];
    this.open = this.cases.find((item) => item.id === this.open.id) ?? this.remembered();
    this.redraw();
  }

  private add(): void {
    if (this.isFull(1)) return;
    const item = this.fresh(this.cases);
    this.cases.push(item);
    this.tabs.show(this.cases, item);
    this.show(item);
    this.changed();
    this.panel(item).focusLabel();
  }

  private isFull(more: number): boolean {
    if (this.cases.length + more <= MAX_CASES) return false;
    this.announce(this.message("most-cases", { number: String(MAX_CASES) }));
    return true;
  }

  private async remove(item: Case): Promise<void> {
    if (!(await this.confirm("ask-case", { name: item.label }))) return;
    const at = this.cases.indexOf(item);
    this.cases.splice(at, 1);
    if (this.cases.length === 0) this.cases.push(this.fresh([]));
    this.panels.delete(item.id);
    const next = item === this.open ? this.cases[Math.min(at, this.cases.length - 1)] : this.open;
    this.tabs.show(this.cases, next ?? this.open);
    this.show(next ?? this.open);
    this.changed();
    this.save();
    this.tabs.focus(this.open);
    this.announce(this.message("case-deleted", { name: item.label }));
  }

  private async removeAll(): Promise<void> {
    if (!(await this.confirm("ask-all", { number: String(this.cases.length) }))) return;
    window.clearTimeout(this.timer);
    store.deleteEverything();
    this.unsaved = false;
    this.cases = [this.fresh([])];
    this.open = this.remembered();
    this.redraw();
    this.showSetAside();
    this.tabs.focus(this.open);
    this.announce(this.message("all-deleted"));
  }

  private confirm(question: string, values: Record<string, string>): Promise<boolean> {
    return confirmIn(this.part<HTMLDialogElement>("confirm"), this.message(question, values));
  }

  private showSetAside(): void {
    this.part("spoilt").hidden = store.textSetAside() === null;
  }

  private async load(file: File): Promise<void> {
    const { name } = file;
    const text = await fileText(file);
    if (text === undefined) {
      this.announce(this.message("file-large", { name }));
      return;
    }
    try {
      this.takeIn(readCases(text), name);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const values = { name, number: String(error.number), place: error.field };
      this.announce(this.message(FAULTS[error.reason], values));
    }
  }

  /** Adds new cases. A case that was changed since it was saved stays, and the saved version is added. */
  private takeIn(loaded: readonly Case[], name: string): void {
    const known = (item: Case) => this.cases.find((other) => other.id === item.id);
    const others = loaded.filter((item) => {
      const here = known(item);
      return !here || !sameCase(here, item);
    });
    if (this.isFull(others.length)) return;
    const added = others.map((item) => (known(item) ? { ...item, id: newId() } : item));
    const [first] = added;
    if (!first) {
      this.announce(this.message("loaded-none", { name }));
      return;
    }
    this.cases.push(...added);
    this.tabs.show(this.cases, first);
    this.show(first);
    this.changed();
    this.save();
    const id = added.length === 1 ? "loaded-one" : "loaded-many";
    this.announce(this.message(id, { name, number: String(added.length) }));
  }
}
