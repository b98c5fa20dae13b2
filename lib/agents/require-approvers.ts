import type { Transaction } from "#db/client";
import type { Role } from "#db/schema/directory";
import { CountersignError } from "#lib/kernel/errors";
import { lockAccess } from "#lib/people/lock-people";

/**
 * Requires active approvers, and locks their rows: a concurrent suspension waits for the commit.
 * @throws {CountersignError} `owner_inactive`
 */
export async function requireApprovers(tx: Transaction, personIds: string[]): Promise<void> {
  insistOnApprovers(await lockAccess(tx, personIds), personIds);
}

/** {@link requireApprovers}, for people whose rows the caller has locked. */
export function insistOnApprovers(activeRoles: ReadonlyMap<string, Role[]>, personIds: string[]): void {
  if (personIds.every((id) => activeRoles.get(id)?.includes("approver"))) return;
  throw new CountersignError("owner_inactive", "a named person is not an active approver", {
    userMessage: "Owners and backup approvers must be active and have the Approver role.",
  });
}
