import { message } from "./messages";

/** A locality or area as `GET /api/v1/places` names it. */
export interface Locality {
  /** What a search takes. */
  label: string;
  name: string;
  kind: string;
  municipality: string | null;
  district: string | null;
}

const LIMIT = 8;

/** Localities whose names begin with the text, best first. */
export async function suggestLocalities(text: string, signal: AbortSignal): Promise<Locality[]> {
  const query = new URLSearchParams({ q: text, limit: String(LIMIT) });
  const response = await fetch(`/api/v1/places?${query}`, { signal });
  if (!response.ok) throw new Error(`places: ${response.status}`);
  const list = (await response.json()) as { items: Locality[] };
  return list.items;
}

/** What it is and where it lies: "Lankow, Stadtteil von Schwerin". */
export function describeLocality({ label, name, kind, municipality, district }: Locality): string {
  const values = {
    name: kind === "district" ? name.replace(/^Landkreis /, "") : name,
    municipality: withDistrict(municipality, district),
    district: district?.replace(/^Landkreis /, "") ?? "",
  };
  const place = byKind(kind, district === null, values) ?? label;
  const postcode = kind === "postcode" ? undefined : /^\d{5}(?= )/.exec(label)?.[0];
  return postcode === undefined ? place : message("kind-within", { postcode, place });
}

function withDistrict(municipality: string | null, district: string | null): string {
  return [municipality, district].filter((part) => part !== null).join(", ");
}

/** Undefined for a kind that a newer service knows. */
function byKind(kind: string, isCity: boolean, values: Record<string, string>): string | undefined {
  switch (kind) {
    case "quarter":
      return message("kind-quarter", values);
    case "place":
      return message("kind-place", values);
    case "municipality":
      return isCity ? message("kind-city", values) : message("kind-municipality", values);
    case "district":
      return message("kind-district", values);
    case "amt":
      return message("kind-amt", values);
    case "island":
      return message("kind-island", values);
    case "peninsula":
      return message("kind-peninsula", values);
    case "postcode":
      return message("kind-postcode", values);
    default:
      return undefined;
  }
}
