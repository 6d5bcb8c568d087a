// The signs of the map, drawn on a canvas when first asked for. The legend draws the same signs by
// the same functions, so that it cannot say anything else than the map does.
import { COLOURS, type Hue } from './kinds';
import { drawFacility, drawGround, drawWarn, EFFECTS, FACILITIES, POINT_SIDE, TILE, type Effect, type FacilityKind } from './landsigns';
import { DIAMETER, type SizeClass } from './sizes';

export type Direction = 'surplus' | 'need';

export interface FlowSign {
  hue: Hue;
  direction: Direction;
  size: SizeClass;
  estimated: boolean;
}

export interface SiteSign {
  /** Letter of the sector, or "". */
  section: string;
  approximate: boolean;
}

const PAPER = '#fffdf8';
const INK = '#2b2a27';
/** Picture pixels per map pixel: sharp on phones. */
const RATIO = 2;

export const flowSignName = (s: FlowSign): string => ['flow', s.hue, s.direction, s.size, s.estimated ? 'estimated' : 'known'].join('|');
export const siteSignName = (s: SiteSign): string => ['site', s.section, s.approximate ? 'approximate' : 'exact'].join('|');

type Pen = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

function circle(pen: Pen, x: number, r: number) {
  pen.beginPath();
  pen.arc(x, x, r, 0, 2 * Math.PI);
}

/** Diagonal stripes inside the current clip. */
function hatch(pen: Pen, side: number, colour: string) {
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (let at = -side; at < 2 * side; at += 4.2) {
    pen.moveTo(at, side);
    pen.lineTo(at + side, 0);
  }
  pen.stroke();
}

/** Fills the current path: full, or for an estimate a pale tint with stripes. */
function shade(pen: Pen, s: FlowSign, colour: string, side: number) {
  pen.fillStyle = s.estimated ? `${colour}33` : colour;
  pen.fill();
  if (!s.estimated) return;
  pen.clip();
  hatch(pen, side, colour);
}

/** Surplus: a disc. Need: a ring. Hatched: an estimate. A pale rim lifts it off what lies below. */
export function drawFlow(pen: Pen, s: FlowSign, side: number): void {
  const colour = COLOURS[s.hue];
  const centre = side / 2;
  const r = DIAMETER[s.size] / 2;
  const band = Math.max(2.4, r * 0.36);
  circle(pen, centre, r + 1.5);
  pen.fillStyle = PAPER;
  pen.fill();
  pen.save();
  if (s.direction === 'surplus') {
    circle(pen, centre, r);
    shade(pen, s, colour, side);
  } else {
    pen.beginPath();
    pen.arc(centre, centre, r, 0, 2 * Math.PI);
    pen.arc(centre, centre, r - band, 0, 2 * Math.PI, true);
    shade(pen, s, colour, side);
  }
  pen.restore();
  pen.strokeStyle = colour;
  pen.lineWidth = 1.2;
  circle(pen, centre, r - 0.6);
  pen.stroke();
  if (s.direction === 'need') {
    pen.lineWidth = 0.8;
    circle(pen, centre, r - band);
    pen.stroke();
  }
}

export const flowSide = (size: SizeClass): number => DIAMETER[size] + 6;
export const SITE_SIDE = 24;

/** A dark square with the sector's letter; a dotted frame around it when the place is approximate. */
export function drawSite(pen: Pen, s: SiteSign, side = SITE_SIDE): void {
  const edge = 14;
  const from = (side - edge) / 2;
  pen.beginPath();
  pen.roundRect(from - 1.5, from - 1.5, edge + 3, edge + 3, 3.5);
  pen.fillStyle = PAPER;
  pen.fill();
  pen.beginPath();
  pen.roundRect(from, from, edge, edge, 2.5);
  pen.fillStyle = INK;
  pen.fill();
  if (s.section) {
    pen.fillStyle = PAPER;
    pen.font = '600 11px "Atlas Sans Semibold", "Atlas Sans", sans-serif';
    pen.textAlign = 'center';
    pen.textBaseline = 'alphabetic';
    pen.fillText(s.section, side / 2, side / 2 + 3.9);
  } else {
    circle(pen, side / 2, 2.2);
    pen.fillStyle = PAPER;
    pen.fill();
  }
  if (s.approximate) {
    pen.setLineDash([1.6, 2.4]);
    pen.strokeStyle = INK;
    pen.lineWidth = 1.4;
    pen.beginPath();
    pen.roundRect(from - 3.6, from - 3.6, edge + 7.2, edge + 7.2, 5);
    pen.stroke();
    pen.setLineDash([]);
  }
}

const HUES = new Set<string>(Object.keys(COLOURS));

function picture(side: number, draw: (pen: Pen) => void): { image: ImageData; options: { pixelRatio: number } } | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side * RATIO;
  const pen = canvas.getContext('2d');
  if (!pen) return undefined;
  pen.scale(RATIO, RATIO);
  draw(pen);
  return { image: pen.getImageData(0, 0, side * RATIO, side * RATIO), options: { pixelRatio: RATIO } };
}

/** The picture of a sign by its name; undefined for a name that is no sign. */
export function drawSign(name: string): { image: ImageData; options: { pixelRatio: number } } | undefined {
  const [kind, first, second, third, fourth] = name.split('|');
  if (kind === 'site') return picture(SITE_SIDE, (pen) => drawSite(pen, { section: first ?? '', approximate: second === 'approximate' }));
  if (kind === 'hatch') return picture(8, (pen) => hatchTile(pen, first ?? INK));
  if (kind === 'facility' && FACILITIES.some((f) => f === first)) return picture(POINT_SIDE, (pen) => drawFacility(pen, first as FacilityKind));
  if (kind === 'ground' && EFFECTS.some((e) => e === first)) return picture(TILE, (pen) => drawGround(pen, first as Effect));
  if (kind === 'warn' && EFFECTS.some((e) => e === first)) return picture(POINT_SIDE, (pen) => drawWarn(pen, first as Effect));
  if (kind !== 'flow' || !HUES.has(first ?? '')) return undefined;
  const size = Number(third);
  if (!(size in DIAMETER)) return undefined;
  const sign: FlowSign = { hue: first as Hue, direction: second === 'need' ? 'need' : 'surplus', size: size as SizeClass, estimated: fourth === 'estimated' };
  return picture(flowSide(sign.size), (pen) => drawFlow(pen, sign, flowSide(sign.size)));
}

/** A seamless 8 px tile of diagonal stripes, for estimated areas. */
function hatchTile(pen: Pen, colour: string): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 1.1;
  pen.beginPath();
  for (const at of [-8, 0, 8]) {
    pen.moveTo(at, 8);
    pen.lineTo(at + 8, 0);
  }
  pen.stroke();
}
