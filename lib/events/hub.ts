import { sql as fragment } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { chunksOf } from "#lib/chunks";

/** A topic to wait for. A message says only "look again": the woken waiter reads the row. */
export type Topic = `request/${string}` | `agent/${string}` | "queue";

/** The most topics in one statement. */
const batch = 1000;

/** Tells every process that these topics changed, when `tx` commits and not before. */
export async function notify(tx: Database | Transaction, ...topics: Topic[]): Promise<void> {
  for (const chunk of chunksOf(topics, batch)) {
    await tx.execute(
      fragment`select pg_notify('countersign', topic) from unnest(${fragment.param(chunk)}::text[]) as topic`,
    );
  }
}

export interface EventHub {
  /** Calls `listener` after each change to `topic`, and after the connection was lost and is back. Returns how to stop. */
  subscribe(topic: Topic, listener: () => void): () => void;
  /**
   * Announces after a commit that these topics changed, from outside any transaction; many calls
   * close together become one message.
   */
  announce(topic: Topic): void;
  close(): Promise<void>;
}
