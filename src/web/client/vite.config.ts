import { defineConfig } from "vite";

// The service embeds `dist/` and finds the hashed names in `dist/.vite/manifest.json`.
export default defineConfig({
  build: {
    manifest: true,
    license: { fileName: "licences.txt" },
    // The content policy allows scripts from our own origin only, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ["main.ts", "embed.ts", "planning/planning.ts"] },
  },
});
