import type { TaskList } from "graphile-worker";
import type { Database } from "#db/client";
import { remindOfReviews } from "#lib/approvals/break-glass/remind-reviews";
import { recountConfirmed } from "#lib/approvals/counting/recount-confirmed";
import { markOverdue } from "#lib/boundary/executions/mark-overdue";
import { checkSubtotals } from "#lib/facts/check-subtotals";
import { deleteOldSubtotals, mergeSubtotals } from "#lib/facts/merge-subtotals";
import type { Clock } from "#lib/kernel/clock";
import type { Config } from "#lib/kernel/config";
import { settleFreeze } from "#lib/lifecycle/freeze-agents";
import {
  announceEndedDelegations,
  announceOrphaned,
  remindOfExpiry,
  remindOfOwnershipReviews,
} from "#lib/notifications/reminders/expiring-credentials";
import { remindOfFreeze } from "#lib/notifications/reminders/remind-of-freeze";
import { expireOffers } from "#lib/ownership/offers/withdraw-offers";
import { quarantineLapsed } from "#lib/ownership/quarantine-lapsed";
import { failReplay, runReplay } from "#lib/policy/replay/run-replay";
import { expireDue } from "#lib/requests/expire";
import { endLapsedStanding } from "#lib/voiding/end-standing-approvals";
import { cleanUp } from "./clean-up.ts";

/** The verb of each job. Jobs carry no data that decides: a verb reads the rows and the time. */
export function jobTasks(db: Database, clock: Clock, config: Pick<Config, "origin" | "rpId">): TaskList {
  return {
    expire: async () => {
      await expireDue(db, clock());
      await endLapsedStanding(db, clock());
    },
    // A passkey was confirmed. A request that could not be counted is tried again.
    recount: async () => {
      await recountConfirmed(db, { config, now: clock() });
    },
    // The next worker continues what a stopping or killed worker left.
    replay: async (_, { job, abortSignal }) => {
      try {
        await runReplay(db, { clock, signal: abortSignal });
      } catch (error) {
        if (job.attempts >= job.max_attempts) await failReplay(db, clock());
        throw error;
      }
    },
    "void-frozen": async () => {
      await settleFreeze(db, clock());
    },
    "remind-of-reviews": async () => {
      await remindOfReviews(db, clock());
    },
    "remind-of-deadlines": async () => {
      await remindOfExpiry(db, clock());
      await remindOfOwnershipReviews(db, clock());
      await announceEndedDelegations(db, clock());
      await announceOrphaned(db, clock());
      await remindOfFreeze(db, clock());
    },
    // Both verbs read the rows and the time, so a second run finds nothing to do.
    ownership: async () => {
      await expireOffers(db, clock());
      await quarantineLapsed(db, clock());
    },
    "mark-uncertain": async () => {
      await markOverdue(db, clock());
    },
    "merge-subtotals": async () => {
      await mergeSubtotals(db, clock());
    },
    "check-subtotals": async () => {
      await deleteOldSubtotals(db, clock());
      await checkSubtotals(db, clock());
    },
    "clean-up": async () => {
      await cleanUp(db, clock());
    },
  };
}

/** Expiry and replays also run every minute, in case a request's own job is ever lost. */
export const jobSchedule = `
* * * * * expire ?id=expire-safety-net&max=3
* * * * * replay ?id=replay-safety-net&max=3
* * * * * mark-uncertain ?id=mark-uncertain&max=3
* * * * * merge-subtotals ?id=merge-subtotals&max=3
41 3 * * * check-subtotals ?id=check-subtotals&max=3
*/5 * * * * remind-of-reviews ?id=remind-of-reviews&max=3
*/10 * * * * remind-of-deadlines ?id=remind-of-deadlines&max=3
*/10 * * * * ownership ?id=ownership&max=3
17 * * * * clean-up ?id=clean-up&max=3
`;
