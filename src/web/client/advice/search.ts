// The search of a case. It is sent to our own server in the body of a request, so that it appears in no address and
// no log, and the answer is the part of the page that shows it.

import { base } from "../messages";

const PATH = `${base}/beratung`;

/** The query of a form. Listeners of the form change its data: empty fields are left out, and the unit becomes a parameter. */
export function queryOf(form: HTMLFormElement): string {
  const fields = [...new FormData(form)].filter((field): field is [string, string] => typeof field[1] === "string");
  return new URLSearchParams(fields).toString();
}

/** Whether a link leads to another search of this page. */
export function isSearchLink(link: HTMLAnchorElement): boolean {
  return link.origin === window.location.origin && link.pathname === PATH;
}

/** The form and the list for a query, or the form with its errors. */
export async function fetchSearch(query: string, signal: AbortSignal): Promise<DocumentFragment> {
  const response = await fetch(`${PATH}/suche`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: query,
    signal,
  });
  // Invalid fields give 400, and the answer shows them.
  return partOf(response, [400], signal);
}

/** The marked facilities with address, telephone and places, for print. */
export async function fetchChosen(ids: string, signal: AbortSignal): Promise<DocumentFragment> {
  const response = await fetch(`${PATH}/gemerkt`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: ids,
    signal,
  });
  return partOf(response, [], signal);
}

async function partOf(response: Response, expected: number[], signal: AbortSignal): Promise<DocumentFragment> {
  const isPage = response.headers.get("content-type")?.startsWith("text/html");
  if (!isPage || (!response.ok && !expected.includes(response.status))) throw new Error(`search: ${response.status}`);
  const parts = document.createElement("template");
  parts.innerHTML = await response.text();
  signal.throwIfAborted();
  return parts.content;
}
