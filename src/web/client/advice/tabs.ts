// Tabs after the ARIA Authoring Practices Guide ("Tabs with automatic activation"): one of them takes part
// in the order of Tab, the arrow keys, Home and End move between them, Delete removes one.

import type { Case } from "./cases";

const PANEL_ID = "fall";

export interface TabActions {
  open(item: Case): void;
  remove(item: Case): void;
}

export class Tabs {
  constructor(
    private readonly list: HTMLElement,
    private readonly actions: TabActions,
  ) {}

  /** Shows a tab for each case. */
  show(cases: readonly Case[], open: Case): void {
    this.list.replaceChildren(...cases.map((item) => this.tab(item, cases, item === open)));
  }

  /** Marks the open one. */
  select(open: Case): void {
    for (const tab of this.tabs) mark(tab, tab.id === tabId(open));
  }

  relabel(item: Case): void {
    const tab = this.find(item);
    if (tab) tab.textContent = item.label;
  }

  focus(item: Case): void {
    this.find(item)?.focus();
  }

  private get tabs(): HTMLElement[] {
    return [...this.list.children] as HTMLElement[];
  }

  private find(item: Case): HTMLElement | undefined {
    return this.tabs.find((tab) => tab.id === tabId(item));
  }

  private tab(item: Case, cases: readonly Case[], open: boolean): HTMLElement {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = tabId(item);
    tab.className = "tab";
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", PANEL_ID);
    tab.textContent = item.label;
    mark(tab, open);
    tab.addEventListener("click", () => this.actions.open(item));
    tab.addEventListener("keydown", (event) => this.onKey(event, item, cases));
    return tab;
  }

  private onKey(event: KeyboardEvent, item: Case, cases: readonly Case[]): void {
    const at = cases.indexOf(item);
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Delete") this.actions.remove(item);
    else if (target === undefined) return;
    else {
      // The first follows the last.
      const next = cases.at(target % cases.length) ?? item;
      this.actions.open(next);
      this.focus(next);
    }
    event.preventDefault();
  }
}

export function tabId(item: Case): string {
  return `tab-${item.id}`;
}

function mark(tab: HTMLElement, open: boolean): void {
  tab.setAttribute("aria-selected", String(open));
  tab.tabIndex = open ? 0 : -1;
}
