import { randomBytes } from "node:crypto";
import type { Database } from "#db/client";
import { type PersonStatus, people, type Role } from "#db/schema/directory";
import { passkeys } from "#db/schema/passkeys";
import type { MasterSecret } from "#lib/crypto/seal";
import { base64url } from "#lib/kernel/digest";
import { newId } from "#lib/kernel/ids";
import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import type { Viewer } from "#lib/sessions/session";

/** The site all tests run on. */
export const site = { origin: "https://countersign.example", rpId: "countersign.example" };
export const masterSecret = "a secret for tests only, long enough" as MasterSecret;

/**
 * A person with a passkey in software, without the ceremonies: for tests that need a person, not
 * the enrollment.
 */
export interface TestPerson extends Viewer {
  authenticator: SoftAuthenticator;
}

export async function addPerson(
  db: Database,
  person: { name?: string; roles: Role[]; status?: PersonStatus; now: Date },
): Promise<TestPerson> {
  const { roles, status = "active", now } = person;
  const personId = newId("per", now);
  const name = person.name ?? `Person ${personId.slice(-4)}`;
  const email = `${personId}@example.com`;
  await db.insert(people).values({ id: personId, name, email, status, roles, createdAt: now });
  const authenticator = await addPasskeyRow(db, personId, now);
  return { personId, name, email, roles, sessionHash: "none", authenticator };
}

/** One more passkey for a person, put straight into the table. */
export async function addPasskeyRow(db: Database, personId: string, now: Date): Promise<SoftAuthenticator> {
  const authenticator = new SoftAuthenticator(site);
  authenticator.create({
    challenge: base64url(randomBytes(32)),
    user: { id: base64url(Buffer.from(personId)) },
  });
  await db.insert(passkeys).values({
    credentialId: authenticator.credentialId,
    personId,
    name: "Test passkey",
    publicKey: authenticator.publicKey,
    counter: 0,
    transports: [],
    backupEligible: false,
    backedUp: false,
    aaguid: "00000000-0000-0000-0000-000000000000",
    createdAt: now,
    enrolledVia: "setup",
  });
  return authenticator;
}
