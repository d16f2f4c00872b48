// A changed filter updates the results at once: the page is fetched and its list replaces the current one. The form
// and the focus stay; a status announces the result. The locality is sent by the button only, because a partly
// typed name gives no useful results. Filters to press are links, which work without scripts.

import { LatestPage } from "./latest_page";
import { base } from "./messages";

const PAUSE_MS = 250;

/** Updates the results when filters change. `renew` connects the scripts of a new list. */
export function followFilters(form: HTMLFormElement, renew: (list: HTMLElement) => void): void {
  if (!resultsOf(document)) return;
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  // Outside of the form, which may be folded away.
  (form.closest("details") ?? form).after(status);
  const latest = new LatestPage((page, address, isAnswer) => {
    // Errors are shown next to their fields, on the page itself. Without an answer the button still submits the form.
    if (!isAnswer || !show(page, renew)) return window.location.assign(address);
    history.replaceState(null, "", address);
    status.textContent = document.querySelector("#results-heading")?.textContent ?? "";
  });
  form.addEventListener("submit", () => latest.stop());
  form.addEventListener("change", ({ target }) => {
    latest.stop();
    if (target instanceof HTMLElement && target.id === "near") return;
    latest.ask(() => addressOf(form), PAUSE_MS);
  });
  document.querySelector(".chips")?.addEventListener("click", (event) => {
    const chip = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-chip]") : null;
    const isPlain = event instanceof MouseEvent && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!chip || !isPlain) return;
    event.preventDefault();
    const { pathname, search } = new URL(chip.href);
    latest.ask(() => pathname + search);
  });
}

function resultsOf(page: Document): HTMLElement | null {
  return page.querySelector<HTMLElement>("#ergebnisse");
}

function addressOf(form: HTMLFormElement): string {
  const fields = new URLSearchParams();
  // Listeners of the form change its data: empty fields are left out, and the unit becomes a parameter.
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
  return `${base}/?${fields}`;
}

/** Replaces the parts that depend on the filters; `false` if the page has no list. */
function show(page: Document, renew: (list: HTMLElement) => void): boolean {
  const fresh = resultsOf(page);
  if (!fresh) return false;
  resultsOf(document)?.replaceWith(fresh);
  for (const part of [".bar-parts", ".chips", ".kept-fields", ".filters"]) swapWithin(page, part);
  document.title = page.title;
  swapLanguageLinks(page);
  renew(fresh);
  return true;
}

/** Links to the same search in other languages. */
function swapLanguageLinks(page: Document): void {
  const links = "a[hreflang][aria-label]";
  const fresh = page.querySelectorAll(links);
  document.querySelectorAll(links).forEach((link, at) => {
    const address = fresh[at]?.getAttribute("href");
    if (address) link.setAttribute("href", address);
  });
}

/** Replaces the content of a part of the form and keeps the focus. */
function swapWithin(page: Document, part: string): void {
  const [here, there] = [document.querySelector(part), page.querySelector(part)];
  if (!here || !there) return;
  const focused = here.contains(document.activeElement) ? document.activeElement : null;
  const place = focused && [...here.querySelectorAll("a, summary")].indexOf(focused);
  const wasInside = focused?.closest("details") !== null && focused !== null;
  const wasOpen = [...here.querySelectorAll("details")].map((it) => it.open);
  here.replaceChildren(...there.childNodes);
  here.querySelectorAll("details").forEach((it, at) => (it.open ||= wasOpen[at] ?? false));
  if (!(focused instanceof HTMLElement)) return;
  const { chip } = focused.dataset;
  // The same filter may stand twice: in sight and among all.
  const same = [...here.querySelectorAll<HTMLElement>(`[data-chip="${CSS.escape(chip ?? "")}"]`)];
  const all = [...here.querySelectorAll<HTMLElement>("a, summary")];
  const next = same.find((it) => it.checkVisibility() && it.closest("details") !== null === wasInside) ?? same.find((it) => it.checkVisibility()) ?? all[place ?? 0];
  next?.focus();
}
