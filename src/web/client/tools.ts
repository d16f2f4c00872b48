// Buttons that need JavaScript: sharing the address of the page, and printing it.

import { message } from "./messages";

/** Adds them to the elements that a part of the page provides for them. */
export function offerTools(part: ParentNode): void {
  fill(part.querySelectorAll("[data-share]"), message("share"), share);
  fill(part.querySelectorAll("[data-print]"), message("print"), () => window.print());
}

function fill(elements: NodeListOf<HTMLElement>, label: string, act: (button: HTMLButtonElement) => unknown): void {
  for (const element of elements) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button-quiet";
    button.textContent = label;
    button.addEventListener("click", () => void act(button));
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    element.replaceChildren(button, status);
    element.hidden = false;
  }
}

/** Opens the sharing dialogue of the device; without one the address is copied. */
async function share(button: HTMLButtonElement): Promise<void> {
  const status = button.nextElementSibling;
  const address = window.location.href;
  try {
    if (navigator.share) await navigator.share({ title: document.title, url: address });
    else {
      await navigator.clipboard.writeText(address);
      if (status) status.textContent = ` ${message("share-done")}`;
    }
  } catch (error) {
    const closed = error instanceof DOMException && error.name === "AbortError";
    if (status && !closed) status.textContent = ` ${message("share-failed")}`;
  }
}
