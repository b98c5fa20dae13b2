import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";
import { tryAgainWhenBusy } from "#db/try-again";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { applyRoles, sameRoles } from "#lib/membership/apply-roles";
import { followSignIn } from "#lib/notifications/web-push/remove-subscriptions";
import { requireAnotherAdmin } from "#lib/people/admins";
import { activatePerson } from "#lib/people/change-person";
import { linkAccount } from "#lib/sessions/linked-accounts";
import { type NewSession, startSession } from "#lib/sessions/session";
import type { SessionDevice } from "#lib/sessions/session-device";
import { addNewcomer } from "./add-newcomer.ts";
import { type Claims, sidFrom } from "./claims.ts";
import { type Connection, lockConnection } from "./connections/connection.ts";
import { judge, type PersonAccess, type RefusalReason, type Verdict } from "./evaluate-sign-in.ts";

export type Admission =
  | { outcome: "admitted"; personId: string; roles: Role[]; hasPasskey: boolean; session: NewSession }
  | { outcome: "refused"; reason: RefusalReason | "connection_off" };

interface Arrival {
  connectionId: string;
  claims: Claims;
  replacedToken: string | undefined;
  device?: SessionDevice;
  now: Date;
}

type Refusal = Extract<Admission, { outcome: "refused" }>;
type Settled = Pick<Extract<Admission, { outcome: "admitted" }>, "personId" | "roles" | "hasPasskey">;
type Accepted = Exclude<Verdict, { outcome: "refused" }>;

/**
 * Signs in the person of checked claims, if allowed: links the account, applies the roles from
 * groups and starts the session, in one transaction. A refusal is recorded; groups that leave a
 * person without a role take effect without a session too.
 */
export async function admit(db: Database, arrival: Arrival): Promise<Admission> {
  // Roles by group lock people before the workspace while the founding period lasts, and verbs that
  // may take two admins lock the workspace first.
  return tryAgainWhenBusy(() => db.transaction((tx) => admitOnce(tx, arrival)));
}

async function admitOnce(
  tx: Transaction,
  { connectionId, claims, replacedToken, device, now }: Arrival,
): Promise<Admission> {
  const connection = await lockConnection(tx, connectionId);
  if (!connection) return { outcome: "refused", reason: "connection_off" };
  const settled = await judgeAndSettle(tx, connection, claims, now);
  // No longer a new person: a concurrent sign-in with this email created the person.
  const person = settled ?? (await judgeAndSettle(tx, connection, claims, now));
  if (!person)
    throw new CountersignError("conflict", "the person with this address changed during the sign-in", {
      userMessage: "Another sign-in for you is in progress. Try again.",
    });
  if ("outcome" in person) return person;
  const sso = { connectionId, sid: sidFrom(claims) };
  const { personId } = person;
  const session = await startSession(tx, { personId, replacedToken, sso, device, now });
  await followSignIn(tx, { personId, replacedToken, token: session.token, now });
  return { outcome: "admitted", ...person, session };
}

/** @returns the person or the refusal; undefined when a new person was added in the meantime. */
async function judgeAndSettle(
  tx: Transaction,
  connection: Connection,
  claims: Claims,
  now: Date,
): Promise<Settled | Refusal | undefined> {
  const verdict = await judgeLocked(tx, connection, claims);
  if (verdict.outcome === "refused") return refuse(tx, connection, verdict, now);
  return settle(tx, connection, claims, verdict, now);
}

/** The verdict on a person, locked. Admins' rows come first, as in every verb that locks both. */
async function judgeLocked(tx: Transaction, connection: Connection, claims: Claims): Promise<Verdict> {
  const first = await judge(tx, connection, claims);
  if (first.outcome === "create" || !first.person) return first;
  const { personId, roles } = first.person;
  if (first.roles && !sameRoles(first.roles, roles)) await lockAdmins(tx, personId);
  await tx.select({ id: people.id }).from(people).where(eq(people.id, personId)).for("update");
  return judge(tx, connection, claims);
}

/** The verdict, given later, decides whether the person is the last admin. */
async function lockAdmins(tx: Transaction, personId: string): Promise<void> {
  await requireAnotherAdmin(tx, personId).catch((error) => {
    if (!(error instanceof CountersignError)) throw error;
  });
}

async function settle(
  tx: Transaction,
  connection: Connection,
  claims: Claims,
  verdict: Accepted,
  now: Date,
): Promise<Settled | undefined> {
  const { roles } = verdict;
  if (verdict.outcome === "create") {
    const personId = await addNewcomer(tx, { connection, claims, email: verdict.email, roles, now });
    return personId === undefined ? undefined : { personId, roles, hasPasskey: false };
  }
  const { personId, hasPasskey, status } = verdict.person;
  if (verdict.outcome === "link")
    await linkAccount(tx, { connectionId: connection.id, personId, sub: claims.sub, now });
  // Before the activation: losing a role keeps the open link, gaining power revokes it.
  await changeRoles(tx, connection.id, verdict.person, roles, now);
  if (status === "invited") await activate(tx, personId, connection.id, now);
  return { personId, roles, hasPasskey };
}

/** From invited to active for a session only: a passkey still takes the invitation's link. */
async function activate(tx: Transaction, personId: string, connectionId: string, now: Date): Promise<void> {
  await activatePerson(tx, personId);
  const data = { how: connectionId };
  await recordAudit(
    tx,
    { type: "person.activated", actor: { personId }, subject: { person: personId }, data },
    now,
  );
}

async function changeRoles(
  tx: Transaction,
  connectionId: string,
  { personId, roles: before }: PersonAccess,
  roles: Role[],
  now: Date,
): Promise<void> {
  if (sameRoles(before, roles)) return;
  const actor = { type: "system" as const, id: "sso" };
  await applyRoles(tx, { personId, roles, actor, data: { how: connectionId }, now });
}

async function refuse(
  tx: Transaction,
  connection: Connection,
  { reason, person, roles }: Extract<Verdict, { outcome: "refused" }>,
  now: Date,
): Promise<Refusal> {
  // In no group that gives a role: the person's roles end now, not only the session.
  if (reason === "no_role" && person?.status === "active" && roles)
    await changeRoles(tx, connection.id, person, roles, now);
  const subject = { person: person?.personId, sso_connection: connection.id };
  const actor = { type: "system" as const, id: "sso" };
  await recordAudit(tx, { type: "session.refused", actor, subject, data: { code: reason } }, now);
  return { outcome: "refused", reason };
}
