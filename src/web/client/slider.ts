// A slider next to a number field. The field is the one that is sent and can be typed in, because a slider alone is
// hard to use for many people.

/** Adds a slider below the field that moves with it. */
export function addSlider(field: HTMLInputElement, label: string): void {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.className = "slider";
  slider.min = "1";
  slider.max = "100";
  slider.step = "1";
  slider.setAttribute("aria-label", label);
  const follow = () => {
    if (field.value !== "") slider.value = field.value;
  };
  follow();
  field.addEventListener("input", follow);
  slider.addEventListener("input", () => (field.value = slider.value));
  field.parentElement?.append(slider);
}
