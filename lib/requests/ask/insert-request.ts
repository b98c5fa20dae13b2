import type { Database } from "#db/client";
import type { AuditRow } from "#lib/audit/record";
import { expiryDueAt } from "#lib/expiry-due";
import { batchPerDatabase } from "#lib/group-commit-per-database";
import { type Limit, windowStart } from "#lib/limits/take";
import { type Kept, keepAll } from "./insert-requests.ts";
import type { NewRequest, StoredGrant } from "./new-request.ts";

/** What is written together. */
export interface Keeping {
  request: NewRequest;
  grant: StoredGrant | undefined;
  event: AuditRow;
  /** How often the agent may ask. */
  limit: Limit;
  /** How many requests of the agent may wait for a person at a time. */
  mostPending: number;
  /** Whether the ask was counted against the limit before. */
  isCounted: boolean;
}

const keepTogether = batchPerDatabase(
  (db, batch: Keeping[]) => keepAll(db.$client, batch.map(keepingColumns), { mayWait: false }),
  { mostTogether: 48 },
);

/**
 * Writes a new request with everything that belongs to it, unless its webhook-id is known, the
 * agent lost its authority, the request was judged by another policy version than the live one, the
 * agent asks too often, or too many of its requests are pending (concurrent asks may exceed that
 * limit by their number).
 *
 * Concurrent requests are written by one statement and committed together. A request that would
 * have to wait for a transaction that changes its agent or key is removed from its batch and waits
 * alone, so that it delays no other agent.
 */
export async function keepRequest(db: Database, keeping: Keeping): Promise<Kept> {
  const kept = await keepTogether(db, keeping);
  if (kept.isSettled) return kept;
  const counted = keepingColumns({ ...keeping, isCounted: true });
  const [alone = kept] = await keepAll(db.$client, [counted], { mayWait: true });
  return alone;
}

/** A keeping as the statement reads it. */
export type KeepingColumns = ReturnType<typeof keepingColumns>;

/** A keeping, ready for the statement. */
export function keepingColumns({ request: r, grant, event, limit, mostPending, isCounted }: Keeping) {
  const isPending = r.state === "pending";
  const dueAt = grant
    ? expiryDueAt(grant.expiresAt, "grant")
    : isPending
      ? expiryDueAt(r.expiresAt, "request")
      : null;
  return {
    ...r,
    bodyHash: base64(r.bodyHash),
    grantId: grant?.id ?? null,
    kid: grant?.kid ?? null,
    claims: grant?.claims ?? null,
    grantIssuedAt: grant?.issuedAt ?? null,
    grantExpiresAt: grant?.expiresAt ?? null,
    dueAt,
    eventId: event.id,
    eventType: event.type,
    actorId: event.actorId,
    eventBody: base64(event.body),
    bucket: limit.bucket,
    windowStart: windowStart(limit.windowSeconds, r.createdAt),
    most: limit.limit,
    mostPending: isPending ? mostPending : null,
    isCounted,
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
