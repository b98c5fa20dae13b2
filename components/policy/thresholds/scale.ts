/** The positions of numbers on the track: logarithmic from 0, with room around 100 and 50,000 alike. */
export interface ThresholdScale {
  /** Below about this value the scale is linear, above logarithmic. */
  knee: number;
  /** The number at the right end. */
  top: number;
}

/** A scale with visible and movable limits and past values. */
export function scaleFor(edges: number[], mostPast: number, unit: number): ThresholdScale {
  const highest = edges.at(-1) ?? 0;
  const top = roundUp(Math.max(highest * 4, mostPast, unit * 100));
  const lowest = Math.min(...edges, top / 10);
  return { knee: Math.max(lowest / 10, unit / 10), top };
}

/** The same scale while the limits have room, otherwise a new scale that fits. */
export function refit(scale: ThresholdScale, edges: number[], unit: number): ThresholdScale {
  const [lowest = scale.knee, highest = 0] = [edges[0], edges.at(-1)];
  const hasRoom = highest <= scale.top * 0.6 && lowest >= scale.knee / 2;
  return hasRoom ? scale : scaleFor(edges, scale.top, unit);
}

/** From 0, the left end, to 1. */
export function positionOf({ knee, top }: ThresholdScale, value: number): number {
  return Math.min(1, Math.log1p(value / knee) / Math.log1p(top / knee));
}

/** The number at a position. */
export function valueAt({ knee, top }: ThresholdScale, position: number): number {
  const within = Math.min(1, Math.max(0, position));
  return knee * Math.expm1(within * Math.log1p(top / knee));
}

/** Powers of ten to write under the track, no two of them too close to read. */
export function ticksOf(scale: ThresholdScale): number[] {
  const ticks: number[] = [];
  let last = -0.07;
  for (let power = -4; power <= 15; power++) {
    const value = Number(`1e${power}`);
    const position = positionOf(scale, value);
    if (value >= scale.top || position - last < 0.12 || position > 0.95) continue;
    ticks.push(value);
    last = position;
  }
  return ticks;
}

/** The part of a phone's track that a digit takes, and the least space between two numbers. */
const [digit, space] = [0.025, 0.03];

/** The numbers, in ascending order, with room on a phone next to smaller numbers. */
export function numbersOnPhone(
  scale: ThresholdScale,
  numbers: number[],
  textOf: (number: number) => string,
): Set<number> {
  const fitting = new Set<number>();
  let end = Number.NEGATIVE_INFINITY;
  for (const number of numbers) {
    const [middle, half] = [positionOf(scale, number), (textOf(number).length * digit) / 2];
    if (middle - half < end + space) continue;
    fitting.add(number);
    end = middle + half;
  }
  return fitting;
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = [1, 2, 5, 10].find((each) => each * power >= value * 0.999) ?? 10;
  return digit * power;
}
