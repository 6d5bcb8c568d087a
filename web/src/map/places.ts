// Search in the list of towns: what begins so comes first, diacritics do not matter.
import { PLACES, type Place } from './basemap';

/** "Östersund" and "ostersund" are the same; "ø" counts as "o", "æ" as "a". */
export const fold = (text: string): string =>
  text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ø', 'o').replaceAll('æ', 'a').replaceAll('ð', 'd').trim();

export function searchPlaces(q: string, most: number, places: readonly Place[] = PLACES): Place[] {
  const wanted = fold(q);
  if (!wanted) return [];
  return places
    .map((place) => ({ place, at: fold(place.name).indexOf(wanted) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => Number(a.at > 0) - Number(b.at > 0) || a.place.rank - b.place.rank || a.place.name.localeCompare(b.place.name))
    .slice(0, most)
    .map(({ place }) => place);
}
