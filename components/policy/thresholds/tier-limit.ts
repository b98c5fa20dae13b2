import type { Measure } from "#lib/policy/thresholds/threshold";

/** The largest number in a rule (lib/policy/language/decimal.ts). */
const largest = 922_337_203_685_477;

/** A typed number of four decimals at most. No separators: 1,250 is one and a quarter elsewhere. */
export function parseEdge(text: string): number | undefined {
  const typed = text.trim();
  if (!/^\d+(\.\d{1,4})?$/.test(typed)) return undefined;
  const value = Number(typed);
  return value <= largest ? value : undefined;
}

/** By how much two edges differ at the least. */
export function unitOf(measure: Measure): number {
  const isCount = measure.kind === "total" && measure.of === "count";
  return isCount || measure.kind === "number" ? 1 : 0.01;
}

/** The next number with two significant digits, or one in `big` steps. Exact to the decimal. */
export function stepEdge(value: number, direction: 1 | -1, isBig: boolean, unit: number): number {
  const power = powerBelow(value, direction);
  const step = Math.max(unit, isBig ? power : power / 10);
  return onGrid(value, step, direction);
}

/** The number of two significant digits nearest to where a pointer is; whole units at the least. */
export function snapEdge(value: number, unit: number): number {
  const rounded = Number(value.toPrecision(2));
  return rounded < unit * 10 ? inUnits(value, unit) : rounded;
}

/** `value` plus so many units, exactly. */
export function addUnits(value: number, count: number, unit: number): number {
  const scale = scaleFor(value);
  return (Math.round(value * scale) + Math.round(count * unit * scale)) / scale;
}

// Going down from a power of ten, the digits below it count: 100 is followed by 99.
function powerBelow(value: number, direction: 1 | -1): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 0.0001)) + 1e-12);
  return direction < 0 && Math.abs(value - power) < power * 1e-9 ? power / 10 : power;
}

// In whole ten-thousandths, so that 0.1 and its multiples are never off by a binary fraction.
function onGrid(value: number, step: number, direction: 1 | -1): number {
  const scale = scaleFor(value);
  const [count, by] = [Math.round(value * scale), Math.max(1, Math.round(step * scale))];
  const next = direction > 0 ? Math.floor(count / by) + 1 : Math.ceil(count / by) - 1;
  return Math.max(0, next * by) / scale;
}

function inUnits(value: number, unit: number): number {
  const each = Math.round(1 / unit);
  return Math.max(1, Math.round(value * each)) / each;
}

// Above 1e9 a double has no room for ten-thousandths, and no limit needs ten-thousandths.
function scaleFor(value: number): number {
  return value < 1e9 ? 10_000 : 1;
}
