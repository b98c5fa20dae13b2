import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { hasEmail } from "#lib/email-address";
import { CountersignError } from "#lib/errors";
import { newId } from "#lib/ids";
import { callActive } from "#lib/scim/directorys-word";
import { type EnrolmentLink, issueEnrolment } from "./issue-enrolment.ts";

export interface Invitation {
  actor: Viewer;
  name: string;
  email: string;
  roles: Role[];
  /** The passkey with which the actor confirmed it (credential id). */
  confirmedWith?: string | undefined;
  now: Date;
}

/**
 * Invites a person: an `invited` row and a one-time link. Somebody who left is invited anew under the id they had,
 * and what a directory said of them is set aside, on the record: else it could stand for good, against the admin who has just decided otherwise.
 * @throws {CountersignError} `conflict` when the address belongs to somebody here; `not_found` when the actor is no admin.
 */
export async function invitePerson(
  db: Database,
  invitation: Invitation,
): Promise<EnrolmentLink & { personId: string }> {
  const { actor, roles, now } = invitation;
  requireRole(actor, "admin");
  return db.transaction(async (tx) => {
    const personId = (await addInvited(tx, invitation)) ?? (await inviteAgain(tx, invitation));
    const isAgainst = await callActive(tx, personId);
    const data = { roles, ...(isAgainst ? { reason: "against_directory" } : {}) };
    const by = { type: "person" as const, id: actor.personId };
    await recordAudit(tx, { type: "person.invited", actor: by, subject: { person: personId }, data }, now);
    const issuer = { createdBy: actor.personId, confirmedWith: invitation.confirmedWith };
    const link = await issueEnrolment(tx, { purpose: "invitation", personId, ...issuer, now });
    return { personId, ...link };
  });
}

/**
 * Makes a new invitation link for somebody who has not used theirs; the old one dies.
 * @throws {CountersignError} `not_found` when there is no such invited person, or the actor is no admin.
 */
export async function reissueInvitation(
  db: Database,
  reissue: { actor: Viewer; personId: string; confirmedWith?: string | undefined; now: Date },
): Promise<EnrolmentLink> {
  const { actor, personId, confirmedWith, now } = reissue;
  requireRole(actor, "admin");
  return db.transaction(async (tx) => {
    const [invited] = await tx
      .update(people)
      .set({ isNewcomer: false })
      .where(and(eq(people.id, personId), eq(people.status, "invited")))
      .returning({ id: people.id });
    if (!invited) throw new CountersignError("not_found", "no invited person with this id");
    const issuer = { createdBy: actor.personId, confirmedWith };
    return issueEnrolment(tx, { purpose: "invitation", personId, ...issuer, now });
  });
}

async function addInvited(
  tx: Transaction,
  { name, email, roles, now }: Invitation,
): Promise<string | undefined> {
  const [added] = await tx
    .insert(people)
    .values({ id: newId("per", now), name, email, status: "invited", roles, createdAt: now })
    .onConflictDoNothing()
    .returning({ id: people.id });
  return added?.id;
}

async function inviteAgain(tx: Transaction, { name, email, roles }: Invitation): Promise<string> {
  const [returning] = await tx
    .update(people)
    .set({ status: "invited", name, roles, isNewcomer: false })
    .where(and(hasEmail(people.email, email), eq(people.status, "left")))
    .returning({ id: people.id });
  if (returning) return returning.id;
  throw new CountersignError("conflict", "a person with this e-mail address exists", {
    userMessage: "Somebody with this e-mail address is here already.",
  });
}
