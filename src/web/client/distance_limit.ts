// The distance limit: a number and its unit. The address of a search contains the parameters of the API instead, as
// the server would make of it (src/web/public/search/distance_limit.rs); this saves a redirect.

const MAX = { km: "100", minutes: "120" };
/** The values after a change of the unit: 20 km and half an hour. */
const DEFAULT = { km: "20", minutes: "30" };

type Unit = keyof typeof MAX;

/** Connects the number, its slider and its unit. */
export function connectDistanceLimit(form: HTMLFormElement): void {
  const number = form.querySelector<HTMLInputElement>("#within");
  const unit = form.querySelector<HTMLSelectElement>("#unit");
  const slider = number?.parentElement?.querySelector<HTMLInputElement>("input[type=range]");
  if (!number || !unit) return;
  const limit = () => {
    if (!slider) return;
    slider.max = MAX[unit.value as Unit];
    slider.value = number.value;
  };
  limit();
  unit.addEventListener("change", () => {
    number.value = DEFAULT[unit.value as Unit];
    limit();
  });
  form.addEventListener("formdata", ({ formData }) => toQueryFields(formData));
}

function toQueryFields(data: FormData): void {
  const [number, unit] = [data.get("within"), data.get("unit")];
  data.delete("within");
  data.delete("unit");
  if (unit === "km") data.delete("max_minutes");
  if (number) data.set(unit === "minutes" ? "max_minutes" : "radius_km", number);
}
