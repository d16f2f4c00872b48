/** A locality as `GET /api/v1/places` names it. */
export interface Locality {
  label: string;
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
