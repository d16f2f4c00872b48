// Named runs that the browser keeps: the address of the page has those that are shown, and the browser remembers them for
// later visits. Nothing of this is sent anywhere but in addresses that the planner opens.

const KEY = "pflegeplan.laeufe";
const MOST = 20;

/** Keeps the runs of the address and offers those that are not shown. */
export function connectRuns(): void {
  const list = document.querySelector<HTMLUListElement>("ul[data-runs]");
  const field = list?.dataset["runs"];
  if (!list || !field) return;
  const shown = new URLSearchParams(location.search).getAll(field);
  const names = new Set(shown.map(nameOf));
  keep([...shown, ...kept().filter((run) => !names.has(nameOf(run)))]);
  show(list, field);
}

function show(list: HTMLUListElement, field: string): void {
  const shown = new Set(new URLSearchParams(location.search).getAll(field).map(nameOf));
  const others = kept().filter((run) => !shown.has(nameOf(run)));
  list.replaceChildren(...others.map((run) => entry(list, field, run)));
  list.hidden = others.length === 0;
}

function entry(list: HTMLUListElement, field: string, run: string): HTMLLIElement {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.textContent = nameOf(run);
  link.href = "#";
  link.title = "danebenstellen";
  // The address is that of the moment: other fields may have changed since.
  const lead = () => {
    const fields = new URLSearchParams(location.search);
    fields.append(field, run);
    link.href = `${location.pathname}?${fields}`;
  };
  lead();
  link.addEventListener("pointerdown", lead);
  link.addEventListener("focus", lead);
  const forget = document.createElement("button");
  forget.type = "button";
  forget.className = "button-link";
  forget.textContent = "vergessen";
  forget.setAttribute("aria-label", `${nameOf(run)} vergessen`);
  forget.addEventListener("click", () => {
    keep(kept().filter((one) => one !== run));
    show(list, field);
  });
  item.append(link, " ", forget);
  return item;
}

function nameOf(run: string): string {
  return new URLSearchParams(run).get("name") ?? "";
}

function kept(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    const texts = Array.isArray(found) ? found.filter((run): run is string => typeof run === "string") : [];
    return texts.filter((run) => nameOf(run) !== "").slice(0, MOST);
  } catch {
    return [];
  }
}

function keep(all: string[]): void {
  try {
    if (all.length > 0) localStorage.setItem(KEY, JSON.stringify(all.slice(0, MOST)));
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing still has the link.
  }
}
