/** Leaves fields without a value out of the address of the result page. */
export function leaveOutEmptyFields(form: HTMLFormElement): void {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) {
      if (value === "") formData.delete(name);
    }
  });
}
