// Names that stay on the map: the library cuts them at its edges. In the bands along the left and the
// right edge a name goes inwards only, and what lies outside has none.
import type { ExpressionSpecification } from 'maplibre-gl';

/** Where a name may stand beside its point: an anchor and its offset in em, by turns. */
export type Anchors = (string | [number, number])[];

/** The map's size in pixels, and the degrees of one of them. */
export interface Screen {
  width: number;
  height: number;
  at: (x: number, y: number) => { lon: number; lat: number };
}

function within({ height, at }: Screen, from: number, to: number): ExpressionSpecification {
  const [nw, se] = [at(from, -height), at(to, 2 * height)];
  const [w, n, e, s] = [nw.lon, Math.min(85, nw.lat), se.lon, Math.max(-85, se.lat)];
  return ['within', { type: 'Polygon', coordinates: [[[w, n], [e, n], [e, s], [w, s], [w, n]]] }] as unknown as ExpressionSpecification;
}

/** The places of names that are at most `name` pixels wide, `beside` em from their point. */
export function placesInside(screen: Screen, anywhere: Anchors, beside: number, name: number): ExpressionSpecification {
  const { width } = screen;
  const half = name / 2;
  // The branches of a case must be equally long: the first places are said again.
  const filled = (places: Anchors): Anchors => Array.from(anywhere, (_, i) => places[i % places.length]!);
  const toTheRight = filled(['left', [beside, 0], 'left', [beside, 1.4], 'left', [beside, -1.4]]);
  const toTheLeft = filled(['right', [-beside, 0], 'right', [-beside, 1.4], 'right', [-beside, -1.4]]);
  const without = (anchor: string): Anchors => filled(anywhere.filter((_, i) => anywhere[i - (i % 2)] !== anchor));
  return [
    'case',
    within(screen, 0, half), ['literal', toTheRight],
    within(screen, width - half, width), ['literal', toTheLeft],
    within(screen, half, name), ['literal', without('right')],
    within(screen, width - name, width - half), ['literal', without('left')],
    ['literal', anywhere],
  ] as unknown as ExpressionSpecification;
}

/** A text that only points on the screen have. */
export const textInside = (screen: Screen, text: ExpressionSpecification): ExpressionSpecification =>
  ['case', within(screen, 0, screen.width), text, ''] as unknown as ExpressionSpecification;
