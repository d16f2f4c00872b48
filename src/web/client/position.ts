// "Use my position": the position is requested only when the button is pressed. It is sent to our own server in the
// body of a request and returned as the name of the nearest locality, which fills the field. So no address and no log
// contains it, and the reader sees what is searched for. On the page of a facility the form sends the position
// itself and the answer shows the routes.

import { message } from "./messages";

const TIMEOUT_MS = 15_000;

/** Adds the button after the field, if the browser provides positions. */
export function offerPosition(combobox: HTMLElement, field: HTMLInputElement): void {
  // Browsers do not provide it in frames of other sites.
  if (window.top !== window) return;
  if (!("geolocation" in navigator) || !window.isSecureContext) return;
  const own = combobox.querySelector<HTMLButtonElement>("[data-locate]");
  const button = own ?? newButton();
  button.hidden = false;
  const status = document.createElement("p");
  status.className = "quiet";
  status.setAttribute("role", "status");
  const form = combobox.dataset.position === "send" ? field.form : null;
  const act = form ? () => send(form, field) : () => fill(field, status);
  button.addEventListener("click", () => void use(act, field, button, status));
  combobox.after(...(own ? [status] : [button, status]));
}

function newButton(): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button-quiet";
  button.textContent = message("position-use");
  return button;
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

/** Submits the form with the position and without a locality. */
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
  const options = { timeout: TIMEOUT_MS, maximumAge: 60_000 };
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
