import { and, eq, isNull, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { workloadIdentities } from "#db/schema/agents";
import { lockAgent } from "#lib/agents/lock-agent";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { canonicalJson } from "#lib/json/canonical";
import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { isSecureUrl } from "#lib/outbound/secure-url";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { endStandingApprovals } from "#lib/voiding/end-standing-approvals";
import type { WorkloadIdentityFields } from "./identity-fields.ts";

const mostIdentities = 20;

/**
 * Lets a workload, such as a CI job, get short-lived keys of an agent for tokens of its OIDC
 * issuer. By an admin, after a passkey confirmation: the workload acts as the agent.
 * @throws {CountersignError} `not_found`, `agent_revoked`, `invalid_input`, `conflict` for a known
 * identity
 */
export async function addWorkloadIdentity(
  db: Database | Transaction,
  addition: WorkloadIdentityFields & {
    actor: Viewer;
    agentId: string;
    config: Pick<Config, "origin">;
    now: Date;
  },
): Promise<{ identityId: string }> {
  const { actor, agentId, config, now, ...fields } = addition;
  requireRole(actor, "admin");
  refuseInsecureIssuer(fields.issuer, config);
  const claims = Object.fromEntries(fields.claims.map(({ name, value }) => [name, value]));
  const { issuer, audience, subject, keyMinutes } = fields;
  const identityId = newId("wid", now);
  await db.transaction(async (tx) => {
    await lockActingAdmin(tx, actor);
    await lockAgent(tx, { actor, agentId, ownerToo: false });
    await refuseKnown(tx, agentId, { issuer, audience, subject, claims });
    const pinned = { issuer, audience, subject, claims, keyMinutes };
    await tx
      .insert(workloadIdentities)
      .values({ id: identityId, agentId, ...pinned, addedBy: actor.personId, createdAt: now });
    await recordAudit(
      tx,
      {
        type: "workload_identity.added",
        actor,
        subject: { agent: agentId, workload_identity: identityId },
        data: { issuer, audience, subject, claims, key_minutes: keyMinutes },
      },
      now,
    );
    const which = sql`s.agent_id = ${agentId}`;
    await endStandingApprovals(tx, { which, reason: "key_changed", actor, now });
    await notify(tx, `agent/${agentId}`);
  });
  return { identityId };
}

function refuseInsecureIssuer(issuer: string, config: Pick<Config, "origin">): void {
  const isPlain = isSecureUrl(issuer, config) && !/[?#]/.test(issuer);
  if (isPlain) return;
  throw new CountersignError("invalid_input", "not the address of an issuer", {
    userMessage: "The issuer must be an https URL without a user name, a query or a fragment.",
  });
}

type Pinned = Pick<typeof workloadIdentities.$inferSelect, "issuer" | "audience" | "subject" | "claims">;

async function refuseKnown(tx: Transaction, agentId: string, pinned: Pinned): Promise<void> {
  const known = await tx
    .select()
    .from(workloadIdentities)
    .where(and(eq(workloadIdentities.agentId, agentId), isNull(workloadIdentities.removedAt)));
  if (known.some((identity) => textOf(identity) === textOf(pinned)))
    throw new CountersignError("conflict", `${agentId} has this workload identity`, {
      userMessage: "This agent already has this workload identity.",
    });
  if (known.length >= mostIdentities)
    throw new CountersignError("conflict", `${agentId} has ${known.length} workload identities`, {
      userMessage: `An agent can have ${mostIdentities} workload identities. Remove one first.`,
    });
}

function textOf({ issuer, audience, subject, claims }: Pinned): string {
  return canonicalJson({ issuer, audience, subject, claims });
}
