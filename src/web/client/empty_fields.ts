/** Leaves fields without a value out of the address of the result page. */
export function leaveOutEmptyFields(form: HTMLFormElement): void {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) {
      if (value === "") formData.delete(name);
    }
  });
}

/** Says below the place what is missing where nothing was chosen and nothing typed: the answer would be the same page again. */
export function askForSomething(form: HTMLFormElement): void {
  const text = form.dataset.nothing;
  const field = form.querySelector<HTMLInputElement>("#near");
  const place = field?.closest(".field");
  if (!text || !field || !place) return;
  const hint = document.createElement("p");
  hint.className = "error";
  hint.setAttribute("role", "alert");
  form.addEventListener("submit", (event) => {
    if ([...new FormData(form).values()].some((value) => value !== "")) return;
    event.preventDefault();
    place.parentElement?.append(hint);
    hint.textContent = text;
    field.focus();
  });
  form.addEventListener("input", () => hint.remove());
}
