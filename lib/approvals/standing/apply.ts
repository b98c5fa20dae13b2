import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { closeDenied } from "../deny.ts";
import { findDecidable } from "../find-decidable.ts";
import { isTemporary } from "./is-temporary.ts";

/** Each may be of another person, and a person may have lost the right to decide. */
const mostTried = 3;

/**
 * Denies a new request by a standing denial, if one is for it. The person is asked nothing, and has to be one
 * who may deny the request now. Otherwise, and after a crash before this, the request waits for people.
 * @returns whether the request was denied
 */
export async function applyStandingDenial(
  db: Database,
  { requestId, now }: { requestId: string; now: Date },
): Promise<boolean> {
  for (const { approval_id: denialId, person_id: personId } of await findStanding(db, requestId, now)) {
    try {
      if (await db.transaction((tx) => denyBy(tx, { requestId, denialId, personId, now }))) return true;
    } catch (thrown) {
      if (!(thrown instanceof CountersignError) && !isTemporary(thrown)) throw thrown;
    }
  }
  return false;
}

async function findStanding(db: Database, requestId: string, now: Date) {
  return db.execute<{ approval_id: string; person_id: string }>(sql`
    select s.approval_id, d.person_id from requests r
      join standing_denials s on s.agent_id = r.agent_id join approvals d on d.id = s.approval_id
    where r.id = ${requestId} and s.action_type = r.action_type and s.owner_epoch = r.owner_epoch
      and (s.resource is null or s.resource = r.resource)
      and (s.action_digest is null or s.action_digest = r.action_digest) and ${stands(now)}
    order by s.approval_id desc limit ${mostTried}`);
}

async function denyBy(
  tx: Transaction,
  {
    requestId,
    denialId,
    personId,
    now,
  }: { requestId: string; denialId: string; personId: string; now: Date },
): Promise<boolean> {
  const request = await findDecidable(tx, { requestId, personId, now, lock: true });
  // On the locked row: it may have been ended since the look.
  const counted = await tx.execute(
    sql`update standing_denials s set count = count + 1 where approval_id = ${denialId} and ${stands(now)} returning 1`,
  );
  if (counted.length === 0) return false;
  const closing = { closeReason: "standing_denial", standingDenialId: denialId, data: {}, now } as const;
  await closeDenied(tx, request, { denialId, actor: { type: "system", id: "standing-denial" }, ...closing });
  return true;
}

/** The condition that the standing denial `s` hasn't ended. */
export function stands(now: Date) {
  return sql`(s.ended_at is null and s.expires_at > ${now.toISOString()})`;
}
