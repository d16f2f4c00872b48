// An editable combobox with a list of suggestions, after the ARIA Authoring Practices Guide
// ("Editable Combobox With List Autocomplete"): the focus stays in the field, the arrow keys move
// through the list, Enter takes an entry, Escape closes the list.

import { message } from "./messages";
import { type Suggestion, suggest } from "./localities";

const SHORTEST_TEXT = 2;
/** Faster keystrokes are combined to one request. */
const PAUSE_MS = 30;
/** The number of suggestions is announced when typing pauses, so that it does not interrupt the reading of keys. */
const ANNOUNCE_MS = 400;

/** What stays free above the field, so that its label is seen, and below its list, in pixels. */
const ROOM_ABOVE = 48;
const ROOM_BELOW = 8;

/** Turns a plain text field into a combobox for localities and addresses. */
export function makeCombobox(input: HTMLInputElement): void {
  new Combobox(input);
}

class Combobox {
  private readonly list = document.createElement("ul");
  private readonly status = document.createElement("p");
  private active = -1;
  private timer = 0;
  private announcing = 0;
  private request = new AbortController();

  constructor(private readonly input: HTMLInputElement) {
    this.buildList();
    this.markInput();
    input.addEventListener("input", () => this.askSoon());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => this.close());
  }

  private buildList(): void {
    this.list.id = `${this.input.id}-suggestions`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", message("suggestions"));
    this.list.hidden = true;
    // Otherwise pressing an entry would move the focus and close the list.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.input.after(this.list, this.status);
  }

  private markInput(): void {
    this.input.autocomplete = "off";
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.setAttribute("aria-expanded", "false");
  }

  private askSoon(): void {
    window.clearTimeout(this.timer);
    this.request.abort();
    if (this.input.value.trim().length < SHORTEST_TEXT) {
      this.close();
      return;
    }
    this.timer = window.setTimeout(() => void this.ask(), PAUSE_MS);
  }

  private async ask(): Promise<void> {
    this.request = new AbortController();
    const { signal } = this.request;
    try {
      const suggestions = await suggest(this.input.value.trim(), signal);
      if (!signal.aborted) this.show(suggestions);
    } catch {
      // The field works without suggestions.
      if (!signal.aborted) this.close();
    }
  }

  private show(suggestions: Suggestion[]): void {
    this.list.replaceChildren(...suggestions.map((suggestion, index) => this.option(suggestion, index)));
    this.setActive(-1);
    const open = suggestions.length > 0 && document.activeElement === this.input;
    this.list.hidden = !open;
    if (open) this.reveal();
    this.input.setAttribute("aria-expanded", String(open));
    window.clearTimeout(this.announcing);
    this.announcing = window.setTimeout(() => (this.status.textContent = announcement(suggestions.length)), ANNOUNCE_MS);
  }

  /** Moves the page up as far as the field stays in sight, where the list would hang below the window or the keyboard. */
  private reveal(): void {
    const height = window.visualViewport?.height ?? window.innerHeight;
    const hidden = this.list.getBoundingClientRect().bottom - height;
    const room = this.input.getBoundingClientRect().top - ROOM_ABOVE;
    if (hidden > 0 && room > 0) window.scrollBy({ top: Math.min(hidden + ROOM_BELOW, room), behavior: "instant" });
  }

  private option({ label, text }: Suggestion, index: number): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = text;
    option.dataset.label = label;
    option.addEventListener("click", () => this.take(label));
    return option;
  }

  private close(): void {
    window.clearTimeout(this.timer);
    window.clearTimeout(this.announcing);
    this.request.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.status.textContent = "";
    this.setActive(-1);
  }

  private take(label: string): void {
    this.input.value = label;
    this.close();
  }

  private setActive(index: number): void {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.options[index];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  private get options(): HTMLLIElement[] {
    return [...this.list.children] as HTMLLIElement[];
  }

  /** Moves one step through the list; the field is before the first and after the last entry. */
  private move(step: 1 | -1): void {
    const stops = this.options.length + 1;
    this.setActive(((this.active + 1 + step + stops) % stops) - 1);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing || this.list.hidden) {
      if (event.key === "ArrowDown" && !event.isComposing) this.askSoon();
      // Escape also cancels pending suggestions.
      if (event.key === "Escape") this.close();
      return;
    }
    if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(-1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.active >= 0) {
      this.take(this.options[this.active]?.dataset.label ?? this.input.value);
    } else return;
    event.preventDefault();
  }
}

function announcement(count: number): string {
  if (count === 0) return message("suggestions-none");
  return count === 1 ? message("suggestions-one") : message("suggestions-many", { number: String(count) });
}
