// A changed filter updates the results at once: the page is fetched and its list replaces the current one. The form
// and the focus stay; a status announces the result. The locality is sent by the button only, because a partly
// typed name gives no useful results.

import { base } from "./messages";

const PAUSE_MS = 250;

/** Updates the results when filters change. `renew` connects the scripts of a new list. */
export function followFilters(form: HTMLFormElement, renew: (list: HTMLElement) => void): void {
  if (!resultsOf(document)) return;
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  form.after(status);
  let timer = 0;
  let request = new AbortController();
  const stop = () => {
    window.clearTimeout(timer);
    request.abort();
  };
  form.addEventListener("submit", stop);
  form.addEventListener("change", ({ target }) => {
    stop();
    if (target instanceof HTMLElement && target.id === "near") return;
    request = new AbortController();
    const { signal } = request;
    timer = window.setTimeout(() => void follow(signal), PAUSE_MS);
  });

  async function follow(signal: AbortSignal): Promise<void> {
    const address = addressOf(form);
    try {
      const response = await fetch(address, { signal, headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (signal.aborted) return;
      // Errors are shown next to their fields, on the page itself.
      if (!response.ok || !show(page, renew)) return form.requestSubmit();
      history.replaceState(null, "", address);
      status.textContent = document.querySelector("#results-heading")?.textContent ?? "";
    } catch {
      // The server does not answer. The button still submits the form.
    }
  }
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
  swapWithin(page, ".wishes");
  swapWithin(page, ".filters");
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
  const focused = here?.contains(document.activeElement) ? document.activeElement : null;
  if (!there) here?.remove();
  else if (here) here.replaceChildren(...there.childNodes);
  else document.querySelector("form[data-search]")?.append(there);
  if (focused instanceof HTMLInputElement) {
    const same = `input[name="${focused.name}"][value="${CSS.escape(focused.value)}"]`;
    document.querySelector<HTMLElement>(`${part} ${same}`)?.focus();
  }
}
