// The signs of constraints and infrastructure, for the map and the legend alike. None of them needs a
// colour to be told from the others.
export const EFFECTS = ['excludes', 'penalises', 'informs'] as const;
export type Effect = (typeof EFFECTS)[number];

export const FACILITIES = ['highway', 'rail', 'port', 'substation', 'district_heating'] as const;
export type FacilityKind = (typeof FACILITIES)[number];

export const GROUND = { ink: '#4a4a4a', pale: '#4a4a4a99', paper: '#fffdf8' } as const;

/** Lines of infrastructure: colour, width in px, and the pattern of the stroke. */
export const FACILITY_LINES = {
  highway: { colour: '#9a8f7d', width: 3.2, dash: '' },
  rail: { colour: '#5a5650', width: 1.8, dash: '7 3.5' },
  district_heating: { colour: '#6d5a5a', width: 2.2, dash: '2 3.3' },
} as const;

type Pen = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Side of the seamless tile of a pattern, px. */
export const TILE = 8;

/** One tile of the pattern of an effect. */
export function drawGround(pen: Pen, effect: Effect, side = TILE): void {
  pen.strokeStyle = pen.fillStyle = effect === 'excludes' ? GROUND.ink : GROUND.pale;
  pen.lineWidth = 1;
  for (let x = 0; x < side; x += TILE) {
    for (let y = 0; y < side; y += TILE) {
      pen.beginPath();
      if (effect === 'informs') {
        pen.arc(x + TILE / 2, y + TILE / 2, 1, 0, 2 * Math.PI);
        pen.fill();
        continue;
      }
      // Falling, so that they are not taken for the rising stripes of estimated land.
      for (const at of [-TILE, 0, TILE]) {
        pen.moveTo(x + at, y);
        pen.lineTo(x + at + TILE, y + TILE);
        if (effect === 'excludes') {
          pen.moveTo(x + at, y + TILE);
          pen.lineTo(x + at + TILE, y);
        }
      }
      pen.stroke();
    }
  }
}

export const POINT_SIDE = 20;

/** A constraint that is a point: a triangle, full, half or empty. */
export function drawWarn(pen: Pen, effect: Effect, side = POINT_SIDE): void {
  const mid = side / 2;
  const triangle = () => {
    pen.beginPath();
    pen.moveTo(mid, mid - 6.5);
    pen.lineTo(mid + 6.5, mid + 5);
    pen.lineTo(mid - 6.5, mid + 5);
    pen.closePath();
  };
  triangle();
  pen.fillStyle = effect === 'excludes' ? GROUND.ink : GROUND.paper;
  pen.fill();
  if (effect === 'penalises') {
    pen.save();
    pen.clip();
    pen.fillStyle = GROUND.ink;
    pen.fillRect(0, mid, side, side);
    pen.restore();
    triangle();
  }
  pen.strokeStyle = GROUND.ink;
  pen.lineWidth = 1.6;
  pen.lineJoin = 'round';
  pen.stroke();
}

/** Strokes of the sign inside the disc, from its centre, px. */
const STROKES: Record<FacilityKind, readonly (readonly [number, number])[][]> = {
  highway: [[[-2.5, 4.5], [-1, -4.5]], [[2.5, 4.5], [1, -4.5]]],
  rail: [[[-2, -5], [-2, 5]], [[2, -5], [2, 5]], [[-4, -3], [4, -3]], [[-4, 0], [4, 0]], [[-4, 3], [4, 3]]],
  port: [[[0, -5], [0, 4.5]], [[-3, -2.5], [3, -2.5]], [[-4.5, 1], [-3, 3.5], [0, 4.7], [3, 3.5], [4.5, 1]]],
  substation: [[[1.5, -5], [-2.5, 0.7], [2.5, -0.7], [-1.5, 5]]],
  district_heating: [[[-3, 4.5], [-4, 2], [-2, 0], [-3, -4]], [[0, 4.5], [-1, 2], [1, 0], [0, -4]], [[3, 4.5], [2, 2], [4, 0], [3, -4]]],
};

/** A piece of infrastructure that is a point: a pale disc with its sign. */
export function drawFacility(pen: Pen, kind: FacilityKind, side = POINT_SIDE): void {
  const mid = side / 2;
  pen.beginPath();
  pen.arc(mid, mid, 8.4, 0, 2 * Math.PI);
  pen.fillStyle = GROUND.paper;
  pen.fill();
  pen.strokeStyle = '#5a5650';
  pen.lineWidth = 1.4;
  pen.stroke();
  for (const stroke of STROKES[kind]) {
    pen.beginPath();
    for (const [x, y] of stroke) pen.lineTo(mid + x, mid + y);
    pen.stroke();
  }
}
