// Tabs after the ARIA Authoring Practices Guide ("Tabs with automatic activation"): one of them takes part
// in the order of Tab, the arrow keys, Home and End move between them, Delete takes one away.

import type { Case } from "./cases";

const PANEL_ID = "fall";

export interface TabActs {
  open(its: Case): void;
  remove(its: Case): void;
}

export class Tabs {
  constructor(
    private readonly list: HTMLElement,
    private readonly acts: TabActs,
  ) {}

  /** Shows a tab for each case. */
  show(cases: readonly Case[], open: Case): void {
    this.list.replaceChildren(...cases.map((its) => this.tab(its, cases, its === open)));
  }

  /** Marks the open one. */
  select(open: Case): void {
    for (const tab of this.tabs) mark(tab, tab.id === tabId(open));
  }

  relabel(its: Case): void {
    const tab = this.find(its);
    if (tab) tab.textContent = its.label;
  }

  focus(its: Case): void {
    this.find(its)?.focus();
  }

  private get tabs(): HTMLElement[] {
    return [...this.list.children] as HTMLElement[];
  }

  private find(its: Case): HTMLElement | undefined {
    return this.tabs.find((tab) => tab.id === tabId(its));
  }

  private tab(its: Case, cases: readonly Case[], open: boolean): HTMLElement {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = tabId(its);
    tab.className = "tab";
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", PANEL_ID);
    tab.textContent = its.label;
    mark(tab, open);
    tab.addEventListener("click", () => this.acts.open(its));
    tab.addEventListener("keydown", (event) => this.onKey(event, its, cases));
    return tab;
  }

  private onKey(event: KeyboardEvent, its: Case, cases: readonly Case[]): void {
    const at = cases.indexOf(its);
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Delete") this.acts.remove(its);
    else if (target === undefined) return;
    else {
      // Behind the last one comes the first.
      const next = cases.at(target % cases.length) ?? its;
      this.acts.open(next);
      this.focus(next);
    }
    event.preventDefault();
  }
}

export function tabId(its: Case): string {
  return `tab-${its.id}`;
}

function mark(tab: HTMLElement, open: boolean): void {
  tab.setAttribute("aria-selected", String(open));
  tab.tabIndex = open ? 0 : -1;
}
