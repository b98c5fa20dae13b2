import { and, asc, desc, eq, gt, isNull, ne, or, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import {
  agentBackups,
  agentEnrollmentCodes,
  agentKeys,
  agents,
  type KeyAlgorithm,
  workloadIdentities,
} from "#db/schema/agents";
import { people } from "#db/schema/directory";
import type { Viewer } from "#lib/sessions/session";
import { isForOwner, isHoldableBy } from "./change-state.ts";
import { listWorkloadIdentities, type WorkloadIdentity } from "./keys/list-identities.ts";
import { type AgentView, selectAgents } from "./list-agents.ts";
import { agentNotFound, canManage } from "./lock-agent.ts";
import { visibleAgents } from "./visible-agents.ts";

/** A key or hook token. A token has an `edge` from its check on, and a `firstCallAt` from its first call. */
export type AgentKeyView = Awaited<ReturnType<typeof listKeys>>[number];

interface Hold {
  /** Null for the agent itself. */
  by: string | null;
  /** Whether the owner may release the agent. */
  isForOwner: boolean;
  /** Whether the viewer's hold would take its place, so that the owner no longer releases the agent. */
  isReplaceable: boolean;
  at: Date;
  reason: string | null;
  /** The agent's, also of a hold that a person's took the place of. */
  ownReason: string | null;
}

export interface AgentDetails extends AgentView {
  hold: Hold | null;
  backups: { id: string; name: string; isActive: boolean }[];
  /** Newest first, except expired workload keys. A test agent has none. */
  keys: AgentKeyView[];
  /** The workloads that may get a short-lived key, oldest first. */
  workloads: WorkloadIdentity[];
  /** When the agent's unused enrollment code expires; null when there is no such code. */
  openCodeExpiresAt: Date | null;
  /** Whether the viewer may issue and revoke the agent's keys and revoke the agent. */
  canManage: boolean;
}

/** An agent with its keys and backups. @throws {CountersignError} `not_found`, also without access */
export async function findAgent(
  db: Database,
  { viewer, agentId, now }: { viewer: Viewer; agentId: string; now: Date },
): Promise<AgentDetails> {
  const [agent] = await selectAgents(db, and(eq(agents.id, agentId), visibleAgents(viewer)), now);
  if (!agent) throw agentNotFound(agentId, viewer);
  const [hold, keys, workloads, backups, openCodeExpiresAt] = await Promise.all([
    findHold(db, agentId, viewer),
    listKeys(db, agentId, now),
    listWorkloadIdentities(db, agentId),
    listBackups(db, agentId),
    findOpenCode(db, agentId, now),
  ]);
  const details = { hold, keys, workloads, backups, openCodeExpiresAt };
  return { ...agent, ...details, canManage: canManage(viewer, agent.owner.id) };
}

async function findHold(db: Database, agentId: string, viewer: Viewer): Promise<Hold | null> {
  const isAdmin = viewer.roles.includes("admin");
  const [row] = await db
    .select({
      by: people.name,
      isForOwner,
      isReplaceable: isAdmin ? isHoldableBy(viewer.personId) : sql<boolean>`false`,
      at: agents.heldAt,
      reason: agents.heldReason,
      ownReason: agents.ownReason,
    })
    .from(agents)
    .leftJoin(people, eq(people.id, agents.heldBy))
    .where(eq(agents.id, agentId));
  return row?.at ? { ...row, at: row.at } : null;
}

async function listKeys(db: Database, agentId: string, now: Date) {
  const rows = await db
    .select({
      ...columnsOf(
        agentKeys,
        "id",
        "publicKey",
        "edge",
        "firstCallAt",
        "createdAt",
        "expiresAt",
        "revokedAt",
      ),
      algorithm: sql<Exclude<KeyAlgorithm, "none">>`${agentKeys.algorithm}`,
      // The AuthZEN subject of a hook token, such as `user/alice`.
      subject: sql<string | null>`${agentKeys.subjectType} || '/' || ${agentKeys.subjectId}`,
      workloadSubject: workloadIdentities.subject,
    })
    .from(agentKeys)
    .leftJoin(workloadIdentities, eq(workloadIdentities.id, agentKeys.workloadId))
    .where(
      and(
        eq(agentKeys.agentId, agentId),
        ne(agentKeys.algorithm, "none"),
        or(isNull(agentKeys.workloadId), gt(agentKeys.expiresAt, now)),
      ),
    )
    .orderBy(desc(agentKeys.id));
  return rows.map((row) => ({
    ...row,
    publicKey: row.publicKey && `whpk_${Buffer.from(row.publicKey).toString("base64")}`,
  }));
}

async function listBackups(db: Database, agentId: string): Promise<AgentDetails["backups"]> {
  const rows = await db
    .select({ id: people.id, name: people.name, status: people.status, roles: people.roles })
    .from(agentBackups)
    .innerJoin(people, eq(people.id, agentBackups.personId))
    .where(eq(agentBackups.agentId, agentId))
    .orderBy(asc(people.name), asc(people.id));
  return rows.map(({ id, name, status, roles }) => ({
    id,
    name,
    isActive: status === "active" && roles.includes("approver"),
  }));
}

async function findOpenCode(db: Database, agentId: string, now: Date): Promise<Date | null> {
  const [code] = await db
    .select({ expiresAt: agentEnrollmentCodes.expiresAt })
    .from(agentEnrollmentCodes)
    .where(
      and(
        eq(agentEnrollmentCodes.agentId, agentId),
        isNull(agentEnrollmentCodes.usedAt),
        gt(agentEnrollmentCodes.expiresAt, now),
      ),
    );
  return code?.expiresAt ?? null;
}
