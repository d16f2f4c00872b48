// Files that are made and read in the browser. Nothing of them is sent.

/** No more than browsers keep for a site. */
const MAX_BYTES = 5_000_000;

/** Hands a text to the browser's own download. */
export function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** The text of a file, or nothing if it is too large. */
export async function fileText(file: File): Promise<string | undefined> {
  return file.size <= MAX_BYTES ? file.text() : undefined;
}
