import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { ssoConnections } from "#db/schema/sso";
import type { Connection } from "./connection.ts";

/**
 * An enabled connection, locked before any person's row: turning the connection off later ends this
 * transaction's session.
 */
export async function lockConnection(tx: Transaction, id: string): Promise<Connection | undefined> {
  const [row] = await tx
    .select()
    .from(ssoConnections)
    .where(and(eq(ssoConnections.id, id), eq(ssoConnections.enabled, true)))
    .for("share");
  return row;
}
