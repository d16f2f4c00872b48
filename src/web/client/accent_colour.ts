// The colour that an embedding page requests for links and buttons. It is used only with sufficient contrast
// (WCAG 2.2, 1.4.3).

const REQUESTED = /^pflegekarte:#([0-9a-f]{6})$/i;
/** More than the 4.5 of the guideline, so that the colour can be read on its own soft tint too. */
const MIN_CONTRAST = 5.5;
/** Relative luminance of `--surface` in tokens.css. */
const SURFACE = { light: 1, dark: 0.017 };

/** Reads the request from the name of the frame, which stays the same while its pages change. */
export function applyAccentColour(): void {
  const hex = REQUESTED.exec(window.name)?.[1];
  if (!hex || window.top === window) return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const requested = luminance(hex);
  if (contrast(requested, dark ? SURFACE.dark : SURFACE.light) < MIN_CONTRAST) return;
  const { style } = document.documentElement;
  for (const name of ["--brand", "--link"]) style.setProperty(name, `#${hex}`);
  style.setProperty("--brand-soft", `color-mix(in srgb, #${hex} 12%, var(--surface))`);
  style.setProperty("--on-brand", contrast(requested, 1) >= contrast(requested, 0) ? "#fff" : "#000");
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
