/** Asks before a page is left on which something was typed that is not saved yet. A preview and a page with errors hold such texts
 * from the beginning. The browser has its own words for the question. */
export function keepUnsaved(form: HTMLFormElement): void {
  let isUnsaved = form.querySelector("[aria-invalid='true'], [data-preview]") !== null;
  form.addEventListener("input", () => (isUnsaved = true));
  form.addEventListener("submit", () => (isUnsaved = false));
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });
}
