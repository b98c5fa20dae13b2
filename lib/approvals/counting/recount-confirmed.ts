import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { passkeys } from "#db/schema/passkeys";
import { approvals, requests } from "#db/schema/requests";
import { tryAgainWhenBusy } from "#db/try-again";
import { refuseFrozen } from "#lib/callers/freeze";
import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import { shareLoadedPolicies } from "#lib/policy/engine/load";
import { lockPolicyVersion } from "#lib/policy/versions/insert-version";
import { refuseApprovedSince } from "../approved-since.ts";
import { refuseOver, refuseVoid } from "../decision-errors.ts";
import { decidable, findRow } from "../find-decidable.ts";
import { lockRightToDecide } from "../lock-deciding.ts";
import { requireCurrentPolicy } from "../require-current-policy.ts";
import { readStatement } from "../statement.ts";
import { visibleTo } from "../visibility.ts";
import { countApproval } from "./tally-approvals.ts";

interface Recount {
  config: Pick<Config, "origin" | "rpId">;
  now: Date;
}

type Counted = Awaited<ReturnType<typeof findCounted>>[number];

/**
 * Counts pending requests again after a passkey used to approve them was confirmed: everyone who
 * was asked has decided, so no further decision would. Repeats every check of an approval; a
 * request that fails stays unchanged and does not stop the others.
 * @throws the first error of a request, after the last request.
 */
export async function recountConfirmed(db: Database, recount: Recount): Promise<void> {
  const failures: unknown[] = [];
  for (const counted of await findCounted(db, recount.now)) {
    await tryAgainWhenBusy(() => recountOne(db, recount, counted)).catch((thrown: unknown) => {
      if (!(thrown instanceof CountersignError)) failures.push(thrown);
    });
  }
  if (failures.length > 0) throw failures[0];
}

/** The approvals of pending requests whose passkeys were confirmed since. */
async function findCounted(db: Database, now: Date) {
  const { requestId, personId, statement } = approvals;
  const rows = await db
    .select({ requestId, personId, statement })
    .from(approvals)
    .innerJoin(requests, eq(requests.id, requestId))
    .innerJoin(
      passkeys,
      and(eq(passkeys.credentialId, approvals.credentialId), eq(passkeys.personId, personId)),
    )
    .where(
      and(
        eq(requests.state, "pending"),
        sql`${requests.expiresAt} > ${now.toISOString()}`,
        sql`${passkeys.confirmedAt} >= ${approvals.createdAt}`,
      ),
    )
    .orderBy(requests.id, approvals.id);
  return rows.flatMap((row) => (row.statement ? [{ ...row, statement: new Uint8Array(row.statement) }] : []));
}

async function recountOne(
  db: Database,
  { config, now }: Recount,
  { requestId, personId, statement }: Counted,
): Promise<void> {
  await db.transaction(async (tx) => {
    shareLoadedPolicies(db, tx);
    // First, as in an approval: decided by the policy that is live at the commit (invariant 19).
    await lockPolicyVersion(tx);
    await refuseFrozen(tx);
    await lockRightToDecide(tx, personId, now);
    const row = await findRow(tx, { requestId, personId, now, lock: true }, visibleTo(personId, now));
    refuseOver(row, { personId, now });
    refuseVoid(row);
    const parsed = readStatement(statement);
    if (parsed.capacity === "break_glass") return;
    // The capacity comes from the statement: the recount decides whether it still counts.
    const request = decidable(row, [{ capacity: parsed.capacity, onBehalfOf: parsed.on_behalf_of }]);
    await requireCurrentPolicy(tx, request, parsed, now);
    await refuseApprovedSince(tx, request, { statement: parsed, personId, lock: true, now });
    await countApproval(tx, { personId, config, now }, request);
  });
}
