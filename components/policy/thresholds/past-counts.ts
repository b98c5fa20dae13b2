import type { Distribution } from "#lib/requests/amount-distribution";

/** The number of past requests in a tier. */
export interface TierCount {
  count: number;
  /** Whether a limit splits a bucket, so that the count is an estimate. */
  isAbout: boolean;
}

/** The past requests in each tier, by the limits between the tiers; one tier more than limits. */
export function tierCounts({ buckets, isExact, count }: Distribution, edges: number[]): TierCount[] {
  const upToEdges = edges.map((edge) => {
    let [below, isAbout] = [0, false];
    for (const bucket of buckets) {
      const share = isExact ? Number(bucket.upTo <= edge) : shareBelow(bucket.upTo, edge);
      below += share * bucket.count;
      isAbout ||= share > 0 && share < 1;
    }
    return { below: Math.round(below), isAbout };
  });
  const all = [...upToEdges, { below: count, isAbout: false }];
  return all.map(({ below, isAbout }, index) => {
    const before = all[index - 1];
    return { count: below - (before?.below ?? 0), isAbout: isAbout || (before?.isAbout ?? false) };
  });
}

// Assumes an even spread in a bucket. A bucket begins at the previous two-digit number.
function shareBelow(upTo: number, edge: number): number {
  const power = 10 ** (Math.floor(Math.log10(upTo) + 1e-12) - 1);
  const width = Math.abs(upTo - power * 10) < power * 1e-6 ? power / 10 : power;
  const share = (edge - (upTo - width)) / width;
  if (share < 1e-6) return 0;
  return share > 1 - 1e-6 ? 1 : share;
}
