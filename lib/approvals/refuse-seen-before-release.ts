import type { Database, Transaction } from "#db/client";
import { policyHead } from "#db/schema/policy";
import { requestChanged } from "./decision-errors.ts";
import type { Statement } from "./statement.ts";

/**
 * Refuses a statement that was shown before the last freeze ended: its request needs a new look
 * (invariant 24).
 * @throws {CountersignError} `request_changed`
 */
export async function refuseSeenBeforeRelease(
  db: Database | Transaction,
  { request, issued_at }: Pick<Statement, "request" | "issued_at">,
): Promise<void> {
  const [head] = await db.select({ releasedAt: policyHead.releasedAt }).from(policyHead);
  if (head?.releasedAt && new Date(issued_at) < head.releasedAt)
    throw requestChanged(`${request} was shown before a freeze ended`);
}
