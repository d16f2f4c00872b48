// The words of the scripts come with the page, in its language (`texts/*.ftl`, names with "client-").

const words = JSON.parse(document.documentElement.dataset.words ?? "{}") as Record<string, string>;



/** What stands before the path of each page of this edition: "" or "/en". */
export const base = document.documentElement.dataset.base ?? "";

/** A text with its values put in. */
export function say(name: string, values: Record<string, string> = {}): string {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (gap, key: string) => values[key] ?? gap);
}
