import type { Transaction } from "#db/client";
import { enrolments } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/clock";
import { randomToken, tokenHash } from "#lib/digest";
import { newId } from "#lib/ids";
import { linkTtlSeconds } from "./open-enrolment.ts";
import { revokeEnrolmentsOf } from "./revoke-enrolment.ts";

/** A link just made. `token` is shown once; only its hash is kept. */
export interface EnrolmentLink {
  enrolmentId: string;
  /** For `${origin}/enroll/${token}`. */
  token: string;
  expiresAt: Date;
}

/** Makes a one-time link, good for 24 hours, by which a person gets a passkey, in the caller's transaction. Earlier links of theirs die. */
export async function issueEnrolment(
  tx: Transaction,
  issue: {
    purpose: "invitation" | "recovery";
    personId: string;
    createdBy: string;
    data?: Record<string, unknown>;
    now: Date;
  },
): Promise<EnrolmentLink> {
  const { purpose, personId, createdBy, now } = issue;
  const actor = { type: "person" as const, id: createdBy };
  await revokeEnrolmentsOf(tx, { personId, actor, now });
  const enrolmentId = newId("enr", now);
  const token = randomToken();
  const expiresAt = addSeconds(now, linkTtlSeconds);
  await tx.insert(enrolments).values({
    id: enrolmentId,
    tokenHash: tokenHash(token),
    purpose,
    personId,
    createdBy,
    createdAt: now,
    expiresAt,
  });
  const subject = { person: personId, enrolment: enrolmentId };
  await recordAudit(tx, { type: "enrolment.issued", actor, subject, data: { purpose, ...issue.data } }, now);
  return { enrolmentId, token, expiresAt };
}
