import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { CountersignError } from "#lib/kernel/errors";
import { requireAnotherAdmin } from "./admins.ts";
import { changeStatus, type StatusChange } from "./change-status.ts";

/**
 * Ends a person's access, as long as an active admin remains. The admins' rows are locked only for
 * an admin: a directory that removes a thousand people must not block every admin's approvals.
 * @returns whether the person was an admin.
 * @throws {CountersignError} `not_found`; `conflict`, with `details.reason` `last_admin` for the
 * last active admin
 */
export async function removeAccess(
  tx: Transaction,
  change: Omit<StatusChange, "to"> & { to: "suspended" | "left" },
): Promise<{ wasAdmin: boolean }> {
  const { personId } = change;
  const [before] = await tx.select({ roles: people.roles }).from(people).where(eq(people.id, personId));
  const wasAdmin = before?.roles.includes("admin") ?? false;
  // Admins before the person, in every verb: one order prevents deadlocks.
  if (wasAdmin) await requireAnotherAdmin(tx, personId);
  const { roles } = await changeStatus(tx, change);
  if (roles.includes("admin") && !wasAdmin) {
    throw new CountersignError("conflict", `${personId} became an admin at this moment`, {
      userMessage: "This person's roles just changed. Try again.",
    });
  }
  return { wasAdmin };
}
