import type { Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/errors";
import { newId } from "#lib/ids";
import { type Claims, nameFrom } from "./claims.ts";
import type { Connection } from "./connection.ts";
import { linkAccount } from "./link-account.ts";

/**
 * Makes a person of somebody whom nobody invited, where a connection allows that. They can look; a passkey, and so any approval, takes a
 * link that an admin makes.
 * @throws {CountersignError} `conflict` when somebody with this address came in meanwhile.
 */
export async function addNewcomer(
  tx: Transaction,
  newcomer: { connection: Connection; claims: Claims; email: string; roles: Role[]; now: Date },
): Promise<string> {
  const { connection, claims, email, roles, now } = newcomer;
  const personId = newId("per", now);
  const name = nameFrom(claims, email);
  const added = await tx
    .insert(people)
    .values({ id: personId, name, email, emailVerified: now, status: "active", roles, createdAt: now })
    .onConflictDoNothing()
    .returning({ id: people.id });
  if (added.length === 0)
    throw new CountersignError("conflict", "somebody with this address came in meanwhile", {
      userMessage: "You are signing in a second time at the same moment. Try again.",
    });
  const actor = { type: "person" as const, id: personId };
  const data = { how: connection.id, just_in_time: true, roles };
  await recordAudit(tx, { type: "person.activated", actor, subject: { person: personId }, data }, now);
  await linkAccount(tx, { connectionId: connection.id, personId, sub: claims.sub, now });
  return personId;
}
