// The words of the scripts come with the page, in its language (`texts/*.ftl`).

type Say = (name: string, values?: Record<string, string>) => string;

/** Reads words that stand in the page as JSON; what it gives says one of them with its values put in. */
export function speaker(json: string | undefined): Say {
  const words = JSON.parse(json ?? "{}") as Record<string, string>;
  return (name, values = {}) =>
    (words[name] ?? name).replace(/\{(\w+)\}/g, (gap, key: string) => values[key] ?? gap);
}

/** What stands before the path of each page of this edition: "" or "/en". */
export const base = document.documentElement.dataset.base ?? "";

/** The words that every page has: names with "client-". */
export const say = speaker(document.documentElement.dataset.words);
