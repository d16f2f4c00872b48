// The texts of the scripts come with the page, in its language (src/web/text).

type Message = (name: string, values?: Record<string, string>) => string;

/** Reads messages that stand in the page as JSON. The result formats one of them with its values. */
export function readMessages(json: string | undefined): Message {
  const texts = JSON.parse(json ?? "{}") as Record<string, string>;
  return (name, values = {}) =>
    (texts[name] ?? name).replace(/\{(\w+)\}/g, (gap, key: string) => values[key] ?? gap);
}

/** What stands before the path of each page of this edition: "" or "/en". */
export const base = document.documentElement.dataset.base ?? "";

/** The messages that every page has: names with "client-". */
export const message = readMessages(document.documentElement.dataset.words);
