// A changed filter updates the results at once: the page is fetched and its list replaces the current one. The form
// and the focus stay; a status announces the result. What is asked for goes in the body of a request, because it may hold an
// address; the service leads on to the link of a search that holds none. The locality is sent by the button only, because a partly
// typed name gives no useful results. Filters to press are links, which work without scripts.

import { LatestPage } from "./latest_page";
import { base } from "./messages";

const PAUSE_MS = 250;
/** Where searches are sent. */
const HERE = `${base}/`;
/** What takes the focus within a part. */
const STOPS = "a, button, summary";

/** Updates the results when filters change. `renew` connects the scripts of a new list. */
export function followFilters(form: HTMLFormElement, renew: (list: HTMLElement) => void): void {
  if (!resultsOf(document)) return;
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  // Outside of the form, which may be folded away.
  (form.closest("details") ?? form).after(status);
  /** The chip that was pressed last. */
  let pressed: HTMLElement | undefined;
  const latest = new LatestPage((page, address, isAnswer) => {
    // Errors are shown next to their fields, on the page itself. Without an answer the button still submits the form.
    if (!isAnswer || !show(page, renew)) return address === HERE ? send(form, pressed) : window.location.assign(address);
    history.replaceState(null, "", sharedLink(page) ?? address);
    status.textContent = document.querySelector("#results-heading")?.textContent ?? "";
  });
  form.addEventListener("submit", () => latest.stop());
  form.addEventListener("change", ({ target }) => {
    latest.stop();
    if (target instanceof HTMLElement && target.id === "near") return;
    pressed = undefined;
    latest.ask(() => HERE, PAUSE_MS, () => fieldsOf(form));
  });
  document.querySelector(".chips")?.addEventListener("click", (event) => {
    const chip = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-chip]") : null;
    const isPlain = event instanceof MouseEvent && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const fields = chip && isPlain ? fieldsOfChip(chip) : undefined;
    if (!chip || !fields) return;
    event.preventDefault();
    pressed = chip;
    latest.ask(() => HERE, 0, () => fields);
  });
}

/** The link of a page whose search holds an address: the same from its town. */
function sharedLink(page: Document): string | undefined {
  return page.querySelector<HTMLElement>("[data-shared]")?.dataset.shared;
}

/** Without scripts of ours: the browser sends the form or presses the button. */
function send(form: HTMLFormElement, chip?: HTMLElement): void {
  if (chip instanceof HTMLButtonElement) chip.form?.requestSubmit(chip);
  else form.submit();
}

/** A chip is a link, or a button beside what was typed. */
function fieldsOfChip(chip: HTMLElement): URLSearchParams | undefined {
  if (chip instanceof HTMLAnchorElement) return new URL(chip.href).searchParams;
  if (!(chip instanceof HTMLButtonElement) || !chip.form) return undefined;
  const fields = fieldsOf(chip.form);
  fields.set(chip.name, chip.value);
  return fields;
}

function resultsOf(page: Document): HTMLElement | null {
  return page.querySelector<HTMLElement>("#ergebnisse");
}

function fieldsOf(form: HTMLFormElement): URLSearchParams {
  const fields = new URLSearchParams();
  // Listeners of the form change its data: empty fields are left out, and the unit becomes a parameter.
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
  return fields;
}

/** Replaces the parts that depend on the filters; `false` if the page has no list. */
function show(page: Document, renew: (list: HTMLElement) => void): boolean {
  const fresh = resultsOf(page);
  if (!fresh) return false;
  resultsOf(document)?.replaceWith(fresh);
  for (const part of [".bar-parts", ".chips", ".kept-fields", ".filters"]) swapWithin(page, part);
  swapTyped(page);
  document.title = page.title;
  swapLanguageLinks(page);
  renew(fresh);
  return true;
}

/** The form that sends again what was typed stands beside the list. */
function swapTyped(page: Document): void {
  const fresh = page.querySelector("#again");
  const own = document.querySelector("#again");
  if (fresh && own) own.replaceWith(fresh);
  else if (fresh) document.querySelector(".search-strip")?.before(fresh);
  else own?.remove();
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
  const place = focused && [...here.querySelectorAll(STOPS)].indexOf(focused);
  const wasInside = focused?.closest("details") !== null && focused !== null;
  const wasOpen = [...here.querySelectorAll("details")].map((it) => it.open);
  here.replaceChildren(...there.childNodes);
  here.querySelectorAll("details").forEach((it, at) => (it.open ||= wasOpen[at] ?? false));
  if (!(focused instanceof HTMLElement)) return;
  const { chip } = focused.dataset;
  // The same filter may stand twice: in sight and among all.
  const same = [...here.querySelectorAll<HTMLElement>(`[data-chip="${CSS.escape(chip ?? "")}"]`)];
  const all = [...here.querySelectorAll<HTMLElement>(STOPS)];
  const next = same.find((it) => it.checkVisibility() && it.closest("details") !== null === wasInside) ?? same.find((it) => it.checkVisibility()) ?? all[place ?? 0];
  next?.focus();
}
