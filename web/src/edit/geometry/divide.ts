// Land divided by a line, or with a piece cut out of it. The line's crossings with the rings become
// nodes; the faces are then walked with the land to the left, turning left as sharply as can be.
import { hectares, ringArea } from './measure';
import type { Outline, Ring, Shape, Spot } from './outline';

export type DivideFault = 'crossesItself' | 'missesLand' | 'nothingLeft';
export type Divided = { outline: Outline; apart: Outline[] } | { fault: DivideFault };

/** Places nearer than this are one, degrees: a tenth of a millimetre. */
const NEAR = 1e-9;
const sub = (a: Spot, b: Spot): Spot => [a[0] - b[0], a[1] - b[1]];
const cross = (a: Spot, b: Spot) => a[0] * b[1] - a[1] * b[0];
const near = (a: Spot, b: Spot) => Math.hypot(a[0] - b[0], a[1] - b[1]) <= NEAR;
const between = (a: Spot, b: Spot, k: number): Spot => [a[0] + k * (b[0] - a[0]), a[1] + k * (b[1] - a[1])];
const facing = (ring: Ring, left: boolean): Ring => (ringArea(ring) > 0 === left ? ring : [...ring].reverse());

/** Where along a–b and along c–d they meet, each 0–1; nothing when they are parallel or miss each other. */
function meet(a: Spot, b: Spot, c: Spot, d: Spot): [number, number] | undefined {
  const [r, s] = [sub(b, a), sub(d, c)];
  const det = cross(r, s);
  const [lr, ls] = [Math.hypot(...r), Math.hypot(...s)];
  if (Math.abs(det) <= 1e-12 * lr * ls) return undefined;
  const [k, m] = [cross(sub(c, a), s) / det, cross(sub(c, a), r) / det];
  const [ek, em] = [NEAR / lr, NEAR / ls];
  if (k < -ek || k > 1 + ek || m < -em || m > 1 + em) return undefined;
  return [Math.min(1, Math.max(0, k)), Math.min(1, Math.max(0, m))];
}

export function inside(p: Spot, ring: Ring): boolean {
  let odd = false;
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!;
    if (a[1] > p[1] !== b[1] > p[1] && p[0] < a[0] + ((p[1] - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) odd = !odd;
  });
  return odd;
}

const within = (p: Spot, shape: Shape) => inside(p, shape[0]!) && !shape.slice(1).some((hole) => inside(p, hole));

function crossesItself(path: Ring, closed: boolean): boolean {
  const n = closed ? path.length : path.length - 1;
  for (let i = 0; i < n; i++) {
    for (let j = i + 2; j < n; j++) {
      if (closed && i === 0 && j === n - 1) continue;
      if (meet(path[i]!, path[(i + 1) % path.length]!, path[j]!, path[(j + 1) % path.length]!)) return true;
    }
  }
  return false;
}

/** A way from node to node: a stretch of a ring, or of the line. */
interface Way {
  spots: Spot[];
  from: number;
  to: number;
  /** Of the line: 1 along it, -1 against it; of a ring 0. */
  along: -1 | 0 | 1;
  used?: boolean;
}

interface Face {
  shape: Shape;
  /** Whether it lies to the left of the line: inside, when that is a ring to the left. */
  left: boolean;
}

/** The faces of one shape; undefined when the line doesn't divide it. */
function faces(shape: Shape, path: Ring, closed: boolean): Face[] | undefined {
  const rings = shape.map((ring, i) => facing(ring, i === 0));
  const nodes: Spot[] = [];
  const nodeAt = (p: Spot) => {
    const found = nodes.findIndex((n) => near(n, p));
    return found >= 0 ? found : nodes.push(p) - 1;
  };
  const sides = closed ? path.length : path.length - 1;
  /** Nodes by where they lie: along the line, and along each ring. */
  const onPath: { at: number; node: number }[] = [];
  const onRing: { at: number; node: number }[][] = rings.map(() => []);
  for (let i = 0; i < sides; i++) {
    const [a, b] = [path[i]!, path[(i + 1) % path.length]!];
    rings.forEach((ring, r) => ring.forEach((c, j) => {
      const d = ring[(j + 1) % ring.length]!;
      const hit = meet(a, b, c, d);
      if (!hit) return;
      const [k, m] = hit;
      const p = near(c, between(c, d, m)) ? c : near(d, between(c, d, m)) ? d : between(c, d, m);
      const node = nodeAt(p);
      onPath.push({ at: i + k, node });
      onRing[r]!.push({ at: p === d ? (j + 1) % ring.length : p === c ? j : j + m, node });
    }));
  }
  const order = (list: { at: number; node: number }[]) => list.sort((a, b) => a.at - b.at).filter((x, i, all) => i === 0 || x.node !== all[i - 1]!.node);
  const stops = order(onPath);
  if (closed && stops.length > 1 && stops[0]!.node === stops.at(-1)!.node) stops.pop();
  const stretch = (line: Ring, from: { at: number; node: number }, to: { at: number; node: number }, wrap: boolean): Spot[] => {
    const end = wrap ? to.at + line.length : to.at;
    const out: Spot[] = [nodes[from.node]!];
    for (let i = Math.floor(from.at) + 1; i < end; i++) out.push(line[i % line.length]!);
    out.push(nodes[to.node]!);
    return out.filter((p, i) => i === 0 || !near(p, out[i - 1]!));
  };
  const ways: Way[] = [];
  stops.forEach((from, i) => {
    const last = i === stops.length - 1;
    if (last && !closed) return;
    const to = stops[(i + 1) % stops.length]!;
    if (stops.length < 2) return;
    const spots = stretch(path, from, to, last);
    if (spots.length < 2 || !within(between(spots[0]!, spots[1]!, 0.5), rings)) return;
    ways.push({ spots, from: from.node, to: to.node, along: 1 }, { spots: [...spots].reverse(), from: to.node, to: from.node, along: -1 });
  });
  if (!ways.length) return undefined;
  const untouched: Ring[] = [];
  rings.forEach((ring, r) => {
    const here = order(onRing[r]!);
    if (here.length > 1 && here[0]!.node === here.at(-1)!.node) here.pop();
    if (!here.length) {
      untouched.push(ring);
      return;
    }
    here.forEach((from, i) => {
      const to = here[(i + 1) % here.length]!;
      ways.push({ spots: stretch(ring, from, to, i === here.length - 1), from: from.node, to: to.node, along: 0 });
    });
  });
  const angle = (a: Spot, b: Spot) => Math.atan2(b[1] - a[1], b[0] - a[0]);
  const outers: Face[] = [];
  const holes: Ring[] = [];
  for (const start of ways) {
    if (start.used) continue;
    const ring: Spot[] = [];
    let left = false;
    let way = start;
    for (let guard = 0; guard <= ways.length && !way.used; guard++) {
      way.used = true;
      left ||= way.along === 1;
      ring.push(...way.spots.slice(0, -1));
      const back = angle(way.spots.at(-1)!, way.spots.at(-2)!);
      // The sharpest left is the first way on that comes clockwise of the way back.
      const turn = (w: Way) => {
        const t = (back - angle(w.spots[0]!, w.spots[1]!) + 4 * Math.PI) % (2 * Math.PI);
        return t < 1e-12 ? 2 * Math.PI : t;
      };
      const next = ways.filter((w) => w.from === way.to && w.spots.length > 1).sort((a, b) => turn(a) - turn(b))[0];
      if (!next) break;
      way = next;
    }
    if (ring.length < 3) continue;
    if (ringArea(ring) > 0) outers.push({ shape: [ring], left });
    else holes.push(ring);
  }
  // A ring that nothing touches is a hole of the face around it, or (the outer one) that face itself.
  const free = untouched.filter((ring) => ringArea(ring) > 0);
  for (const ring of free) outers.push({ shape: [ring], left: false });
  for (const hole of [...holes, ...untouched.filter((ring) => ringArea(ring) <= 0)]) {
    // Corners that both share tell nothing: the face may lie on either side of them.
    const around = outers.filter(({ shape: [outer] }) => Math.abs(ringArea(hole)) < ringArea(outer!) && hole.some((p) => !outer!.some((o) => near(o, p)) && inside(p, outer!))).sort((a, b) => ringArea(a.shape[0]!) - ringArea(b.shape[0]!))[0];
    if (around) around.shape = [...around.shape, hole];
  }
  return outers;
}

/** Divides land by a line: the largest piece of each shape stays, the others come apart. */
export function split(outline: Outline, path: Ring): Divided {
  if (crossesItself(path, false)) return { fault: 'crossesItself' };
  const stay: Shape[] = [];
  const apart: Outline[] = [];
  for (const shape of outline) {
    const pieces = (faces(shape, path, false)?.map((f) => f.shape) ?? [shape]).sort((a, b) => hectares([b]) - hectares([a]));
    stay.push(pieces[0]!);
    for (const piece of pieces.slice(1)) apart.push([piece]);
  }
  return apart.length ? { outline: stay, apart } : { fault: 'missesLand' };
}

/** Cuts out what lies inside a ring. */
export function cut(outline: Outline, ring: Ring): Divided {
  if (crossesItself(ring, true)) return { fault: 'crossesItself' };
  const round = facing(ring, true);
  const stay: Shape[] = [];
  let touched = false;
  for (const shape of outline) {
    const parts = faces(shape, round, true);
    if (parts) {
      touched = true;
      for (const part of parts) if (!part.left) stay.push(part.shape);
    } else if (inside(between(shape[0]![0]!, shape[0]![1]!, 0.5), round)) {
      touched = true;
    } else if (within(round[0]!, shape)) {
      // The ring lies within: a hole, that takes in the holes inside it.
      touched = true;
      stay.push([...shape.filter((hole, i) => i === 0 || !inside(hole[0]!, round)), [...round].reverse()]);
    } else {
      stay.push(shape);
    }
  }
  if (!touched) return { fault: 'missesLand' };
  return stay.length ? { outline: stay, apart: [] } : { fault: 'nothingLeft' };
}
