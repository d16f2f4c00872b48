// The saved list of this browser: ids of facilities in its local storage, put there by the reader only. Pages show
// the list that their address names; this code only fills such addresses.

import { base, message } from "./messages";
import { forgetNotes } from "./notes";

const KEY = "pflegekarte-merkliste";

function read(): string[] {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(saved) ? saved.filter((id): id is string => typeof id === "string") : [];
  } catch {
    // Storage may be refused or damaged. Then the list is empty.
    return [];
  }
}

function write(ids: string[]): void {
  try {
    if (ids.length > 0) localStorage.setItem(KEY, JSON.stringify(ids));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is refused: marks last until the page is left.
  }
  showCount(ids);
}

function set(id: string, on: boolean): void {
  const others = read().filter((saved) => saved !== id);
  write(on ? [...others, id] : others);
}

/** The link in the menu leads to the list and shows its length. */
function showCount(ids: string[]): void {
  const link = document.querySelector<HTMLAnchorElement>("[data-kept]");
  const count = link?.querySelector<HTMLElement>("[data-kept-count]");
  if (!link || !count) return;
  count.hidden = ids.length === 0;
  count.textContent = String(ids.length);
  const name = link.querySelector(".menu-kept-name")?.textContent ?? "";
  if (ids.length > 0) link.setAttribute("aria-label", `${name} (${ids.length})`);
  else link.removeAttribute("aria-label");
  const query = ids.map((id) => `id=${encodeURIComponent(id)}`).join("&");
  link.href = query ? `${base}/merkliste?${query}` : `${base}/merkliste`;
}

/** Connects checkboxes, buttons and links of a part of the page with the saved list. */
export function connectSavedList(part: ParentNode): void {
  showCount(read());
  for (const box of part.querySelectorAll<HTMLInputElement>("input[data-keep]")) {
    box.checked ||= read().includes(box.value);
    box.addEventListener("change", () => set(box.value, box.checked));
  }
  keepComparisonAtHand(part);
  for (const link of part.querySelectorAll<HTMLAnchorElement>("a[data-keep-one]")) {
    link.replaceWith(toggle(link));
  }
  for (const link of part.querySelectorAll<HTMLAnchorElement>("a[data-unkeep]")) {
    link.addEventListener("click", () => {
      const id = link.dataset.unkeep ?? "";
      set(id, false);
      forgetNotes(id);
    });
  }
  const forget = part.querySelector<HTMLElement>("[data-forget]");
  if (forget) forget.replaceChildren(forgetButton());
  if (forget) forget.hidden = false;
}

/** As soon as two offers of a list are marked, what compares them stays in the window. */
function keepComparisonAtHand(part: ParentNode): void {
  const list = part.querySelector<HTMLElement>("#ergebnisse") ?? (part instanceof HTMLElement ? part : undefined);
  if (!list?.querySelector(".chosen-acts")) return;
  const show = () =>
    list.classList.toggle("has-several", list.querySelectorAll("input[data-keep]:checked").length > 1);
  show();
  list.addEventListener("change", show);
}

/** A page may have several buttons for one facility: all of them show the same. */
const toggles: (() => void)[] = [];

/** A button with the content of the link that it replaces. */
function toggle(link: HTMLAnchorElement): HTMLButtonElement {
  const id = link.dataset.keepOne ?? "";
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.append(...link.childNodes);
  const show = () => button.setAttribute("aria-pressed", String(read().includes(id)));
  show();
  toggles.push(show);
  button.addEventListener("click", () => {
    set(id, !read().includes(id));
    for (const other of toggles) other();
  });
  return button;
}

function forgetButton(): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button-quiet";
  button.textContent = message("forget");
  button.addEventListener("click", () => {
    write([]);
    forgetNotes();
    window.location.assign(`${base}/merkliste`);
  });
  return button;
}
