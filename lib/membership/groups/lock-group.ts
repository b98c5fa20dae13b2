import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { groups } from "#db/schema/groups";
import { CountersignError } from "#lib/kernel/errors";

/** Locks an admin's group. @throws {CountersignError} `not_found`; `conflict` for a directory's group */
export async function lockGroup(tx: Transaction, groupId: string): Promise<{ id: string; name: string }> {
  const [group] = await tx
    .select({ id: groups.id, name: groups.name, source: groups.source })
    .from(groups)
    .where(eq(groups.id, groupId))
    .for("update");
  if (group?.source === "scim") {
    throw new CountersignError("conflict", `${groupId} is kept by a directory`, {
      userMessage: "This group is managed by SCIM. Change it in your directory.",
    });
  }
  if (group) return group;
  throw new CountersignError("not_found", "no group with this id", {
    userMessage: "This group doesn't exist.",
  });
}
