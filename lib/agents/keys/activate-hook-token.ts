import { and, eq, isNull, or, type SQL } from "drizzle-orm";
import type { Database } from "#db/client";
import { agentKeys } from "#db/schema/agents";
import type { RequestEdge } from "#db/schema/requests";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";

interface Token {
  agentId: string;
  keyId: string;
  /** The client or gateway that the token is for, from now on. */
  edge: RequestEdge;
  now: Date;
}

/** Records a check of the settings of a hook token's client. The token stays inactive. */
export function confirmHookToken(db: Database, token: Token): Promise<void> {
  const columns = { checkedAt: token.now, edge: token.edge };
  return setOnce(db, token, { columns, unset: isNull(agentKeys.checkedAt), type: "agent_key.checked" });
}

/** Activates a hook token at its first call; does nothing to any other token. */
export function activateHookToken(db: Database, token: Token): Promise<void> {
  const columns = { firstCallAt: token.now, edge: token.edge };
  return setOnce(db, token, { columns, unset: isNull(agentKeys.firstCallAt), type: "agent_key.activated" });
}

async function setOnce(
  db: Database,
  { agentId, keyId, edge, now }: Token,
  change: {
    columns: Partial<typeof agentKeys.$inferInsert>;
    unset: SQL;
    type: "agent_key.checked" | "agent_key.activated";
  },
): Promise<void> {
  const isHere = or(isNull(agentKeys.edge), eq(agentKeys.edge, edge));
  await db.transaction(async (tx) => {
    const changed = await tx
      .update(agentKeys)
      .set(change.columns)
      .where(and(eq(agentKeys.id, keyId), eq(agentKeys.algorithm, "bearer"), isHere, change.unset))
      .returning({ id: agentKeys.id });
    if (changed.length === 0) return;
    const actor = { type: "agent" as const, id: agentId };
    const subject = { agent: agentId, key: keyId };
    await recordAudit(tx, { type: change.type, actor, subject, data: { client: edge } }, now);
    await notify(tx, `agent/${agentId}`);
  });
}
