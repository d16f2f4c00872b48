import { appendFileSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vite";

/** What the build takes from packages without importing it as a module: their licences are listed as well. */
const BESIDE_MODULES = ["lucide-static", "@fontsource-variable/atkinson-hyperlegible-next"];

const read = (path) => readFileSync(resolve(import.meta.dirname, path), "utf8");

/** The signs that `icons.json` lists, as one file from name to drawing, which the service puts into its pages. */
function icons() {
  const drawing = (name) => {
    const svg = read(`node_modules/lucide-static/icons/${name}.svg`);
    const inside = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1] ?? "";
    return inside.replace(/\s+/g, " ").replace(/ ?\/> ?/g, "/>").trim();
  };
  return {
    name: "icons",
    generateBundle() {
      const names = JSON.parse(read("icons.json"));
      const source = JSON.stringify(Object.fromEntries(names.map((name) => [name, drawing(name)])));
      this.emitFile({ type: "asset", fileName: "icons.json", source });
    },
  };
}

/** Adds the licences of what no module imports. */
function licences() {
  return {
    name: "licences",
    writeBundle({ dir }) {
      for (const name of BESIDE_MODULES) {
        const { version, license } = JSON.parse(read(`node_modules/${name}/package.json`));
        const text = read(`node_modules/${name}/LICENSE`);
        appendFileSync(resolve(dir ?? "dist", "licences.txt"), `\n\n## ${name} - ${version} (${license})\n\n${text.trim()}\n`);
      }
    },
  };
}

// The service embeds `dist/` and finds the hashed names in `dist/.vite/manifest.json`.
export default defineConfig({
  plugins: [icons(), licences()],
  build: {
    manifest: true,
    license: { fileName: "licences.txt" },
    // The content policy allows scripts from our own origin only, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ["main.ts", "embed.ts", "planning/planning.ts", "advice/advice.css", "facility.css", "comparison.css", "style_guide.css"] },
  },
});
