/** The height of the tiers: the minimum for touch. */
export const stripHeight = 44;

/**
 * The tops of the drawing's rows, in pixels: past requests, the tiers, the scale. The limits'
 * numbers are above them.
 */
export function trackRows(hasChart: boolean) {
  const chart = 22;
  const strip = chart + (hasChart ? 136 : 8);
  const scale = strip + stripHeight;
  return { chart, strip, scale, end: scale + 22 };
}
