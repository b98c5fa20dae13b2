import { isDeepStrictEqual } from "node:util";
import { eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";
import { ssoConnections } from "#db/schema/sso";
import { recordAudit } from "#lib/audit/record";
import type { MasterSecret } from "#lib/crypto/seal";
import { CountersignError } from "#lib/kernel/errors";
import { effectiveEmail } from "#lib/people/effective-email";
import type { rolesFromGroups } from "#lib/provisioning/sso/claims";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { lowerAscii } from "#lib/text/email-address";
import { endSsoSessions } from "../sign-out.ts";
import { noConnection, type ShownConnection, sealClientSecret, shownColumns } from "./connection.ts";
import { type ConnectionSettings, settingsFacts } from "./connection-fields.ts";

/**
 * Changes a connection except for its issuer: people are linked to the issuer's accounts, and under
 * another issuer the same subject could be another person. In the same transaction, sessions end
 * that the changed connection might refuse: those of people with an email outside its domains, and
 * all when the groups may give a person less, because only the provider knows a person's groups.
 * The caller has obtained the actor's passkey confirmation.
 * @param change `shown`: the connection before the change, as confirmed by the passkey. Another
 * admin's change since then prevents this change.
 * @throws {CountersignError} `not_found`; `conflict` when the connection differs from `shown`
 */
export async function changeConnection(
  db: Database,
  change: {
    actor: Viewer;
    connectionId: string;
    shown: ShownConnection;
    /** undefined: unchanged. */
    clientSecret: string | undefined;
    settings: ConnectionSettings;
    masterSecret: MasterSecret;
    now: Date;
  },
): Promise<void> {
  const { actor, connectionId, shown, clientSecret, settings, masterSecret, now } = change;
  requireRole(actor, "admin");
  const secretSealed = clientSecret && sealClientSecret(masterSecret, connectionId, clientSecret);
  await db.transaction(async (tx) => {
    const before = await lockConnection(tx, connectionId);
    if (!isDeepStrictEqual(before, shown)) throw changedSince(connectionId);
    await tx
      .update(ssoConnections)
      .set({ ...settings, ...(secretSealed ? { secretSealed } : {}) })
      .where(eq(ssoConnections.id, connectionId));
    await recordAudit(
      tx,
      {
        type: "sso_connection.changed",
        actor,
        subject: { sso_connection: connectionId },
        data: { secret_replaced: Boolean(secretSealed), ...settingsFacts(settings) },
      },
      now,
    );
    const among = isNarrower(settings, before) ? undefined : peopleOutside(tx, settings.domains);
    await endSsoSessions(tx, { connectionId, among, actor, now });
  });
}

// Signing in through the connection waits for this row; an earlier session is found and ended.
async function lockConnection(tx: Transaction, connectionId: string): Promise<ShownConnection> {
  const [before] = await tx
    .select(shownColumns)
    .from(ssoConnections)
    .where(eq(ssoConnections.id, connectionId))
    .for("update");
  if (!before) throw noConnection(connectionId);
  return before;
}

function peopleOutside(tx: Transaction, domains: string[]) {
  const domain = lowerAscii(sql`split_part(${effectiveEmail}, '@', -1)`);
  return tx
    .select({ id: people.id })
    .from(people)
    .where(sql`${domain} <> all(${sql.param(domains)}::text[])`);
}

function changedSince(connectionId: string): CountersignError {
  return new CountersignError("conflict", `${connectionId} changed since it was shown`, {
    userMessage: "The connection was changed by someone else, so nothing was saved. Reload and try again.",
  });
}

type Mapping = Parameters<typeof rolesFromGroups>[0];

/**
 * Whether a changed mapping can give a person less. Groups are known only during a sign-in, so for
 * every possible person: each new role must be decided by the same claim already, and stay with its
 * groups.
 */
export function isNarrower(after: Mapping, before: Mapping): boolean {
  const given = givenBy(before);
  const now = givenBy(after);
  if (now.size === 0) return false;
  if (after.groupClaim !== before.groupClaim) return true;
  return [...now].some(([role, groups]) => {
    const had = given.get(role);
    return had === undefined || [...had].some((group) => !groups.has(group));
  });
}

function givenBy({ groupClaim, groupRoles }: Mapping): Map<Role, Set<string>> {
  const given = new Map<Role, Set<string>>();
  if (groupClaim === null) return given;
  for (const { group, roles } of groupRoles)
    for (const role of roles) given.set(role, (given.get(role) ?? new Set()).add(group));
  return given;
}
