// <pflegekarte-suche>: embeds the search in a page of another site with two lines:
//
//   <script src="https://pflege.example.org/einbetten.js" defer></script>
//   <pflegekarte-suche ort="Ludwigslust" kategorie="day_care" hoehe="700" farbe="#0a5566"></pflegekarte-suche>
//
// It is a frame, so neither page can read the other. Only these pages of the service may be framed.

(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement) || customElements.get("pflegekarte-suche")) return;
  const { origin } = new URL(script.src);

  /** Search parameters and their attributes. */
  const FIELDS = {
    near: "ort",
    category: "kategorie",
    radius_km: "umkreis",
    max_minutes: "minuten",
    mode: "verkehrsmittel",
  };
  /** Languages of the pages; the first stands at the root of the service, the others below their tag. */
  const LANGUAGES = ["de", "en"];
  const DEFAULT_HEIGHT_PX = 640;
  const MIN_HEIGHT_PX = 320;

  class PflegekarteSuche extends HTMLElement {
    connectedCallback(): void {
      const frame = document.createElement("iframe");
      frame.src = this.address();
      frame.title = "Pflegekarte";
      frame.loading = "lazy";
      frame.referrerPolicy = "no-referrer";
      // The name of a frame stays the same while its pages change; the pages read the colour from it.
      frame.name = `pflegekarte:${this.getAttribute("farbe") ?? ""}`;
      frame.style.display = "block";
      frame.style.width = "100%";
      frame.style.border = "0";
      frame.style.height = `${this.height()}px`;
      this.replaceChildren(frame);
    }

    private address(): string {
      const language = this.getAttribute("sprache") ?? "";
      const prefix = LANGUAGES.indexOf(language) > 0 ? `/${language}` : "";
      const address = new URL(`${prefix}/eingebettet/`, origin);
      for (const [field, attribute] of Object.entries(FIELDS)) {
        const value = this.getAttribute(attribute);
        if (value) address.searchParams.set(field, value);
      }
      return address.href;
    }

    private height(): number {
      const asked = Number(this.getAttribute("hoehe") ?? DEFAULT_HEIGHT_PX);
      return Number.isFinite(asked) ? Math.max(asked, MIN_HEIGHT_PX) : DEFAULT_HEIGHT_PX;
    }
  }

  customElements.define("pflegekarte-suche", PflegekarteSuche);
})();
