// Surfaces and lengths on the ellipsoid of WGS 84, for what is being drawn.
import type { Outline, Ring, Spot } from './outline';

const A = 6_378_137;
const F = 1 / 298.257223563;
const E2 = F * (2 - F);
const E = Math.sqrt(E2);
const rad = (degrees: number) => (degrees * Math.PI) / 180;

/** q of the authalic latitude (Snyder, Map Projections, 1987, 3-12): the surface between parallels is its difference. */
function q(lat: number): number {
  const s = Math.sin(rad(lat));
  return (1 - E2) * (s / (1 - E2 * s * s) + Math.atanh(E * s) / E);
}

/** Square metres, positive anticlockwise. Sides are straight in the cylindrical equal-area projection, which for land is within 0.01 % of geodesics. */
export function ringArea(ring: Ring): number {
  let twice = 0;
  // About its own first corner, so that nothing cancels.
  const [lon0, q0] = ring.length ? [ring[0]![0], q(ring[0]![1])] : [0, 0];
  const flat = ring.map(([lon, lat]) => [rad(lon - lon0), q(lat) - q0] as const);
  flat.forEach(([x, y], i) => {
    const [u, v] = flat[(i + 1) % flat.length]!;
    twice += x * v - u * y;
  });
  return (A * A * twice) / 4;
}

/** Hectares, holes taken off. */
export const hectares = (outline: Outline): number =>
  outline.reduce((sum, shape) => sum + shape.reduce((part, ring, i) => part + (i ? -1 : 1) * Math.abs(ringArea(ring)), 0), 0) / 10_000;

/** Metres between two spots, by the ellipsoid's radii midway: within 0.01 % up to 50 km. */
export function metres(a: Spot, b: Spot): number {
  const mid = rad((a[1] + b[1]) / 2);
  const w = 1 - E2 * Math.sin(mid) ** 2;
  const north = (A * (1 - E2)) / w ** 1.5;
  const east = (A / Math.sqrt(w)) * Math.cos(mid);
  return Math.hypot(rad(b[1] - a[1]) * north, rad(b[0] - a[0]) * east);
}

/** Metres along all lines of an outline. */
export const lineMetres = (outline: Outline): number => outline.reduce((sum, [line = []]) => sum + line.reduce((part, p, i) => part + (i ? metres(line[i - 1]!, p) : 0), 0), 0);
