import { randomBytes } from "node:crypto";
import { lt } from "drizzle-orm";
import type { Database } from "#db/client";
import { challenges } from "#db/schema/passkeys";
import { addSeconds } from "#lib/kernel/clock";
import { base64url } from "#lib/kernel/digest";
import type { ConfirmedAct } from "./confirmed-act.ts";

/** How long a person has to answer a prompt; also WebAuthn's `timeout`. */
export const challengeTtlSeconds = 600;

/** A challenge is consumed only by a call with the same purpose, person, enrollment and act. */
export interface ChallengeScope {
  purpose: "register" | "sign_in" | "confirm";
  personId?: string;
  enrollmentId?: string;
  confirms?: ConfirmedAct;
}

/** Creates and stores a challenge of 32 random bytes, and deletes expired challenges. */
export async function issueChallenge(
  db: Database,
  scope: ChallengeScope & { userHandle?: string; confirmedWith?: string },
  now: Date,
): Promise<Uint8Array> {
  const challenge = new Uint8Array(randomBytes(32));
  await deleteExpiredChallenges(db, now);
  await db.insert(challenges).values({
    challenge: base64url(challenge),
    ...scope,
    expiresAt: addSeconds(now, challengeTtlSeconds),
  });
  return challenge;
}

export async function deleteExpiredChallenges(db: Database, before: Date): Promise<void> {
  await db.delete(challenges).where(lt(challenges.expiresAt, before));
}
