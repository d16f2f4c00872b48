// A drawing as PNG, for letters and slides of programs that take no SVG. It is made here from the SVG, with the letters of the
// pages, so the service needs no program that draws.

import { message } from "../messages";

/** Dots of the picture for each pixel of the drawing: enough for print. */
const SCALE = 3;

/** Offers a PNG beside each link to an SVG of a card. */
export function offerPng(part: ParentNode): void {
  for (const link of part.querySelectorAll<HTMLAnchorElement>('.card-links a[href*=".svg"]')) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button-link";
    button.textContent = "PNG";
    button.addEventListener("click", () => void download(link.href, button));
    link.after(" ", button);
  }
}

async function download(address: string, button: HTMLButtonElement): Promise<void> {
  button.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address);
    if (!response.ok) return window.location.assign(address);
    const name = /filename="([^"]+)\.svg"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "bild";
    const svg = (await response.text()).replace("<style>", `<style>${await letters()}`);
    save(await draw(svg), `${name}.png`);
  } catch {
    // Without an answer, or without a canvas, the SVG is still there.
    button.textContent = message("png-failed");
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** The font of the pages as part of the drawing, because a picture may not load one. */
async function letters(): Promise<string> {
  const font = document.querySelector<HTMLLinkElement>('link[rel="preload"][as="font"]');
  if (!font) return "";
  const bytes = new Uint8Array(await (await fetch(font.href)).arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  const source = `url(data:font/woff2;base64,${btoa(text)})`;
  return `@font-face{font-family:"Atkinson Hyperlegible Next Variable";font-weight:200 800;src:${source}}`;
}

async function draw(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the canvas gives no picture"))), "image/png"),
  );
}

function save(picture: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(picture);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
