// Printing a page with the pictures that only paper shows. They are loaded late, because the screen does without them.

/** Starts to load the pictures that have not been asked for, and waits until each is there or has failed. */
async function loadPictures(): Promise<void> {
  const late = [...document.querySelectorAll<HTMLImageElement>("img[loading=lazy]")].filter((it) => !it.complete || !it.naturalWidth);
  for (const picture of late) picture.loading = "eager";
  // A picture that cannot be had leaves its alternative text; the rest of the page is printed all the same.
  await Promise.allSettled(late.map((picture) => picture.decode()));
}

/** Prints the page when its pictures are there. */
export async function printPage(): Promise<void> {
  await loadPictures();
  window.print();
}

/** Asks for the pictures also where the browser's own command prints. Not every browser then loads a picture that is hidden
 *  on the screen. */
export function loadPicturesForPrint(): void {
  window.addEventListener("beforeprint", () => void loadPictures());
}
