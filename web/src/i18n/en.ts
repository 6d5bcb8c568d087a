import type { Dictionary } from './dictionary';

export const en: Dictionary = {
  name: 'English',
  skip: 'Skip to the panel',
  skipMap: 'Skip to the map',
  tagline: 'What does the region have to spare, who needs it, and does it reach?',
  rail: { label: 'Workspaces', map: 'Map', land: 'Land', data: 'Data', language: 'Language' },
  mapLabel: "Map of the region's sites, flows and matches. Everything on the map is also in the list in the panel.",
  mapControls: {
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    home: 'Show the whole region',
    failed: 'This browser cannot draw the map (no WebGL). All content is in the list.',
  },
  sheet: { label: 'Panel', handle: "The panel's height", low: 'low', half: 'half', full: 'full' },
  search: {
    label: 'Search site, firm or town',
    clear: 'Clear the search field',
    none: (q) => `Nothing found for “${q}”. Try a town, a firm or a municipality.`,
    hits: (n) => (n === 1 ? '1 hit' : `${n} hits`),
    place: 'town',
    site: 'site',
    area: 'land',
  },
  legend: {
    title: 'Legend',
    show: 'Show the legend',
    hide: 'Hide the legend',
    layer: (name) => `Show ${name} on the map`,
    nothing: 'Nothing is visible in this part of the map.',
    sources: 'Sources and licences',
    off: 'off',
  },
  back: (to) => `Back to ${to}`,
  close: 'Close',
};
