import { grouped } from "#components/text/plural.ts";
import type { BoundaryView } from "#lib/boundary/registry/list-boundaries";

/** The calls of a boundary by outcome, such as `12 done · 1 failed`. */
export function callCounts({ done, failed, uncertain, expected }: BoundaryView["calls"]): string {
  return countsText("None", [
    [done, "done"],
    [failed, "failed"],
    [uncertain, "uncertain"],
    [expected, "running"],
  ]);
}

/** The tools of a boundary by acceptance, such as `3 accepted · 1 new`. */
export function toolCounts({ accepted, added, changed, gone }: BoundaryView["tools"]): string {
  return countsText("None reported yet", [
    [accepted, "accepted"],
    [added, "new"],
    [changed, "changed"],
    [gone, "no longer listed"],
  ]);
}

function countsText(none: string, counts: [count: number, label: string][]): string {
  const parts = counts.filter(([count]) => count > 0).map(([count, label]) => `${grouped(count)} ${label}`);
  return parts.length === 0 ? none : parts.join(" · ");
}
