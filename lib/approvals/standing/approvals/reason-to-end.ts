import { sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import type { StandingEnd } from "#db/schema/requests";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { firstIdAt } from "#lib/kernel/ids";
import type { Action } from "#lib/policy/language/action";
import { idleDays } from "#lib/voiding/end-standing-approvals";
import { requireCurrentDescriptor } from "../../descriptor-of.ts";
import type { Decidable } from "../../find-decidable.ts";
import { requireCurrentEnvironment } from "../../require-current-environment.ts";
import { outsideAt } from "./bounds.ts";
import { isGivenUp } from "./sample.ts";
import type { StandingRow } from "./standing-row.ts";
import type { StandingStatement } from "./statement.ts";

/** A request commits within this time of its ID. */
const longestAskSeconds = 60;
/** A draw looks at the newest requests since the last one. */
const mostLookedAt = 1000;

/** Whether an action is outside the bounds of a standing approval. */
export function isOutsideBounds({ action, terms }: StandingStatement, asked: Action): boolean {
  return outsideAt({ action, may_differ: terms.may_differ }, asked) !== undefined;
}

/** Why a locked standing approval ends at a request, if it does. */
export async function reasonToEnd(
  tx: Transaction,
  standing: StandingRow,
  { statement, request, now }: { statement: StandingStatement; request: Decidable; now: Date },
): Promise<StandingEnd | undefined> {
  const { lastDrawnAt, createdAt, sampled } = standing;
  if (new Date(lastDrawnAt ?? createdAt) < addSeconds(now, -idleDays * 86_400)) return "idle";
  if (isOutsideBounds(statement, request.action)) return "outside_bounds";
  if (await wasAskedOutside(tx, standing, { statement, request })) return "outside_bounds";
  if (await isGivenUp(tx, sampled, now)) return "sample_undecided";
  if (await isRefused(requireCurrentDescriptor(tx, statement))) return "policy_changed";
  if (await isRefused(requireCurrentEnvironment(tx, statement))) return "environment_changed";
}

// A request outside the bounds ends the standing approval after its own commit: a crash between the two, or a
// database too busy to do it, must not let a later request run.
async function wasAskedOutside(
  tx: Transaction,
  { createdAt, lastDrawnAt }: StandingRow,
  { statement, request }: { statement: StandingStatement; request: Decidable },
): Promise<boolean> {
  const signed = new Date(createdAt);
  const since = addSeconds(new Date(lastDrawnAt ?? signed), -longestAskSeconds);
  const rows = await tx.execute<{ action: string }>(sql`
    select r.action from requests r
    where r.agent_id = ${request.agentId} and r.id collate "POSIX" >= ${firstIdAt("req", since > signed ? since : signed)}
      and r.action_type = ${request.action.type} and r.state <> 'allowed' and r.owner_epoch = ${request.ownerEpoch}
    order by r.id collate "POSIX" desc limit ${mostLookedAt}`);
  return rows.some(({ action }) => isOutsideBounds(statement, JSON.parse(action)));
}

async function isRefused(check: Promise<void>): Promise<boolean> {
  return check.then(
    () => false,
    (thrown) => {
      if (thrown instanceof CountersignError) return true;
      throw thrown;
    },
  );
}
