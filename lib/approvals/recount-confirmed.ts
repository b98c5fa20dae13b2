import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { approvals, requests } from "#db/schema/requests";
import type { Config } from "#lib/config";
import { CountersignError } from "#lib/errors";
import { concerns } from "./concerned.ts";
import { countApproval } from "./count-approval.ts";
import { decidable, findRow } from "./find-decidable.ts";
import { lockStanding } from "./lock-standing.ts";
import { refuseOver, refuseVoid } from "./refuse-decision.ts";
import { requireCurrentPolicy } from "./require-current-policy.ts";
import { readStatement } from "./statement.ts";

interface Recount {
  /** The passkey that was confirmed, and whose it is. */
  credentialId: string;
  personId: string;
  config: Pick<Config, "origin" | "rpId">;
  now: Date;
}

/**
 * Counts again the requests that wait and that a passkey approved, once it is confirmed: no one else would, since all who were asked
 * have decided. The person signed these approvals already, so that they need not sign again. Everything that an approval checks is
 * checked again; a request that fails a check stays as it is.
 */
export async function recountConfirmed(db: Database, recount: Recount): Promise<void> {
  const { credentialId, personId, now } = recount;
  const waiting = await db
    .select({ requestId: approvals.requestId, statement: approvals.statement })
    .from(approvals)
    .innerJoin(requests, eq(requests.id, approvals.requestId))
    .where(
      and(
        eq(approvals.personId, personId),
        eq(approvals.credentialId, credentialId),
        eq(requests.state, "pending"),
        sql`${requests.expiresAt} > ${now.toISOString()}`,
      ),
    )
    .orderBy(requests.id);
  for (const { requestId, statement } of waiting) {
    if (statement === null) continue;
    await recountOne(db, { ...recount, requestId, statement: new Uint8Array(statement) }).catch((thrown) => {
      if (!(thrown instanceof CountersignError)) throw thrown;
    });
  }
}

async function recountOne(
  db: Database,
  one: Recount & { requestId: string; statement: Uint8Array },
): Promise<void> {
  const { requestId, personId, config, now } = one;
  await db.transaction(async (tx) => {
    await lockStanding(tx, personId, now);
    const row = await findRow(tx, { requestId, personId, now, lock: true }, concerns(personId, now));
    refuseOver(row, now);
    refuseVoid(row);
    const said = readStatement(one.statement);
    if (said.capacity === undefined || said.capacity === "break_glass") return;
    // As what they approved: whether that still counts is for the count to say.
    const request = decidable(row, [{ capacity: said.capacity, onBehalfOf: said.on_behalf_of }]);
    await requireCurrentPolicy(tx, request, said, now);
    await countApproval(tx, { personId, config, now }, request);
  });
}
