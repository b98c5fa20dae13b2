import { sql as fragment } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";

/** What can be waited for. A message says only "look again": whoever wakes reads the row. */
export type Topic = `request/${string}` | `agent/${string}` | "queue";

/** Tells every process that something about these topics changed, when `tx` commits and not before. */
export async function notify(tx: Database | Transaction, ...topics: Topic[]): Promise<void> {
  for (const topic of topics) await tx.execute(fragment`select pg_notify('countersign', ${topic})`);
}

export interface EventHub {
  /** Calls `listener` after each change to `topic`, and after the connection was lost and is back. Returns how to stop. */
  subscribe(topic: Topic, listener: () => void): () => void;
  /** Says after a commit that these topics changed, from outside any transaction; many calls close together become one message. */
  announce(topic: Topic): void;
  close(): Promise<void>;
}
