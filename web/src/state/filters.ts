// Filters come from an address that somebody may have typed, or kept since the region was another. Pure.
import { fold } from '../map/places';
import type { Filters } from './url';

/** What the region has that a filter can name; undefined while it isn't known yet. */
export interface Named {
  resources: ReadonlyMap<string, unknown> | undefined;
  municipalities: readonly string[] | undefined;
}

/** The filters that name what there is none of: everything would be empty, and nobody would know why. */
export function unknownIn({ resource, municipality }: Filters, { resources, municipalities }: Named): Filters {
  return {
    ...(resource !== undefined && resources && !resources.has(resource) && { resource }),
    ...(municipality !== undefined && municipalities && !municipalities.includes(municipality) && { municipality }),
  };
}

/** The name that the region writes otherwise: "are" for Åre. */
export const asWritten = (name: string, municipalities: readonly string[]): string | undefined => municipalities.find((m) => fold(m) === fold(name));

/** Nothing is left out by a filter. */
export const isUnfiltered = (filters: Filters): boolean => Object.values(filters).every((value) => value === undefined);

/** Why there is no match to show, and so what would help: filters that leave out too much, or what the region hasn't. */
export function whyNoMatch(filters: Filters, counts: { surpluses: number; needs: number }): 'filters' | 'needs' | 'surpluses' | 'pairs' {
  if (!isUnfiltered(filters)) return 'filters';
  if (!counts.needs) return 'needs';
  return counts.surpluses ? 'pairs' : 'surpluses';
}
