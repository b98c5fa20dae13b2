import { sql as fragment } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { capacitiesOf } from "#lib/approvals/counting/capacities";
import { tally } from "#lib/approvals/counting/requirements-met";
import { type Decider, refuseOver, refuseVoid } from "#lib/approvals/decision-errors";
import { loadEligibleApprovers } from "#lib/approvals/eligible-approvers";
import { type Decidable, decidable, findRow } from "#lib/approvals/find-decidable";
import { CountersignError } from "#lib/kernel/errors";
import { activeAdmin } from "#lib/people/active";
import { lockPeople } from "#lib/people/lock-people";

/**
 * Finds the request for an admin who wants to use break-glass. Break-glass replaces only missing
 * approvers: a closed or blocked request, or an inactive agent's, cannot be approved. A caller who
 * is not an active admin learns nothing.
 * @throws {CountersignError} `not_found`, `not_entitled` when the admin's ordinary approval is
 * enough, `already_decided`, `request_expired`, `request_cancelled`, `agent_quarantined`.
 */
export async function findBreakable(db: Database | Transaction, decider: Decider): Promise<Decidable> {
  const { requestId, personId, now, lock = false } = decider;
  // Notifying admins locks their rows, so before the request.
  if (lock) await lockPeople(db, fragment`p.id = ${personId} or ${activeAdmin("p")}`);
  const row = await findRow(db, decider, activeAdmin("p"));
  refuseOver(row, decider);
  refuseVoid(row);
  // An emergency that is a test would take another admin's review.
  if (row.is_test) throw onlyTest(requestId);
  const eligible = await loadEligibleApprovers(db, { requestId, now });
  const { requirements, parts, validApprovals } = eligible;
  for (const { onBehalfOf } of row.has_decided ? [] : capacitiesOf(eligible, personId, now)) {
    const approval = { by: personId, inPlaceOf: onBehalfOf ?? personId };
    if (tally(requirements, parts, [...validApprovals, approval], now).isMet)
      throw new CountersignError("not_entitled", `${requestId} needs no break-glass approval`, {
        userMessage: "This only needs your own approval. Approve it on its page.",
      });
  }
  return decidable(row, []);
}

function onlyTest(requestId: string): CountersignError {
  return new CountersignError("not_entitled", `${requestId} is a test request`, {
    userMessage: "This is a test request. Break-glass isn't available for it.",
  });
}

/** For pages: undefined instead of an error. */
export async function findIfBreakable(db: Database, decider: Decider): Promise<Decidable | undefined> {
  try {
    return await findBreakable(db, decider);
  } catch (thrown) {
    if (thrown instanceof CountersignError) return undefined;
    throw thrown;
  }
}
