import { and, asc, eq, ne, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { type AgentStatus, agents } from "#db/schema/agents";
import { addSeconds } from "#lib/kernel/clock";
import type { Viewer } from "#lib/sessions/session";
import { realAgent } from "#lib/test-agents/conditions";
import { type AttestationSetting, findAttestationSetting } from "./attestation-setting.ts";

/** `due`: the period has passed; `lapsed`: the grace period as well. */
export type AttestationState = "confirmed" | "due" | "lapsed";

export interface OwnAgent {
  id: string;
  name: string;
  status: AgentStatus;
  ownerEpoch: number;
  attestation: { state: AttestationState; attestedAt: Date; dueAt: Date; lapsesAt: Date };
}

/** So many are shown and signed for at most. */
const most = 500;

/** A person's agents, earliest due review first, without revoked and test agents. */
export async function listOwnAgents(
  db: Database,
  { viewer, now }: { viewer: Viewer; now: Date },
): Promise<OwnAgent[]> {
  const setting = await findAttestationSetting(db);
  const rows = await db
    .select(columnsOf(agents, "id", "name", "status", "ownerEpoch", "attestedAt"))
    .from(agents)
    .where(and(eq(agents.ownerId, viewer.personId), ne(agents.status, "revoked"), realAgent(agents)))
    .orderBy(sql`${agents.status} = 'quarantined' desc`, asc(agents.attestedAt), asc(agents.id))
    .limit(most);
  return rows.map(({ attestedAt, ...agent }) => ({
    ...agent,
    attestation: attestationOf({ status: agent.status, attestedAt }, setting, now),
  }));
}

/** Until when an agent is confirmed, and until when it may still be. */
export function attestationOf(
  { status, attestedAt }: { status: AgentStatus; attestedAt: Date },
  { days, graceDays, changedAt }: AttestationSetting,
  now: Date,
): OwnAgent["attestation"] {
  const dueAt = addSeconds(attestedAt, days * 86_400);
  const graceAfterChange = changedAt ? addSeconds(changedAt, graceDays * 86_400) : undefined;
  const afterGrace = addSeconds(dueAt, graceDays * 86_400);
  const lapsesAt = graceAfterChange && graceAfterChange > afterGrace ? graceAfterChange : afterGrace;
  const isLapsed = lapsesAt <= now || (status === "quarantined" && dueAt <= now);
  return { state: isLapsed ? "lapsed" : dueAt <= now ? "due" : "confirmed", attestedAt, dueAt, lapsesAt };
}
