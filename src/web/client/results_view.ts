// List or map, where the screen has no room for both. Without scripts the links lead to the list and to the drawn map.

/** Connects the switch of a list of results. */
export function connectSwitch(part: ParentNode): void {
  const links = [...part.querySelectorAll<HTMLAnchorElement>("a[data-show]")];
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const results = link.closest<HTMLElement>(".results");
      if (!results) return;
      results.dataset.view = link.dataset.show ?? "list";
      for (const other of links) {
        if (other === link) other.setAttribute("aria-current", "true");
        else other.removeAttribute("aria-current");
      }
      window.scrollTo({ top: 0, behavior: "instant" });
    });
  }
}
