import type { Database } from "#db/client";
import { isDatabaseBusy, isDatabaseUnavailable } from "#db/unavailable";
import { recoveredErrors } from "#lib/kernel/recovered-errors";
import { mergeSubtotals } from "./merge-subtotals.ts";

interface Unmerged {
  requests: number;
  isMerging: boolean;
}

const mostUnmerged = 1000;
const unmerged = new WeakMap<Database, Unmerged>();

/**
 * Merges in the background after this process stored many requests: every total reads unmerged changes,
 * and the job runs once a minute, also after a failure here. One connection at most.
 */
export function mergeSoon(db: Database, requests: number, now: Date): void {
  const seen = unmerged.get(db) ?? { requests: 0, isMerging: false };
  unmerged.set(db, seen);
  seen.requests += requests;
  if (seen.requests < mostUnmerged || seen.isMerging) return;
  seen.requests = 0;
  seen.isMerging = true;
  mergeSubtotals(db, now)
    .catch((error) => {
      if (!isDatabaseUnavailable(error) && !isDatabaseBusy(error))
        recoveredErrors.publish({ during: "a merge of subtotals", error });
    })
    .finally(() => {
      seen.isMerging = false;
    });
}
