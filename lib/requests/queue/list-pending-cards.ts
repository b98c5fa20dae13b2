import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { findFloodLimit } from "#lib/workspace/find-workspace";
import { listDecidable } from "../decidable-requests.ts";
import { listApprovedBefore, listRepeated } from "../unusual/approved-before/list-approved-before.ts";
import { isDoneBefore } from "../unusual/finding.ts";
import type { RequestReader } from "../visible-requests.ts";
import { groupPending, type PendingGroup, type PendingKey } from "./group-pending.ts";
import { type QueueItem, queueItem } from "./queue-item.ts";
import { pendingRows, type QueueFilter, type QueueRow, queueColumns } from "./queue-query.ts";

/** A card of the queue, with its newest request. */
export interface PendingCard extends Omit<PendingGroup, "agentId"> {
  newest: QueueItem;
  /** How many repeat approved requests, as the viewer may know, and how many an action carried out. */
  repeats: { count: number; done: number };
}

export interface PendingPage {
  cards: PendingCard[];
  /** The `after` of the next page; null on the last. */
  next: string | null;
}

const mostCards = 50;
/** The most requests read for a page. Requests of a larger flood continue on the next page. */
const mostRequests = 500;

/**
 * A page of requests that wait for people, or for the viewer, as cards ({@link groupPending}). A
 * filter by agent or action shows each request alone.
 * @param decidable what {@link listDecidable} answers for the viewer, if read.
 */
export async function listPendingCards(
  db: Database,
  viewer: RequestReader,
  filter: QueueFilter,
  { decidable, now }: { decidable?: string[]; now: Date },
): Promise<PendingPage> {
  const [read, limit] = await Promise.all([
    readKeys(db, viewer, filter, { decidable, now }),
    filter.agent || filter.digest ? undefined : findFloodLimit(db),
  ]);
  const keys = read.slice(0, mostRequests);
  const groups = (limit ? groupPending(keys, limit) : keys.map(alone)).slice(0, mostCards);
  const shown = groups.flatMap(({ ids }) => ids);
  const first = groups.flatMap(({ ids }) => ids.slice(0, 1));
  const others = groups.flatMap(({ ids }) => ids.slice(1));
  const [newest, repeated] = await Promise.all([
    readItems(db, viewer, first, now),
    listRepeated(db, viewer, others, now),
  ]);
  const cards = groups.flatMap(({ agentId: _, ...group }) => {
    const item = newest.get(group.ids[0] ?? "");
    if (!item) return [];
    const repeats = group.ids.flatMap((id) => repeated.get(id) ?? []);
    if (item.approvedBefore) repeats.push({ isDone: isDoneBefore(item.approvedBefore) });
    const done = repeats.filter(({ isDone }) => isDone).length;
    return [{ ...group, newest: item, repeats: { count: repeats.length, done } }];
  });
  return { cards, next: nextAfter(read, new Set(shown)) };
}

async function readKeys(
  db: Database,
  viewer: RequestReader,
  filter: QueueFilter,
  { decidable, now }: { decidable?: string[] | undefined; now: Date },
): Promise<PendingKey[]> {
  const among =
    filter.state === "needs_you"
      ? (decidable ?? (await listDecidable(db, viewer.personId, { now })))
      : undefined;
  const rows = await db.execute<
    Omit<PendingKey, "createdAt" | "expiresAt"> & { createdAt: string; expiresAt: string }
  >(sql`
    select r.id, r.agent_id as "agentId", r.action_type as "actionType", r.action_digest as "actionDigest",
      r.amount::text, r.currency, r.created_at as "createdAt", r.expires_at as "expiresAt"
    ${pendingRows(viewer, filter, { among, now })} limit ${mostRequests + 1}`);
  return rows.map((row) => ({
    ...row,
    createdAt: new Date(row.createdAt),
    expiresAt: new Date(row.expiresAt),
  }));
}

/** The most requests of a {@link listToDecide}. */
const mostToDecide = 100;

/** The requests that a person may decide, each alone, soonest to expire first. */
export async function listToDecide(
  db: Database,
  viewer: RequestReader,
  now: Date,
): Promise<{ items: QueueItem[]; hasMore: boolean }> {
  const ids = await listDecidable(db, viewer.personId, { most: mostToDecide + 1, now });
  const items = await readItems(db, viewer, ids.slice(0, mostToDecide), now);
  return { items: ids.flatMap((id) => items.get(id) ?? []), hasMore: ids.length > mostToDecide };
}

// The requests are readable: by {@link readKeys}, or because the person may decide them.
async function readItems(
  db: Database,
  viewer: RequestReader,
  ids: string[],
  now: Date,
): Promise<Map<string, QueueItem>> {
  const [rows, repeats] = await Promise.all([
    db.execute<QueueRow>(sql`
    select ${queueColumns(viewer, now)} from requests r join agents a on a.id = r.agent_id join people o on o.id = a.owner_id
      left join action_types t on t.type = r.action_type where r.id = any(${sql.param(ids)}::text[])`),
    listApprovedBefore(db, viewer, ids, now),
  ]);
  return new Map(rows.map((row) => [row.id, queueItem(row, repeats, now)]));
}

function alone({ id, agentId, createdAt, expiresAt }: PendingKey): PendingGroup {
  const times = { oldestAt: createdAt, newestAt: createdAt, firstExpiresAt: expiresAt };
  return { kind: "one", agentId, ids: [id], ...times, burst: 1, amounts: undefined };
}

/** The first request without a card begins the next page, which may repeat requests but skips none. */
function nextAfter(read: PendingKey[], shown: ReadonlySet<string>): string | null {
  const first = read.findIndex(({ id }) => !shown.has(id));
  return first < 0 ? null : (read[first - 1]?.id ?? null);
}
