import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import type { Database } from "#db/client";
import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { type EnrollmentView, findEnrollment, linkInvalid } from "#lib/passkeys/enrollment/find-enrollment";
import { registrationOptions } from "#lib/passkeys/registration-options";
import { findWorkspace } from "#lib/workspace/find-workspace";

/** Options for the first admin, with a new ID as user handle. @throws `setup_complete`, `link_invalid` */
export async function setUpOptions(
  db: Database,
  ask: { token: string; name: string; email: string; config: Pick<Config, "rpId">; now: Date },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const enrollment = await openSetUp(db, ask.token, ask.now);
  const person = { id: newId("per", ask.now), name: ask.name, email: ask.email };
  return registrationOptions(db, { person, enrollmentId: enrollment.id, config: ask.config, now: ask.now });
}

/** A token's set-up enrollment. @throws {CountersignError} `setup_complete`, `link_invalid` */
export async function openSetUp(db: Database, token: string, now: Date): Promise<EnrollmentView> {
  if (await findWorkspace(db)) throw setUpComplete();
  const enrollment = await findEnrollment(db, token, now);
  if (enrollment?.purpose !== "setup") throw linkInvalid();
  return enrollment;
}

export function setUpComplete(): CountersignError {
  return new CountersignError("setup_complete", "the workspace exists already", {
    userMessage: "This Countersign is already set up. Sign in, or ask an admin for an invitation.",
  });
}
