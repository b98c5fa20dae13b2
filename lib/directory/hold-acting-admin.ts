import type { Transaction } from "#db/client";
import type { Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";
import { lockActiveAdmins } from "./lock-active-admins.ts";

/**
 * Holds the standing of the admin who acts until the caller's transaction ends. Whatever they take on here is there for the verb that
 * ends their standing to find: it waits, or comes first and is seen here.
 * @throws {CountersignError} `not_found` when they are no active admin any more
 */
export async function holdActingAdmin(tx: Transaction, actor: Viewer): Promise<void> {
  if ((await lockActiveAdmins(tx, [actor.personId])).has(actor.personId)) return;
  throw new CountersignError("not_found", `${actor.personId} is no active admin any more`);
}
