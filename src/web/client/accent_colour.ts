// The colour that a page with our frame in it wishes for links and buttons. It is taken only if it can be
// read on the ground it stands on (WCAG 2.2, 1.4.3); otherwise ours stays.

const WISH = /^pflegekarte:#([0-9a-f]{6})$/i;
const LEAST_CONTRAST = 4.5;
/** Relative luminance of the surfaces in style.css. */
const SURFACE = { light: 1, dark: 0.016 };

/** Takes the wish from the name of the frame, which stays while its pages change. */
export function applyAccentColour(): void {
  const hex = WISH.exec(window.name)?.[1];
  if (!hex || window.top === window) return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const wished = luminance(hex);
  if (contrast(wished, dark ? SURFACE.dark : SURFACE.light) < LEAST_CONTRAST) return;
  const { style } = document.documentElement;
  style.setProperty("--accent", `#${hex}`);
  style.setProperty("--on-accent", contrast(wished, 1) >= contrast(wished, 0) ? "#fff" : "#000");
}

/** Relative luminance by WCAG 2.2. */
function luminance(hex: string): number {
  const linear = (at: number) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(0) + 0.7152 * linear(2) + 0.0722 * linear(4);
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
