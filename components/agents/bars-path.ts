import type { Outcome, Outcomes } from "./outcomes.ts";

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Bars as the path of one element: hundreds of elements would be most of the rendered page. */
export function barsPath(bars: Box[]): string {
  return bars
    .map(({ x, y, width, height }) => `M${round(x)} ${round(y)}h${width}v${round(height)}h-${width}z`)
    .join("");
}

const round = (length: number) => Math.round(length * 100) / 100;

/** A path for each outcome: bars on top of each other, ten units apart. `scale`: one request's height. */
export function stackedPaths<Look extends { outcome: Outcome }>(
  days: Outcomes[],
  { looks, height, scale }: { looks: Look[]; height: number; scale: number },
): (Look & { path: string })[] {
  const tops = days.map(() => height);
  return looks.flatMap((look) => {
    const bars = days.flatMap((outcomes, index) => {
      const tall = (outcomes[look.outcome] ?? 0) * scale;
      const y = (tops[index] ?? height) - tall;
      tops[index] = y;
      return tall > 0 ? [{ x: index * 10 + 1, y, width: 8, height: tall }] : [];
    });
    return bars.length > 0 ? [{ ...look, path: barsPath(bars) }] : [];
  });
}
