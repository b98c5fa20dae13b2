import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { voidApprovalsByPasskeys } from "#lib/agents/void-by-passkeys";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { endSessionsOf } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";
import { removeAllPasskeys } from "#lib/passkeys/remove-all-passkeys";
import { revokePolicyTokensOf } from "#lib/policy-tokens/revoke-policy-token";
import { type EnrolmentLink, issueEnrolment } from "./issue-enrolment.ts";

export interface Recovery {
  actor: Viewer;
  personId: string;
  /**
   * `keep`: the link adds a passkey, the old ones go on working.
   * `remove`: the old ones are lost or stolen. They stop working now, not when the link is used, sessions end, and what they
   * approved is void where it is not used yet.
   */
  oldPasskeys: "keep" | "remove";
  /** The passkey with which the actor confirmed it (credential id). */
  confirmedWith?: string | undefined;
  now: Date;
}

/**
 * Makes a one-time link for an active person who lost a passkey. What becomes of the old passkeys is the admin's choice and is recorded.
 * @throws {CountersignError} `not_found`; `conflict` when an admin would take away their own passkeys and depend on the link.
 */
export async function issueRecovery(db: Database, recovery: Recovery): Promise<EnrolmentLink> {
  const { actor, personId, oldPasskeys, confirmedWith, now } = recovery;
  requireRole(actor, "admin");
  if (oldPasskeys === "remove" && personId === actor.personId) {
    throw new CountersignError("conflict", "an admin cannot remove all of their own passkeys", {
      userMessage: "Add a new passkey in your settings first, and remove the lost one there.",
    });
  }
  return db.transaction(async (tx) => {
    const [active] = await tx
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.id, personId), eq(people.status, "active")))
      .for("update");
    if (!active) throw new CountersignError("not_found", "no active person with this id");
    const by = { type: "person" as const, id: actor.personId };
    if (oldPasskeys === "remove") {
      await voidApprovalsByPasskeys(tx, { personId, actor: by, now });
      await removeAllPasskeys(tx, { personId, actor: by, now });
      await endSessionsOf(tx, { personId, actor: by, now });
      await revokePolicyTokensOf(tx, { personId, actor: by, now });
    }
    const data = { old_passkeys: oldPasskeys };
    const issuer = { createdBy: actor.personId, confirmedWith };
    return issueEnrolment(tx, { purpose: "recovery", personId, ...issuer, oldPasskeys, data, now });
  });
}
