import type { Transaction } from "#db/client";
import type { Role } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { requiredConnectionOf } from "#lib/membership/sso-requirement";
import { announce } from "#lib/notices/announce";

/**
 * Refuses a sign-in by passkey alone to a person who has to use a connection. Admins are exempt,
 * because a broken or missing provider must not lock everyone out; each break-glass sign-in is
 * recorded as an event, listed on the single sign-on page, and the other admins are notified.
 * @returns whether this is a break-glass sign-in.
 * @throws {CountersignError} `sso_required`
 */
export async function refuseBypass(
  tx: Transaction,
  { personId, roles, now }: { personId: string; roles: Role[]; now: Date },
): Promise<boolean> {
  const connection = await requiredConnectionOf(tx, personId);
  if (!connection) return false;
  if (!roles.includes("admin"))
    throw new CountersignError("sso_required", `${personId} has to sign in through ${connection.id}`, {
      userMessage: `Your organization requires ${connection.name} to sign in. Use its button on the sign-in page. You can still approve with your passkey.`,
    });
  const actor = { type: "person" as const, id: personId };
  const subject = { person: personId, sso_connection: connection.id };
  await recordAudit(tx, { type: "sso.break_glass", actor, subject }, now);
  await announce(tx, { kind: "sso_bypassed", except: [personId], now });
  return true;
}
