import { and, eq, ne } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { sessions } from "#db/schema/auth";
import { recordAudits } from "#lib/audit/record";

/** Ends a person's other phone sessions with a passkey: the device may be lost too. */
export async function endDeviceSessions(
  tx: Transaction,
  { personId, exceptSession, now }: { personId: string; exceptSession: string; now: Date },
): Promise<void> {
  const { userId, isDevice, sessionToken } = sessions;
  const ended = await tx
    .delete(sessions)
    .where(and(eq(userId, personId), eq(isDevice, true), ne(sessionToken, exceptSession)))
    .returning({ session: sessions.sessionToken });
  const facts = ended.map(({ session }) => ({
    type: "session.ended" as const,
    actor: { personId },
    subject: { person: personId, session },
  }));
  await recordAudits(tx, facts, now);
}
