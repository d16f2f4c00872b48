// "Use my position": asks for it on a press of the button and never before. The position goes to our own
// server in the body of a request and comes back as the name of the nearest locality, which fills the field.
// So neither an address nor a log ever holds where somebody is, and the reader sees what is searched for.
// On the page of a facility the position itself is sent, as the form's POST, and comes back as the way.

import { message } from "./messages";

const PATIENCE_MS = 15_000;

/** Adds the button behind the field, where the browser can tell a position. */
export function offerPosition(combobox: HTMLElement, field: HTMLInputElement): void {
  // In the frame of another site no browser tells it.
  if (window.top !== window) return;
  if (!("geolocation" in navigator) || !window.isSecureContext) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button-quiet";
  button.textContent = message("position-use");
  const status = document.createElement("p");
  status.className = "quiet";
  status.setAttribute("role", "status");
  const form = combobox.dataset.position === "send" ? field.form : null;
  const act = form ? () => send(form, field) : () => fill(field, status);
  if (form) status.textContent = message("position-here");
  button.addEventListener("click", () => void use(act, field, button, status));
  combobox.after(button, status);
}

async function use(
  act: () => Promise<void>,
  field: HTMLInputElement,
  button: HTMLButtonElement,
  status: HTMLElement,
): Promise<void> {
  button.disabled = true;
  status.textContent = message("position-wait");
  try {
    await act();
  } catch {
    status.textContent = message("position-failed");
  }
  button.disabled = false;
  field.focus();
}

async function fill(field: HTMLInputElement, status: HTMLElement): Promise<void> {
  const { coords } = await position();
  const place = await nearestLocality(coords.latitude, coords.longitude);
  field.value = place;
  status.textContent = message("position-found", { place });
}

/** The form is sent with the position and without a place. */
async function send(form: HTMLFormElement, field: HTMLInputElement): Promise<void> {
  const { coords } = await position();
  const here = { lat: String(coords.latitude), lon: String(coords.longitude) };
  const put = ({ formData }: FormDataEvent) => {
    formData.delete(field.name);
    for (const [name, value] of Object.entries(here)) formData.set(name, value);
  };
  form.addEventListener("formdata", put, { once: true });
  form.submit();
}

function position(): Promise<GeolocationPosition> {
  const options = { timeout: PATIENCE_MS, maximumAge: 60_000 };
  return new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject, options));
}

async function nearestLocality(lat: number, lon: number): Promise<string> {
  const response = await fetch("/api/v1/places/nearest", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ lat, lon }),
  });
  if (!response.ok) throw new Error(`nearest place: ${response.status}`);
  return ((await response.json()) as { label: string }).label;
}
