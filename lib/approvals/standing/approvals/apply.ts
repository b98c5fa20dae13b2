import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { tryAgainWhenBusy } from "#db/try-again";
import { CountersignError } from "#lib/kernel/errors";
import { recoveredErrors } from "#lib/kernel/recovered-errors";
import { shareLoadedPolicies } from "#lib/policy/engine/load";
import { endStandingApprovals, isOpen, standingActor } from "#lib/voiding/end-standing-approvals";
import { isTemporary } from "../is-temporary.ts";
import { type Asked, drawFrom } from "./draw.ts";
import { isOutsideBounds } from "./reason-to-end.ts";
import { type StandingRow, standingColumns } from "./standing-row.ts";
import { readStandingStatement } from "./statement.ts";

/**
 * Approves a new pending request by a standing approval, if one is for it: policy has decided that a person
 * is asked, and this replaces the asking and nothing else. A request of the type outside the bounds ends the
 * standing approval, also one that policy blocks. In every other case, and after a crash before this, a
 * pending request waits for people.
 * @returns whether the request was approved
 */
export async function applyStandingApproval(db: Database, asked: Asked): Promise<boolean> {
  const open = await findOpen(db, asked);
  if (!open) return false;
  try {
    const decided = () =>
      db.transaction((tx) => {
        shareLoadedPolicies(db, tx);
        return decide(tx, open, asked);
      });
    return await tryAgainWhenBusy(decided);
  } catch (thrown) {
    if (!(thrown instanceof CountersignError) && !isTemporary(thrown)) throw thrown;
    if (!isExpected(thrown)) recoveredErrors.publish({ during: "a draw", error: thrown });
    return false;
  }
}

// A person who may not decide now, another decision first, a freeze: the request waits for people.
function isExpected(thrown: unknown): boolean {
  return !(thrown instanceof CountersignError) || !["internal", "invalid_body"].includes(thrown.code);
}

type Open = StandingRow & { action: string; isPending: boolean };

// An agent has one for each type.
async function findOpen(db: Database, { requestId, now }: Asked): Promise<Open | undefined> {
  const [row] = await db.execute<Open>(sql`
    select ${standingColumns}, r.action, r.state = 'pending' as "isPending"
    from requests r join standing_approvals s on s.agent_id = r.agent_id
    where r.id = ${requestId} and s.action_type = r.action_type and s.owner_epoch = r.owner_epoch and ${isOpen(now)}
    order by s.id desc limit 1`);
  return row;
}

/** Ends the standing approval, or draws from it. Its person may have no right to decide what ends it. */
async function decide(tx: Transaction, open: Open, asked: Asked): Promise<boolean> {
  const { requestId, now } = asked;
  const statement = readStandingStatement(new Uint8Array(open.statement ?? []));
  const isOutside = isOutsideBounds(statement, JSON.parse(open.action));
  if (!isOutside && open.isPending) return drawFrom(tx, open, asked);
  const which = sql`s.id = ${open.id}`;
  if (isOutside)
    await endStandingApprovals(tx, { which, reason: "outside_bounds", requestId, actor: standingActor, now });
  return false;
}
