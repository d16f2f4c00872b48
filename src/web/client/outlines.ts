// The base layer: outlines of districts and, at larger scales, of Ämter, from our own API.

import type { Feature, FeatureCollection, Geometry } from "geojson";
import * as L from "leaflet";

const ATTRIBUTION = "© GeoBasis-DE / BKG (VG250), dl-de/by-2-0, Daten verändert";
/** From this zoom level on, names of Ämter replace those of districts. */
const NEAR_ZOOM = 9;

type Level = "district" | "amt";

interface AreaProperties {
  name: string;
}

/** Draws the outlines below everything else. A level that cannot be loaded is left out. */
export async function addOutlines(map: L.Map): Promise<void> {
  addPanes(map);
  markNearness(map);
  map.on("zoomend", () => markNearness(map));
  await Promise.allSettled([addLevel(map, "amt"), addLevel(map, "district")]);
}

function addPanes(map: L.Map): void {
  // Leaflet draws shapes at 400 and markers at 600.
  map.createPane("areas").style.zIndex = "300";
  const labels = map.createPane("labels");
  labels.style.zIndex = "500";
  labels.setAttribute("aria-hidden", "true");
}

function markNearness(map: L.Map): void {
  map.getContainer().classList.toggle("is-near", map.getZoom() >= NEAR_ZOOM);
}

async function addLevel(map: L.Map, level: Level): Promise<void> {
  const response = await fetch(`/api/v1/areas?level=${level}`);
  if (!response.ok) return;
  const areas = (await response.json()) as FeatureCollection<Geometry, AreaProperties>;
  L.geoJSON(areas, {
    pane: "areas",
    interactive: false,
    attribution: ATTRIBUTION,
    style: { className: `area area-${level}` },
  }).addTo(map);
  for (const area of areas.features) addLabel(map, level, area);
}

function addLabel(map: L.Map, level: Level, area: Feature<Geometry, AreaProperties>): void {
  const ring = largestRing(area.geometry);
  if (!ring) return;
  const centre = L.PolyUtil.polygonCenter(ring, L.CRS.EPSG3857);
  const text = document.createElement("span");
  text.textContent = area.properties.name;
  const icon = L.divIcon({ className: `area-label area-label-${level}`, html: text, iconSize: [0, 0] });
  L.marker(centre, { icon, pane: "labels", interactive: false, keyboard: false }).addTo(map);
}

/** The outer ring that spans most: the mainland of a district, not one of its islands. */
function largestRing(geometry: Geometry): L.LatLng[] | undefined {
  const polygons =
    geometry.type === "MultiPolygon"
      ? geometry.coordinates
      : geometry.type === "Polygon"
        ? [geometry.coordinates]
        : [];
  const rings = polygons.flatMap(([outer]) => (outer ? [L.GeoJSON.coordsToLatLngs(outer)] : []));
  const span = (ring: L.LatLng[]) => {
    const box = L.latLngBounds(ring);
    return (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
  };
  return rings.sort((a, b) => span(b) - span(a))[0] as L.LatLng[] | undefined;
}
