// Notes on saved facilities. They are kept in this browser alone and leave it on paper only.

const KEY = "pflegekarte-notizen";
const PAUSE_MS = 300;

type Notes = Record<string, string>;

function read(): Notes {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof saved !== "object" || saved === null || Array.isArray(saved)) return {};
    return Object.fromEntries(Object.entries(saved).filter((it): it is [string, string] => typeof it[1] === "string"));
  } catch {
    // Storage may be refused or damaged. Then there are no notes.
    return {};
  }
}

function write(notes: Notes): void {
  try {
    if (Object.keys(notes).length > 0) localStorage.setItem(KEY, JSON.stringify(notes));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is refused: notes last until the page is left.
  }
}

function set(id: string, text: string): void {
  const { [id]: _, ...others } = read();
  write(text.trim() === "" ? others : { ...others, [id]: text });
}

/** Shows the fields for notes and keeps what is typed into them. */
export function connectNotes(part: ParentNode): void {
  for (const place of part.querySelectorAll<HTMLElement>("[data-note-on]")) {
    const field = place.querySelector("textarea");
    const printed = place.parentElement?.querySelector<HTMLElement>("[data-note-on-paper]");
    const id = place.dataset.noteOn ?? "";
    if (!field) continue;
    field.value = read()[id] ?? "";
    if (printed) printed.textContent = field.value;
    place.hidden = false;
    let timer = 0;
    const keep = () => {
      window.clearTimeout(timer);
      set(id, field.value);
    };
    field.addEventListener("input", () => {
      if (printed) printed.textContent = field.value;
      window.clearTimeout(timer);
      timer = window.setTimeout(keep, PAUSE_MS);
    });
    field.addEventListener("change", keep);
  }
}

/** Forgets the note on one facility, or all of them. */
export function forgetNotes(id?: string): void {
  if (id === undefined) write({});
  else set(id, "");
}
