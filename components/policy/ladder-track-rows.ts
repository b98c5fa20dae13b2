/** Of the bands: what fingers need. */
export const stripHeight = 44;

/**
 * Where the rows of the drawing begin, in pixels from its top: past requests, the bands, the scale.
 * Above them are the boundaries' numbers.
 */
export function trackRows(hasChart: boolean) {
  const chart = 22;
  const strip = chart + (hasChart ? 136 : 8);
  const scale = strip + stripHeight;
  return { chart, strip, scale, end: scale + 22 };
}
