import type { Database, Transaction } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import type { MasterSecret } from "#lib/crypto/seal";
import { createSigningKey } from "#lib/crypto/signing-key";
import { CountersignError } from "#lib/kernel/errors";
import { isId } from "#lib/kernel/ids";
import { consumeChallenge } from "#lib/passkeys/consume-challenge";
import { consumeEnrollment } from "#lib/passkeys/enrollment/consume-enrollment";
import { storePasskey } from "#lib/passkeys/store-passkey";
import { type NewPasskey, verifyRegistration } from "#lib/passkeys/verify-registration";
import { insertPerson } from "#lib/people/insert-person";
import { seedPolicy } from "#lib/publishing/seed";
import { type NewSession, startSession } from "#lib/sessions/session";
import { insertWorkspace } from "#lib/workspace/change-workspace";
import type { Enrollment } from "./enrollment/enroll.ts";
import { openSetUp, setUpComplete } from "./set-up-options.ts";

export interface SetUp extends Omit<Enrollment, "replacedToken"> {
  workspace: string;
  name: string;
  email: string;
  secret: MasterSecret;
}

/**
 * Sets the workspace up: its name, the first admin with a passkey and a session, the default
 * policy, the signing key. In one transaction, and once: the workspace's single row decides. The
 * link stays valid after a failed attempt.
 * @throws {CountersignError} `setup_complete`, `link_invalid`, `challenge_expired`,
 * `user_not_verified`, `passkey_refused`
 */
export async function setUpWorkspace(
  db: Database,
  setUp: SetUp,
): Promise<{ personId: string; session: NewSession }> {
  const { credential, config, now } = setUp;
  const enrollment = await openSetUp(db, setUp.token, now);
  const { challenge, userHandle } = await consumeChallenge(
    db,
    credential.response.clientDataJSON,
    { purpose: "register", enrollmentId: enrollment.id },
    now,
  );
  const passkey = await verifyRegistration({ credential, expectedChallenge: challenge, config });
  const personId = personIdFrom(userHandle);
  return db.transaction(async (tx) => {
    await createWorkspace(tx, setUp, personId);
    await consumeEnrollment(tx, { enrollmentId: enrollment.id, personId, now });
    return createFirstAdmin(tx, setUp, personId, passkey);
  });
}

async function createWorkspace(tx: Transaction, setUp: SetUp, personId: string): Promise<void> {
  const { now } = setUp;
  if (!(await insertWorkspace(tx, { name: setUp.workspace, now }))) throw setUpComplete();
  await recordAudit(tx, { type: "workspace.created", actor: { personId }, subject: {} }, now);
  await createSigningKey(tx, setUp.secret, now);
  await seedPolicy(tx, now);
}

async function createFirstAdmin(
  tx: Transaction,
  { name, email, passkeyName, device, now }: SetUp,
  personId: string,
  passkey: NewPasskey,
): Promise<{ personId: string; session: NewSession }> {
  const roles = ["admin" as const, "approver" as const, "auditor" as const];
  await insertPerson(tx, { id: personId, name, email, status: "active", roles, createdAt: now });
  await recordAudit(
    tx,
    { type: "person.activated", actor: { personId }, subject: { person: personId }, data: { roles } },
    now,
  );
  const origin = { via: "setup" as const, vouchedBy: [], isFounding: false };
  await storePasskey(tx, { personId, passkey, name: passkeyName, origin, now });
  return { personId, session: await startSession(tx, { personId, device, now }) };
}

function personIdFrom(userHandle: string | null): string {
  const id = Buffer.from(userHandle ?? "", "base64url").toString();
  if (isId("per", id)) return id;
  throw new CountersignError("internal", "set-up challenge without a person id");
}
