// The basket of the browser: which charts were put into it. The address of the basket's page has them, so a link shows
// the same to everybody; the browser only keeps them between pages.

import { message } from "../messages";

const KEY = "pflegeplan.korb";
const PATH = "/planung/korb";
const FIELD = "stueck";
const MOST = 12;
/** The service refuses longer addresses of pages (8 KiB), and a basket behind one could not be emptied any more. */
const MOST_LETTERS = 7_500;

/** Keeps what the address of the basket's page has, and lets links put further charts in. */
export function connectBasket(): void {
  if (location.pathname === PATH && document.querySelector("[data-basket]")) {
    const shown = pieces(location.search);
    // A link to the empty basket leads to what the browser kept.
    if (location.search === "" && kept().length > 0) location.replace(address(kept()));
    else keep(shown);
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>(`a[href^="${PATH}?${FIELD}="]`)) {
    // Only the links of cards put something in; others lead to the basket.
    if (link.closest(".planning-card") && !link.closest(".planning-piece, .planning-embed")) connectLink(link);
  }
  showCount();
}

function connectLink(link: HTMLAnchorElement): void {
  const [piece] = pieces(link.search);
  if (!piece) return;
  const said = () => {
    link.textContent = message(kept().includes(piece) ? "basket-in" : "basket-add");
  };
  said();
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const before = kept();
    // What is in the basket already, or no longer fits, is shown there.
    const next = [...before, piece];
    if (before.includes(piece) || next.length > MOST || address(next).length > MOST_LETTERS) {
      link.href = address(before);
      return;
    }
    event.preventDefault();
    keep(next);
    said();
    showCount();
  });
}

/** The link to the basket names how many charts are in it and leads to them. */
function showCount(): void {
  const link = document.querySelector<HTMLAnchorElement>(`.tabs a[href^="${PATH}"]`);
  const all = kept();
  if (!link) return;
  const name = message("basket");
  link.textContent = all.length > 0 ? `${name} (${all.length})` : name;
  link.href = all.length > 0 ? address(all) : PATH;
}

/** The pieces of an address, each once. */
function pieces(search: string): string[] {
  return [...new Set(new URLSearchParams(search).getAll(FIELD))];
}

function address(all: string[]): string {
  return `${PATH}?${new URLSearchParams(all.map((piece) => [FIELD, piece]))}`;
}

function kept(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((piece) => typeof piece === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function keep(all: string[]): void {
  try {
    if (all.length > 0) localStorage.setItem(KEY, JSON.stringify(all));
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing still has the link.
  }
}
