// A changed field of a form shows its effect at once: the page of the form is fetched and its part replaces the one that is
// shown. Form and focus stay. Without this script the button sends the form.

import { LatestPage } from "../latest_page";

const PAUSE_MS = 150;

/** Follows the forms that ask for it. `renew` connects the scripts of the new part. */
export function connectLiveForms(renew: (part: HTMLElement) => void): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-live]")) {
    addSliders(form);
    follow(form, renew);
  }
}

function follow(form: HTMLFormElement, renew: (part: HTMLElement) => void): void {
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  form.after(status);
  const part = () => document.querySelector<HTMLElement>("[data-live-part]");
  const latest = new LatestPage(
    (page, address, isAnswer) => {
      const fresh = page.querySelector<HTMLElement>("[data-live-part]");
      // What is wrong with a value is said on the page of its own.
      if (!isAnswer || !fresh || !part()) return form.requestSubmit();
      part()?.replaceWith(fresh);
      swapHead(page);
      history.replaceState(null, "", address);
      status.textContent = fresh.querySelector("h2")?.textContent ?? "";
      renew(fresh);
    },
    // The button still sends the form.
    () => part()?.removeAttribute("aria-busy"),
  );
  form.addEventListener("submit", () => latest.stop());
  form.addEventListener("change", ({ target }) => {
    // A name alone changes no figure.
    if (target instanceof HTMLInputElement && target.hasAttribute("data-still")) return;
    latest.ask(() => {
      part()?.setAttribute("aria-busy", "true");
      return addressOf(form);
    }, PAUSE_MS);
  });
}

/** The headline, the title and the links to files of another page; the button for print stays. */
function swapHead(page: Document): void {
  const [actions, newActions] = [document, page].map((one) => one.querySelector(".planning-actions"));
  const print = actions?.querySelector("[data-print]");
  if (actions && newActions) {
    const links = [...newActions.children].filter((one) => !one.hasAttribute("data-print"));
    actions.replaceChildren(...links, ...(print ? [print] : []));
  }
  const [heading, newHeading] = [document, page].map((one) => one.querySelector("h1"));
  if (heading && newHeading) heading.replaceWith(newHeading);
  document.title = page.title;
}

/** The address of the form with its filled fields. */
function addressOf(form: HTMLFormElement): string {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const field = form.elements.namedItem(name);
    const isStill = field instanceof HTMLInputElement && field.hasAttribute("data-still");
    if (typeof value === "string" && value.trim() !== "" && !isStill) fields.append(name, value);
  }
  return `${new URL(form.action).pathname}?${fields}`;
}

/** A slider beside each field of a number with known bounds; the field stays, for exact values and for screen readers. */
function addSliders(form: HTMLFormElement): void {
  for (const field of form.querySelectorAll<HTMLInputElement>("input[data-least][data-most]")) {
    const [least, most] = [number(field.dataset["least"]), number(field.dataset["most"])];
    const usual = number(field.value) ?? number(field.placeholder);
    if (least === undefined || most === undefined || usual === undefined || most <= least) continue;
    const slider = document.createElement("input");
    slider.type = "range";
    slider.className = "planning-slider";
    slider.min = String(least);
    slider.max = String(most);
    slider.step = most - least <= 5 ? "0.05" : most - least <= 40 ? "0.1" : "1";
    slider.value = String(usual);
    // The field beside it has the label and takes the focus.
    slider.tabIndex = -1;
    slider.setAttribute("aria-hidden", "true");
    slider.addEventListener("input", () => {
      field.value = slider.value.replace(".", ",");
    });
    slider.addEventListener("change", () => field.dispatchEvent(new Event("change", { bubbles: true })));
    field.addEventListener("change", () => {
      slider.value = String(number(field.value) ?? usual);
    });
    field.after(slider);
  }
}

/** "1,35" -> 1.35 */
function number(text: string | undefined): number | undefined {
  const value = Number((text ?? "").trim().replace(",", "."));
  return text?.trim() && Number.isFinite(value) ? value : undefined;
}
