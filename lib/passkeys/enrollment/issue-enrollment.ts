import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { enrollments } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { randomToken, tokenHash } from "#lib/kernel/digest";
import { newId } from "#lib/kernel/ids";
import { announce } from "#lib/notices/announce";
import { requireControlSet } from "#lib/passkeys/control/control-set";
import { linkTtlSeconds } from "./find-enrollment.ts";
import { revokeEnrollmentsOf } from "./revoke-enrollment.ts";

/** A new link. `token` is shown once; only its hash is stored. */
export interface EnrollmentLink {
  enrollmentId: string;
  /** For `${origin}/enroll/${token}`. */
  token: string;
  expiresAt: Date;
}

/** Creates a one-time link, valid for 24 hours. Revokes earlier links of the person. */
export async function issueEnrollment(
  tx: Transaction,
  issue: {
    purpose: "invitation" | "recovery";
    personId: string;
    createdBy: string;
    /** The confirming passkey of `createdBy`. Absent: counts as any of them. */
    confirmedWith?: string | undefined;
    oldPasskeys?: "keep" | "remove";
    data?: Record<string, unknown>;
    now: Date;
  },
): Promise<EnrollmentLink> {
  const { purpose, personId, createdBy, oldPasskeys, now } = issue;
  const actor = { personId: createdBy };
  const isNewcomer =
    purpose === "invitation" && (await tx.$count(enrollments, eq(enrollments.personId, personId))) === 0;
  await revokeEnrollmentsOf(tx, { personId, actor, now });
  const enrollmentId = newId("enr", now);
  const token = randomToken();
  const expiresAt = addSeconds(now, linkTtlSeconds);
  const issuer = { personId: createdBy, credentialId: issue.confirmedWith };
  const behind = await requireControlSet(tx, issuer);
  await tx.insert(enrollments).values({
    id: enrollmentId,
    tokenHash: tokenHash(token),
    purpose,
    personId,
    createdBy,
    vouchedBy: [...behind].filter((id) => id !== personId),
    oldPasskeys,
    createdAt: now,
    expiresAt,
  });
  const subject = { person: personId, enrollment: enrollmentId };
  await recordAudit(tx, { type: "enrollment.issued", actor, subject, data: { purpose, ...issue.data } }, now);
  // The person who opens the link can approve in the account's name.
  if (!isNewcomer)
    await announce(tx, { kind: "link_issued", to: [personId], except: [createdBy], enrollmentId, now });
  return { enrollmentId, token, expiresAt };
}
