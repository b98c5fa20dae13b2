import crypto from "node:crypto";
import { sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";

/** One draw in so many, on average, goes to the person anyway. */
const oneIn = 20;
const sampledSeconds = 86_400;
const earliestSeconds = 6 * 3600;

interface Sampled {
  id: string;
  /** From when a day counts until a request goes to the person anyway. */
  sampledAt: Date;
  /** Such requests that no person had decided at the last one. */
  sampled: string[];
}

/** From when the day counts: the next such request comes 6 to 24 hours after this one, so no agent knows which it is. */
export function sampledFrom(now: Date): Date {
  return addSeconds(now, -crypto.randomInt(sampledSeconds - earliestSeconds));
}

/**
 * Whether a request goes to the person although it could be drawn: unpredictable, so that no agent knows
 * which one a person reads, and one a day in use at least.
 */
export async function takesSample(
  tx: Transaction,
  { id, sampledAt, sampled }: Sampled,
  { requestId, now }: { requestId: string; now: Date },
): Promise<boolean> {
  const isDue = new Date(sampledAt).getTime() <= now.getTime() - sampledSeconds * 1000;
  if (!isDue && crypto.randomInt(oneIn) > 0) return false;
  const ids = sql.param([...sampled, requestId]);
  await tx.execute(sql`
    update standing_approvals set sampled_at = ${sampledFrom(now).toISOString()}, sampled = array(
      select id from requests where id = any(${ids}::text[]) and state not in ('approved', 'denied'))
    where id = ${id}`);
  return true;
}

/** Whether the same action waits for the person: asked again, it would run before the person decides. */
export async function isSampledNow(
  tx: Transaction,
  sampled: string[],
  actionDigest: string,
): Promise<boolean> {
  if (sampled.length === 0) return false;
  const [waiting] = await tx.execute(sql`
    select 1 from requests where id = any(${sql.param(sampled)}::text[])
      and state = 'pending' and action_digest = ${actionDigest} limit 1`);
  return waiting !== undefined;
}

/** Whether a request that went to the person was cancelled, or expired: the agent asked again until one was drawn. */
export async function isGivenUp(tx: Transaction, sampled: string[], now: Date): Promise<boolean> {
  if (sampled.length === 0) return false;
  const [lost] = await tx.execute(sql`
    select 1 from requests where id = any(${sql.param(sampled)}::text[])
      and (state not in ('pending', 'approved', 'denied') or state = 'pending' and expires_at <= ${now.toISOString()}) limit 1`);
  return lost !== undefined;
}
