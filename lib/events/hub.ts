import { afterCommit, type Database, type Transaction } from "#db/client";
import { groupCommitPerDatabase } from "#lib/batching/group-commit-per-database";
import { recoveredErrors } from "#lib/kernel/recovered-errors";

/** A topic to wait for. A message carries no data: the woken waiter reads the row again. */
export type Topic =
  | `request/${string}`
  | `agent/${string}`
  | `person/${string}`
  | `replay/${string}`
  | "freeze"
  /** Never announced: wakes after a lost connection alone. */
  | "database"
  | "queue"
  | "outbox";

/**
 * Notifies every process of the changed topics once `tx` has committed. Inside the transaction, NOTIFY
 * would hold a lock of the whole cluster until the commit is on disk and on its standbys, and commits
 * would follow one another. If the process dies between the two, the outbox wakes those who wait for a
 * request, and the rest is read with the next change.
 */
export function notify(tx: Database | Transaction, ...topics: Topic[]): Promise<void> {
  return afterCommit(tx, async (db) => {
    try {
      await Promise.all(topics.map((topic) => send(db, topic)));
    } catch (error) {
      recoveredErrors.publish({ during: "waking after a change", error });
    }
  });
}

/** Of changed requests: their waits and pages, the queue, and the dispatcher, for the outbox of closed ones. */
export async function notifyOfRequests(
  tx: Database | Transaction,
  requestIds: Iterable<string>,
): Promise<void> {
  const topics = [...requestIds].map((id): Topic => `request/${id}`);
  if (topics.length > 0) await notify(tx, ...topics, "queue", "outbox");
}

// A lost message costs a wait a second, so that no message waits for a disk or a standby.
const send = groupCommitPerDatabase(
  async (db: Database, topics: Topic[]) => {
    await db.$client`
      select pg_notify('countersign', topic) from unnest(${[...new Set(topics)]}::text[]) as topic
      where set_config('synchronous_commit', 'off', true) is not null`;
    return topics.map(() => undefined);
  },
  { mostTogether: 1000 },
);

export interface EventHub {
  /** Calls `listener` after each change, and after a lost connection. @returns how to unsubscribe. */
  subscribe(topic: Topic, listener: () => void): () => void;
  /** Announces topics after a commit, outside transactions; many calls become one message. */
  announce(topic: Topic): void;
  /** The ID of an event that reports every change until now. */
  lastId(): string;
  /** Topics changed since an event; all for an unknown ID. Subscribe first, to miss no change. */
  changedSince(id: string, topics: Topic[]): Topic[];
  close(): Promise<void>;
}
