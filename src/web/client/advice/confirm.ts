// Confirmation of deletions.

/** Opens the dialogue of the page. The focus is on "cancel", which Escape triggers too. */
export function confirmIn(dialog: HTMLDialogElement, question: string): Promise<boolean> {
  const part = (name: string) => dialog.querySelector<HTMLElement>(`[data-confirm-${name}]`);
  const text = part("text");
  if (text) text.textContent = question;
  return new Promise((resolve) => {
    const ended = new AbortController();
    const end = (yes: boolean) => {
      ended.abort();
      dialog.close();
      resolve(yes);
    };
    const { signal } = ended;
    part("yes")?.addEventListener("click", () => end(true), { signal });
    part("no")?.addEventListener("click", () => end(false), { signal });
    dialog.addEventListener("cancel", () => end(false), { signal });
    dialog.showModal();
    part("no")?.focus();
  });
}
