/** Three labels of a vertical axis from 0: round numbers, of which the last is at least the highest value. */
export function ticks(highest: number): [zero: number, middle: number, top: number] {
  const least = Math.max(highest, 2) / 2;
  const unit = 10 ** Math.floor(Math.log10(least));
  const middle = [1, 2, 2.5, 5, 10]
    .map((step) => step * unit)
    .find((step) => step >= least && Number.isInteger(step));
  const step = middle ?? Math.ceil(least);
  return [0, step, step * 2];
}
