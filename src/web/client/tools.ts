// Buttons that need JavaScript: sharing the address of the page, and printing it.

import { message } from "./messages";
import { printPage } from "./print";

/** Connects the buttons of a part of the page. Where it only keeps a place for one, the button is made here. */
export function offerTools(part: ParentNode): void {
  connect(part.querySelectorAll("[data-share]"), message("share"), share);
  connect(part.querySelectorAll("[data-print]"), message("print"), printPage);
}

function connect(places: NodeListOf<HTMLElement>, label: string, act: (button: HTMLButtonElement) => unknown): void {
  for (const place of places) {
    const button = place.querySelector("button") ?? newButton(label);
    button.addEventListener("click", () => void act(button));
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    place.replaceChildren(button, status);
    place.hidden = false;
  }
}

function newButton(label: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button-quiet";
  button.textContent = label;
  return button;
}

/** Opens the sharing dialogue of the device; without one the address is copied. A page may name a shorter address than its
 *  own, which holds nothing of the reader. */
async function share(button: HTMLButtonElement): Promise<void> {
  const status = button.nextElementSibling;
  const address = new URL(button.dataset.address ?? window.location.href, window.location.href).href;
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
