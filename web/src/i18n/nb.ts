import type { Dictionary } from './dictionary';

export const nb: Dictionary = {
  name: 'Norsk bokmål',
  skip: 'Hopp til panelet',
  skipMap: 'Hopp til kartet',
  tagline: 'Hva har regionen til overs, hvem trenger det, og når det frem?',
  rail: { label: 'Arbeidsrom', map: 'Kart', land: 'Areal', data: 'Data', language: 'Språk' },
  mapLabel: 'Kart over regionens steder, strømmer og koblinger. Alt på kartet finnes også i listen i panelet.',
  mapControls: {
    zoomIn: 'Zoom inn',
    zoomOut: 'Zoom ut',
    home: 'Vis hele regionen',
    failed: 'Kartet kan ikke tegnes i denne nettleseren (WebGL mangler). Alt innhold finnes i listen.',
  },
  sheet: { label: 'Panel', handle: 'Panelets høyde', low: 'lav', half: 'halv', full: 'hel' },
  search: {
    label: 'Søk sted, bedrift eller by',
    clear: 'Tøm søkefeltet',
    none: (q) => `Fant ikke «${q}». Prøv en by, en bedrift eller en kommune.`,
    hits: (n) => (n === 1 ? '1 treff' : `${n} treff`),
    place: 'by',
    site: 'sted',
    area: 'areal',
  },
  legend: {
    title: 'Tegnforklaring',
    show: 'Vis tegnforklaring',
    hide: 'Skjul tegnforklaring',
    layer: (name) => `Vis ${name} på kartet`,
    nothing: 'Ingenting synes i kartutsnittet.',
    sources: 'Kilder og lisenser',
    off: 'slått av',
  },
  back: (to) => `Tilbake til ${to}`,
  close: 'Lukk',
};
