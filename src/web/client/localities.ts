import { message } from "./messages";

/** A locality or area as the API names it. */
export interface Locality {
  /** What a search takes. */
  label: string;
  name: string;
  kind: string;
  municipality: string | null;
  district: string | null;
}

const LIMIT = 8;
const MOST_CHARACTERS = 100;
/** Of a locality and a street of one name the locality is meant. */
const STREET_PENALTY = 0.06;

/** What may be meant by a text: its label is what a search takes, and its text what the reader sees. */
export interface Suggestion {
  label: string;
  text: string;
}

interface Suggestions {
  places: (Locality & { score: number })[];
  addresses: { label: string; score: number }[];
}

/** Localities and addresses that begin with the text, best first. The text may hold an address, so it is sent in the body of a
 *  request: no link, no history and no log holds it. */
export async function suggest(text: string, signal: AbortSignal): Promise<Suggestion[]> {
  const response = await fetch("/api/v1/places/suggest", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ q: text.slice(0, MOST_CHARACTERS), limit: LIMIT }),
    signal,
  });
  if (!response.ok) throw new Error(`places: ${response.status}`);
  const { places, addresses } = (await response.json()) as Suggestions;
  const found = [
    ...places.map((place) => ({ label: place.label, text: describeLocality(place), score: place.score })),
    ...addresses.map(({ label, score }) => ({ label, text: label, score: score - STREET_PENALTY })),
  ];
  return found.sort((a, b) => b.score - a.score).slice(0, LIMIT);
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
