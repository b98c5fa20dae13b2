import type { Database } from "#db/client";
import { enrollments } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { randomToken, tokenHash } from "#lib/kernel/digest";
import { newId } from "#lib/kernel/ids";
import { findWorkspace } from "#lib/workspace/find-workspace";
import { linkTtlSeconds } from "./find-enrollment.ts";

/** Creates a set-up token for 24 hours. Earlier ones stay valid: a page may be half filled in. */
export async function issueSetUp(db: Database, now: Date): Promise<string | undefined> {
  if (await findWorkspace(db)) return undefined;
  const token = randomToken();
  const id = newId("enr", now);
  await db.transaction(async (tx) => {
    await tx.insert(enrollments).values({
      id,
      tokenHash: tokenHash(token),
      purpose: "setup",
      createdAt: now,
      expiresAt: addSeconds(now, linkTtlSeconds),
    });
    const actor = { type: "system" as const, id: "start" };
    await recordAudit(
      tx,
      { type: "enrollment.issued", actor, subject: { enrollment: id }, data: { purpose: "setup" } },
      now,
    );
  });
  return token;
}
