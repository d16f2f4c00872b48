// The panel of one case: its label, its search with marks, the chosen facilities, and the questions with notes.
// Label and notes are stored in the case only.

import { makeCombobox } from "../combobox";
import { leaveOutEmptyFields } from "../empty_fields";
import { connectDistanceLimit } from "../distance_limit";
import { base } from "../messages";
import { printPage } from "../print";
import { type Answer, type Case, MAX_MARKS, MAX_SEARCH } from "./cases";
import { fetchChosen, fetchSearch, isSearchLink, queryOf } from "./search";
import { tabId } from "./tabs";

/** Delay before a list is fetched, for moving through several tabs by arrow keys. */
const PAUSE_MS = 200;

export interface PanelActions {
  changed(): void;
  relabelled(item: Case): void;
  remove(item: Case): void;
  message(name: string, values?: Record<string, string>): string;
  announce(text: string): void;
  searched(failed: boolean): void;
}

export class CasePanel {
  readonly element: HTMLElement;
  private readonly work: HTMLElement;
  private request = new AbortController();
  private printed = new AbortController();
  private timer = 0;

  /** `shown` is the search whose result the pattern contains. */
  constructor(
    pattern: HTMLElement,
    private readonly item: Case,
    private shown: string,
    private readonly actions: PanelActions,
  ) {
    this.element = pattern.cloneNode(true) as HTMLElement;
    this.element.setAttribute("role", "tabpanel");
    this.element.setAttribute("aria-labelledby", tabId(item));
    this.work = this.part("work");
    this.connectHead();
    this.connectWork();
    this.connectQuestions();
    this.connectList();
    this.showChosen();
  }

  /** Replaces another panel. Its list is fetched if it is not there yet. */
  takePlaceOf(other: HTMLElement): void {
    other.replaceWith(this.element);
    if (this.item.search === this.shown) return;
    this.timer = window.setTimeout(() => void this.search(this.item.search, false), PAUSE_MS);
  }

  /** Cancels a pending list. */
  leave(): void {
    window.clearTimeout(this.timer);
    this.request.abort();
    this.work.removeAttribute("aria-busy");
  }

  focusLabel(): void {
    const input = this.part<HTMLInputElement>("label");
    input.focus();
    input.select();
  }

  private part<E extends HTMLElement>(name: string): E {
    const found = this.element.querySelector<E>(`[data-${name}]`);
    if (!found) throw new Error(`the page has no part "${name}"`);
    return found;
  }

  private connectHead(): void {
    const input = this.part<HTMLInputElement>("label");
    const printed = this.part("label-printed");
    input.value = printed.textContent = this.item.label;
    input.addEventListener("input", () => {
      this.item.label = printed.textContent = input.value.trim() || this.item.label;
      this.actions.relabelled(this.item);
      this.actions.changed();
    });
    input.addEventListener("blur", () => (input.value = this.item.label));
    this.part("print-case").addEventListener("click", () => void printPage());
    this.part("delete-case").addEventListener("click", () => this.actions.remove(this.item));
  }

  private connectWork(): void {
    this.work.addEventListener("submit", (event) => {
      if (!(event.target instanceof HTMLFormElement) || !event.target.matches("[data-case-form]")) return;
      event.preventDefault();
      void this.search(queryOf(event.target), true);
    });
    this.work.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link || !isSearchLink(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      void this.search(new URL(link.href).search.slice(1), true);
    });
    // A pending list must not replace a form that is being filled in.
    this.work.addEventListener("input", ({ target }) => {
      if (target instanceof Element && target.closest("[data-case-form]")) this.leave();
    });
    this.work.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement && event.target.matches("[data-mark]")) this.mark(event.target);
    });
  }

  private async search(query: string, asked: boolean): Promise<void> {
    window.clearTimeout(this.timer);
    this.request.abort();
    this.request = new AbortController();
    const { signal } = this.request;
    this.work.setAttribute("aria-busy", "true");
    try {
      const answer = await fetchSearch(query, signal);
      this.put(answer, asked);
      this.shown = this.searchAnswered(query);
      if (asked) this.keep(this.shown);
      this.actions.searched(false);
    } catch {
      if (!signal.aborted) {
        if (asked) this.keep(withoutPlace(query));
        this.actions.searched(true);
      }
    }
    if (!signal.aborted) this.work.removeAttribute("aria-busy");
  }

  private keep(search: string): void {
    if (this.item.search === search || search.length > MAX_SEARCH) return;
    this.item.search = search;
    this.actions.changed();
  }

  /** A search as the browser stores it. What was typed may be an address: the answer names the locality that was taken of it,
   *  and a place that was not found is not stored at all. */
  private searchAnswered(query: string): string {
    const place = this.work.querySelector<HTMLInputElement>("[data-case-place]");
    const fields = new URLSearchParams(query);
    if (!place || !fields.has("near") || fields.get("near") === place.value && !place.ariaInvalid) return query;
    if (place.ariaInvalid || place.value === "") return withoutPlace(query);
    fields.set("near", place.value);
    return fields.toString();
  }

  /** The focus moves to a requested answer and otherwise stays in its field. */
  private put(answer: DocumentFragment, asked: boolean): void {
    const field = [...this.form.elements].indexOf(document.activeElement ?? this.form);
    this.work.replaceChildren(answer);
    this.connectList();
    if (asked) this.focusAnswer();
    else if (field >= 0) (this.form.elements[field] as HTMLElement | undefined)?.focus();
  }

  private get form(): HTMLFormElement {
    return this.part("case-form");
  }

  private focusAnswer(): void {
    const found = this.work.querySelector<HTMLElement>("[aria-invalid='true'], #results-heading");
    found?.focus();
  }

  /** Connects the scripts of a new list. */
  private connectList(): void {
    const place = this.work.querySelector<HTMLInputElement>("[data-case-place]");
    if (place) makeCombobox(place);
    connectDistanceLimit(this.form);
    leaveOutEmptyFields(this.form);
    for (const buttons of this.work.querySelectorAll<HTMLElement>("[data-case-buttons]")) buttons.hidden = true;
    this.showTicks();
    const groups = this.form.dataset.groups?.split(" ") ?? [];
    for (const group of this.element.querySelectorAll<HTMLDetailsElement>("details[data-group]")) {
      if (groups.includes(group.dataset.group ?? "")) group.open = true;
    }
  }

  private showTicks(): void {
    const ids = new Set(this.item.marks.map((mark) => mark.id));
    for (const box of this.work.querySelectorAll<HTMLInputElement>("[data-mark]")) box.checked = ids.has(box.value);
  }

  private mark(box: HTMLInputElement): void {
    if (box.checked && this.item.marks.length >= MAX_MARKS) {
      box.checked = false;
      this.actions.announce(this.actions.message("most-marks", { number: String(MAX_MARKS) }));
      return;
    }
    const others = this.item.marks.filter((mark) => mark.id !== box.value);
    const mark = { id: box.value, name: box.dataset.mark ?? "" };
    this.choose(box.checked ? [...others, mark] : others);
  }

  private choose(marks: Case["marks"]): void {
    this.item.marks = marks;
    this.showChosen();
    this.actions.changed();
  }

  private showChosen(): void {
    const { marks } = this.item;
    const ids = marks.map((mark) => `id=${encodeURIComponent(mark.id)}`).join("&");
    this.part("chosen-list").replaceChildren(...marks.map((mark) => this.chosenEntry(mark)));
    this.part("chosen-none").hidden = marks.length > 0;
    this.part("chosen-tools").hidden = marks.length === 0;
    this.part("chosen-several").hidden = marks.length < 2;
    this.part<HTMLAnchorElement>("chosen-kept").href = `${base}/merkliste?${ids}`;
    this.part<HTMLAnchorElement>("chosen-compare").href = `${base}/vergleich?${ids}`;
    void this.fillPrinted(ids);
  }

  /** Addresses, telephones and places for print. Until they are there, the names alone are printed. */
  private async fillPrinted(ids: string): Promise<void> {
    this.printed.abort();
    this.printed = new AbortController();
    const { signal } = this.printed;
    const printed = this.part("chosen-printed");
    const names = this.part("chosen-list");
    printed.hidden = true;
    names.classList.remove("screen-only");
    if (ids === "") return;
    try {
      printed.replaceChildren(await fetchChosen(ids, signal));
      printed.hidden = false;
      names.classList.add("screen-only");
    } catch {
      // Without an answer the names are printed.
    }
  }

  private chosenEntry(mark: Case["marks"][number]): HTMLLIElement {
    const entry = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${base}/einrichtung/${encodeURIComponent(mark.id)}`;
    link.textContent = mark.name;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "button-quiet";
    remove.textContent = this.actions.message("remove");
    remove.setAttribute("aria-label", `${this.actions.message("remove")}: ${mark.name}`);
    remove.addEventListener("click", () => this.unchoose(mark.id));
    entry.append(link, " ", remove);
    return entry;
  }

  /** The focus moves to the entry that follows, so that it is not lost. */
  private unchoose(id: string): void {
    const at = this.item.marks.findIndex((mark) => mark.id === id);
    this.choose(this.item.marks.filter((mark) => mark.id !== id));
    this.showTicks();
    const buttons = this.part("chosen-list").querySelectorAll("button");
    const next = buttons[Math.min(at, buttons.length - 1)];
    (next ?? this.part<HTMLElement>("chosen-heading")).focus();
  }

  private connectQuestions(): void {
    for (const entry of this.element.querySelectorAll<HTMLElement>("[data-question]")) {
      const box = entry.querySelector<HTMLInputElement>("[data-settled]");
      const note = entry.querySelector<HTMLTextAreaElement>("[data-note]");
      const printed = entry.querySelector<HTMLElement>("[data-note-printed]");
      if (!box || !note || !printed) continue;
      const answer: Answer = this.item.answers.get(entry.dataset.question ?? "") ?? { settled: false, note: "" };
      box.checked = answer.settled;
      note.value = printed.textContent = answer.note;
      const take = () => {
        printed.textContent = note.value;
        this.answer(entry.dataset.question ?? "", { settled: box.checked, note: note.value });
      };
      box.addEventListener("change", take);
      note.addEventListener("input", take);
    }
  }

  private answer(question: string, answer: Answer): void {
    if (answer.settled || answer.note !== "") this.item.answers.set(question, answer);
    else this.item.answers.delete(question);
    this.actions.changed();
  }
}

function withoutPlace(query: string): string {
  const fields = new URLSearchParams(query);
  fields.delete("near");
  return fields.toString();
}
