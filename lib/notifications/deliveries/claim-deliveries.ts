import { sql as fragment } from "drizzle-orm";
import type postgres from "postgres";
import { clientOf, type Database } from "#db/client";
import type { Raw } from "#db/raw";
import { type ChannelId, type deliveries, receivers } from "#db/schema/notifications";
import { addSeconds } from "#lib/kernel/clock";

type Row = typeof deliveries.$inferSelect;

/** A delivery for this process to send now. `attempts` and `leasedUntil` name the claim, with the ID. */
export interface ClaimedDelivery extends Omit<Row, "state" | "dueAt" | "leasedUntil" | "error" | "closedAt"> {
  leasedUntil: Date;
  /** Whether the receiver's last message failed. */
  isProbe: boolean;
}

/** Longer than any attempt: channels end attempts within 20 seconds. */
const leaseSeconds = 60;

/**
 * Leases due deliveries of a channel to the caller. Of any number of processes, one gets a delivery;
 * a killed process loses its lease after a minute, and the delivery is sent again under its ID.
 *
 * The deliveries are picked for each receiver separately, the oldest first, so that ten thousand
 * messages to a receiver that is down stand in no other receiver's way: a paused receiver is left
 * out, one whose last message failed gets a single message as a probe, and every other one at most
 * `perReceiver`, and to a group of receivers at most `perGroup`, counted over all processes.
 *
 * A delivery that follows another waits until that one has ended: a message that is still on its way
 * can't be closed yet.
 */
export async function claimDeliveries(
  db: Database,
  wanted: { channel: ChannelId; most: number; perReceiver: number; perGroup?: number | undefined; now: Date },
): Promise<ClaimedDelivery[]> {
  const { channel, most, perReceiver, perGroup } = wanted;
  const sql = clientOf(db);
  const now = wanted.now.toISOString();
  const leasedUntil = new Date(wanted.now.getTime() + leaseSeconds * 1000).toISOString();
  const rows = await sql<ClaimedRow[]>`
    with recursive queued as (
      (select receiver from deliveries where state = 'queued' and channel = ${channel} order by receiver limit 1)
      union all
      select (select d.receiver from deliveries d where d.state = 'queued' and d.channel = ${channel}
        and d.receiver > queued.receiver order by d.receiver limit 1)
      from queued where queued.receiver is not null),
    available as (
      select queued.receiver, coalesce(h.failures, 0) > 0 as is_probe, greatest(0, case when h.failures > 0 then 1 else ${perReceiver}::int end
        - (select count(*) from deliveries d where d.state = 'queued' and d.leased_until is not null and d.channel = ${channel}
            and d.receiver = queued.receiver and d.leased_until > ${now})::int) as most
      from queued left join receivers h on h.channel = ${channel} and h.receiver = queued.receiver
      where queued.receiver is not null and (h.paused_until is null or h.paused_until <= ${now})),
    candidates as (
      select due.id, available.is_probe, available.receiver from available cross join lateral (
        select d.id from deliveries d
        where d.state = 'queued' and d.channel = ${channel} and d.receiver = available.receiver and d.due_at <= ${now}
          and (d.leased_until is null or d.leased_until <= ${now})
          and (d.follows is null or not exists (select from deliveries f where f.id = d.follows and f.state = 'queued'))
        order by d.due_at limit available.most for update skip locked) due),
    picked as (
      select id, is_probe from ${perGroup === undefined ? sql`candidates` : withinGroups(sql, { channel, perGroup, now })}
      order by random() limit ${most})
    update deliveries d set attempts = d.attempts + 1, leased_until = ${leasedUntil}
    from picked where d.id = picked.id
    returning ${claimed(sql)}, picked.is_probe as "isProbe"`;
  return rows.map(toClaimed);
}

/** The candidates that fit into their group, beside the group's messages on their way. */
function withinGroups(
  sql: postgres.ISql,
  { channel, perGroup, now }: { channel: ChannelId; perGroup: number; now: string },
) {
  return sql`(
    select *, row_number() over (partition by "group" order by random()) as turn from (
      select *, case when receiver like '%/%' then split_part(receiver, '/', 1) end as "group" from candidates) grouped) ranked
    where "group" is null or turn <= ${perGroup}::int - (
      select count(*) from deliveries d where d.state = 'queued' and d.leased_until is not null and d.channel = ${channel}
        and starts_with(d.receiver, "group" || '/') and d.leased_until > ${now})`;
}

/** Leases a digest's other due deliveries, for one message; none if another process has them. */
export async function claimDigest(
  db: Database,
  { digestKey, now }: { digestKey: string; now: Date },
): Promise<ClaimedDelivery[]> {
  const sql = clientOf(db);
  const at = now.toISOString();
  const leasedUntil = new Date(now.getTime() + leaseSeconds * 1000).toISOString();
  const rows = await sql<ClaimedRow[]>`
    with picked as (
      select id from deliveries where state = 'queued' and digest_key = ${digestKey} and due_at <= ${at}
        and (leased_until is null or leased_until <= ${at}) order by id for update skip locked)
    update deliveries d set attempts = d.attempts + 1, leased_until = ${leasedUntil}
    from picked where d.id = picked.id
    returning ${claimed(sql)}, false as "isProbe"`;
  return rows.map(toClaimed);
}

type ClaimedRow = Raw<ClaimedDelivery>;

function claimed(sql: postgres.ISql) {
  return sql`d.id, d.notification_id as "notificationId", d.kind, d.channel, d.person_id as "personId", d.destination, d.receiver,
      d.request_id as "requestId", d.agent_id as "agentId", d.notice_id as "noticeId", d.digest_key as "digestKey", d.attempts,
      d.expires_at as "expiresAt", d.follows, d.reference, d.created_at as "createdAt", d.leased_until as "leasedUntil"`;
}

function toClaimed({ expiresAt, createdAt, leasedUntil, ...row }: ClaimedRow): ClaimedDelivery {
  return {
    ...row,
    expiresAt: expiresAt ? new Date(expiresAt) : null,
    createdAt: new Date(createdAt),
    leasedUntil: new Date(leasedUntil),
  };
}

/**
 * Keeps a receiver's limit a second: no process claims again until the claimed messages had their
 * time. Concurrent claims add up, so all together exceed the limit by one claim at most.
 */
export async function paceReceivers(
  db: Database,
  claims: readonly Pick<ClaimedDelivery, "channel" | "receiver">[],
  { perSecond, now }: { perSecond: number; now: Date },
): Promise<void> {
  for (const [receiver, { channel, count }] of countByReceiver(claims)) {
    const seconds = count / perSecond;
    await db
      .insert(receivers)
      .values({ channel, receiver, failures: 0, pausedUntil: addSeconds(now, seconds) })
      .onConflictDoUpdate({
        target: [receivers.channel, receivers.receiver],
        set: {
          pausedUntil: fragment`greatest(${receivers.pausedUntil}, ${now.toISOString()}) + make_interval(secs => ${seconds})`,
        },
      });
  }
}

function countByReceiver(claims: readonly Pick<ClaimedDelivery, "channel" | "receiver">[]) {
  const counts = new Map<string, { channel: ClaimedDelivery["channel"]; count: number }>();
  for (const { channel, receiver } of claims)
    counts.set(receiver, { channel, count: (counts.get(receiver)?.count ?? 0) + 1 });
  return counts;
}
