// Reading single figures of a chart: by pointing at them, or by arrow keys once a figure has the focus. Nothing is shown
// that the table below the chart does not have.

import "./charts.css";

/** Connects all charts of a part of the page. */
export function connectCharts(part: ParentNode): void {
  for (const chart of part.querySelectorAll<SVGSVGElement>("svg.chart")) connectChart(chart);
}

function connectChart(chart: SVGSVGElement): void {
  const points = [...chart.querySelectorAll<SVGGElement>(".point")];
  const box = chart.parentElement;
  const [first] = points;
  if (!first || !box) return;
  box.classList.add("chart-box");
  const readout = document.createElement("p");
  readout.className = "chart-readout";
  readout.hidden = true;
  // The name of the figure is read when it takes the focus.
  readout.setAttribute("aria-hidden", "true");
  chart.after(readout);
  for (const point of points) point.setAttribute("tabindex", point === first ? "0" : "-1");

  const show = (point: SVGGElement) => {
    readout.textContent = point.getAttribute("aria-label");
    readout.hidden = false;
    place(readout, point, box);
  };
  const hide = () => {
    readout.hidden = true;
  };
  for (const point of points) {
    point.addEventListener("pointerenter", () => show(point));
    point.addEventListener("pointerleave", hide);
    point.addEventListener("focus", () => show(point));
    point.addEventListener("blur", hide);
  }
  chart.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return hide();
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const from = points.find((point) => point === document.activeElement);
    const to = from && next(points, from, event.key);
    if (!from || !to) return;
    event.preventDefault();
    from.setAttribute("tabindex", "-1");
    to.setAttribute("tabindex", "0");
    to.focus();
  });
}

/** The figure to which a key leads: along its series, or to the nearest of the next series. */
function next(points: SVGGElement[], from: SVGGElement, key: string): SVGGElement | undefined {
  const series = (point: SVGGElement) => Number(point.dataset.series);
  const own = points.filter((point) => series(point) === series(from));
  const at = own.indexOf(from);
  switch (key) {
    case "ArrowRight":
      return own[at + 1];
    case "ArrowLeft":
      return own[at - 1];
    case "Home":
      return own[0];
    case "End":
      return own.at(-1);
    case "ArrowDown":
    case "ArrowUp": {
      const all = [...new Set(points.map(series))].sort((a, b) => a - b);
      const other = all[all.indexOf(series(from)) + (key === "ArrowDown" ? 1 : -1)];
      const [x] = middle(from);
      const away = (point: SVGGElement) => Math.abs(middle(point)[0] - x);
      return points.filter((point) => series(point) === other).sort((a, b) => away(a) - away(b))[0];
    }
    default:
      return undefined;
  }
}

function middle(point: SVGGElement): [number, number] {
  const { left, right, top } = point.getBoundingClientRect();
  return [(left + right) / 2, top];
}

/** Above the figure, inside the box. */
function place(readout: HTMLElement, point: SVGGElement, box: HTMLElement): void {
  const frame = box.getBoundingClientRect();
  const [x, y] = middle(point);
  const left = x - frame.left - readout.offsetWidth / 2;
  const most = Math.max(frame.width - readout.offsetWidth, 0);
  const above = y - frame.top - readout.offsetHeight - 6;
  readout.style.left = `${Math.min(Math.max(left, 0), most)}px`;
  readout.style.top = `${above < 0 ? y - frame.top + point.getBoundingClientRect().height + 6 : above}px`;
}
