import type { Transaction } from "#db/client";
import type { Role } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { newId } from "#lib/kernel/ids";
import { insertPersonIfNew } from "#lib/people/insert-person";
import { linkAccount } from "#lib/sessions/linked-accounts";
import { type Claims, nameFrom } from "./claims.ts";
import type { Connection } from "./connections/connection.ts";

/**
 * Creates a person for a provider's account without an invitation, where the connection allows it.
 * The person can look; a passkey, and so any approval, requires a link from an admin.
 * @returns undefined when another person has this email by now, as an email or as a directory's
 * name
 */
export async function addNewcomer(
  tx: Transaction,
  newcomer: { connection: Connection; claims: Claims; email: string; roles: Role[]; now: Date },
): Promise<string | undefined> {
  const { connection, claims, email, roles, now } = newcomer;
  const personId = newId("per", now);
  const name = nameFrom(claims, email);
  const person = { id: personId, name, email, emailVerified: now, roles, createdAt: now };
  if (!(await insertPersonIfNew(tx, { ...person, status: "active" }))) return undefined;
  const data = { how: connection.id, just_in_time: true, roles };
  await recordAudit(
    tx,
    { type: "person.activated", actor: { personId }, subject: { person: personId }, data },
    now,
  );
  await linkAccount(tx, { connectionId: connection.id, personId, sub: claims.sub, now });
  return personId;
}
