import type { BoundaryView } from "#lib/boundary/registry/list-boundaries";

/** The calls of a boundary by outcome, such as `12 done · 1 failed`. */
export function callCounts({ done, failed, uncertain, expected }: BoundaryView["calls"]): string {
  const counts = [
    [done, "done"],
    [failed, "failed"],
    [uncertain, "uncertain"],
    [expected, "running"],
  ] as const;
  const parts = counts
    .filter(([count]) => count > 0)
    .map(([count, label]) => `${count.toLocaleString("en")} ${label}`);
  return parts.length === 0 ? "no calls" : parts.join(" · ");
}
