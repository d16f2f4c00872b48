// Files that are created and read in the browser. They are not sent.

/** As much as browsers store for a site. */
const MAX_BYTES = 5_000_000;

/** Downloads a text as a file. */
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
