import type { Transaction } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "#lib/sessions/session";
import { lockActiveAdmins } from "./lock-active-admins.ts";

/**
 * Locks the acting admin's row: a verb that ends the role waits and finds the admin's new rows, or
 * came first.
 * @throws {CountersignError} `not_found` when the actor is no longer an active admin
 */
export async function lockActingAdmin(tx: Transaction, actor: Viewer): Promise<void> {
  if ((await lockActiveAdmins(tx, [actor.personId])).has(actor.personId)) return;
  throw new CountersignError("not_found", `${actor.personId} is no longer an active admin`, {
    userMessage: "You're no longer an admin. Nothing was changed.",
  });
}
