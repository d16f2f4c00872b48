// A program of a stranger against the generated types: it compiles only if they fit, and asks the running service.

import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Facility = components["schemas"]["FacilityItem"];
type Row = components["schemas"]["ForecastResponse"]["rows"][number];

/** What was found, for the test to judge. */
export interface Findings {
  facilities: Facility[];
  total: number;
  pages: number;
  nearest: string;
  read: Row[];
  posted: Row[];
  fields: string[];
  missing: number;
  areas: string[];
}

export async function ask(origin: string): Promise<Findings> {
  const client = createClient<paths>({ baseUrl: origin });
  const { facilities, total, pages } = await allDayCare(client);

  const nearest = await client.POST("/api/v1/places/nearest", { body: { lat: 53.3249, lon: 11.4957 } });
  if (!nearest.data) throw new Error(nearest.error.detail);

  const read = await client.GET("/api/v1/forecasts/{area}", {
    params: { path: { area: "13076" }, query: { to: 2030 } },
  });
  // The same path also answers with tables.
  if (!read.data || typeof read.data === "string") throw new Error(read.error?.detail ?? "no JSON");
  // The request of an answer gives the same figures again.
  const posted = await client.POST("/api/v1/forecasts", { body: read.data.provenance.request });
  if (!posted.data || typeof posted.data === "string") throw new Error(posted.error?.detail ?? "no JSON");

  const wrong = await client.GET("/api/v1/facilities", { params: { query: { near: "Ludwigslust", radius_km: 500 } } });
  const missing = await client.GET("/api/v1/facilities/{id}", { params: { path: { id: "none" } } });

  const areas = await client.GET("/api/v1/areas", { params: { query: { level: "district" } } });
  if (!areas.data) throw new Error(areas.error.detail);

  return {
    facilities,
    total,
    pages,
    nearest: nearest.data.label,
    read: read.data.rows,
    posted: posted.data.rows,
    fields: wrong.error?.errors?.map(({ field }) => field) ?? [],
    missing: missing.error?.status ?? 0,
    areas: areas.data.features.map(({ properties }) => properties.name),
  };
}

/** Follows `next` of a list to its end. */
async function allDayCare(client: ReturnType<typeof createClient<paths>>) {
  const facilities: Facility[] = [];
  let cursor: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const query = { category: ["day_care"], limit: 50, cursor };
    const { data, error } = await client.GET("/api/v1/facilities", { params: { query } });
    if (!data) throw new Error(error?.detail);
    // The same path also answers with GeoJSON and tables.
    if (typeof data === "string" || !("items" in data)) throw new Error("not the list that was asked for");
    facilities.push(...data.items);
    if (data.next === null) return { facilities, total: data.total, pages };
    cursor = new URL(data.next, "http://localhost").searchParams.get("cursor") ?? undefined;
  }
}
