// Where the pointer is drawn to: a corner of a neighbour within reach, else the nearest place on a side.
import type { Ring, Spot } from './outline';

interface Pixel {
  x: number;
  y: number;
}

/** `project` gives pixels; `within` is in pixels. Undefined when nothing is near enough. */
export function snap(at: Pixel, rings: Iterable<Ring>, project: (spot: Spot) => Pixel, within: number): Spot | undefined {
  let corner: { d: number; spot: Spot } | undefined;
  let side: { d: number; spot: Spot } | undefined;
  for (const ring of rings) {
    const px = ring.map(project);
    for (const [i, p] of px.entries()) {
      const j = (i + 1) % ring.length;
      const n = px[j]!;
      const d = Math.hypot(p.x - at.x, p.y - at.y);
      if (d <= (corner?.d ?? within)) corner = { d, spot: ring[i]! };
      const [dx, dy] = [n.x - p.x, n.y - p.y];
      const long = dx * dx + dy * dy;
      if (!long) continue;
      const k = Math.min(1, Math.max(0, ((at.x - p.x) * dx + (at.y - p.y) * dy) / long));
      const off = Math.hypot(p.x + k * dx - at.x, p.y + k * dy - at.y);
      const [a, b] = [ring[i]!, ring[j]!];
      if (off <= (side?.d ?? within)) side = { d: off, spot: [a[0] + k * (b[0] - a[0]), a[1] + k * (b[1] - a[1])] };
    }
  }
  return (corner ?? side)?.spot;
}
