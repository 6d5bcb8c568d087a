// All layers, in the order the legend lists them; what lies above what is said in src/map/order.ts.
import { areas } from './areas';
import { around } from './around';
import { constraints } from './constraints';
import { exchanges } from './exchanges';
import { facilities } from './facilities';
import { flows } from './flows';
import { focus, whatif } from './focus';
import type { MapLayer } from './layer';
import { ranked } from './ranked';
import { matches } from './matches';
import { reach } from './reach';
import { sites } from './sites';
import { sketchLayer } from './sketch';

export const LAYERS: readonly MapLayer[] = [ranked, flows, sites, exchanges, matches, focus, whatif, reach, around, areas, constraints, facilities, sketchLayer];

/** Those a reader can switch off. */
export const SWITCHES = ['flows', 'sites', 'exchanges', 'matches', 'areas', 'constraints', 'facilities'] as const;
