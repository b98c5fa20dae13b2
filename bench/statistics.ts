/** The middle value; of an even number, the lower of the two in the middle. */
export function median(values: number[]): number {
  return percentile(values, 50);
}

/** The smallest value that `percent` per cent of all values do not exceed (nearest rank). */
export function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** A share of 1 as a whole percentage. */
export const percent = (ratio: number) => `${Math.round(ratio * 100)}%`;
