import { sql as fragment } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { chunksOf } from "#lib/kernel/chunks";

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

/** The most topics in one statement. */
const batch = 1000;

/** Notifies every process of the changed topics once `tx` commits, not before. */
export async function notify(tx: Database | Transaction, ...topics: Topic[]): Promise<void> {
  for (const chunk of chunksOf(topics, batch)) {
    await tx.execute(
      fragment`select pg_notify('countersign', topic) from unnest(${fragment.param(chunk)}::text[]) as topic`,
    );
  }
}

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
