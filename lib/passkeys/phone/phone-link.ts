import { randomInt } from "node:crypto";
import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { sessions } from "#db/schema/auth";
import { people } from "#db/schema/directory";
import { challenges } from "#db/schema/passkeys";
import { addSeconds } from "#lib/kernel/clock";
import { randomToken, tokenHash } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";

/** For each step: to open the link, to confirm the phone, to create the passkey. */
export const phoneStepSeconds = 120;

const purpose = "phone";

/** A signed-in session, which a link belongs to. */
export interface Laptop {
  personId: string;
  sessionHash: string;
}

/**
 * Creates a link for a phone of the signed-in person, and ends the session's earlier one. It gives no
 * power: a passkey is created only after `confirmPhone`. Only the token's hash is stored.
 */
export async function issuePhoneLink(
  db: Database,
  { personId, sessionHash, now }: Laptop & { now: Date },
): Promise<{ token: string }> {
  const token = randomToken();
  await db.transaction(async (tx) => {
    await endLinks(tx, { personId, sessionHash });
    await insertStep(tx, { secret: token, personId, sessionHash, now });
  });
  return { token };
}

/**
 * Opens a link, once: of two phones that have it, the first gets a secret of its own, and a number for
 * the person to type at the laptop. Someone who photographed the code gets a number that no one types.
 * @throws {CountersignError} `link_invalid`
 */
export async function openPhoneLink(
  db: Database,
  { token, now }: { token: string; now: Date },
): Promise<{ secret: string; number: string; name: string }> {
  return db.transaction(async (tx) => {
    const [link] = await tx
      .delete(challenges)
      .where(and(isLiveStep(token, now), isNull(challenges.statement)))
      .returning({ personId: challenges.personId, sessionHash: challenges.confirms });
    if (!link?.personId || !link.sessionHash) throw phoneLinkInvalid();
    const [person] = await tx.select({ name: people.name }).from(people).where(eq(people.id, link.personId));
    const [secret, number] = [randomToken(), String(randomInt(1000, 10_000))];
    await insertStep(tx, { secret, personId: link.personId, sessionHash: link.sessionHash, number, now });
    return { secret, number, name: person?.name ?? "" };
  });
}

async function insertStep(
  tx: Transaction,
  step: Laptop & { secret: string; number?: string; now: Date },
): Promise<void> {
  const { secret, personId, sessionHash, number, now } = step;
  await tx.insert(challenges).values({
    ...{ challenge: tokenHash(secret), purpose, personId, confirms: sessionHash },
    statement: number === undefined ? undefined : Buffer.from(number),
    expiresAt: addSeconds(now, phoneStepSeconds),
  });
}

/** In time, and while the session lives: what ends a person's access ends the sessions too. */
export function isLiveStep(secret: string, now: Date): SQL | undefined {
  return and(
    eq(challenges.challenge, tokenHash(secret)),
    eq(challenges.purpose, purpose),
    gt(challenges.expiresAt, now),
    sql`exists (select from ${sessions} where ${sessions.sessionToken} = ${challenges.confirms}
      and ${sessions.expires} > ${now.toISOString()}::timestamptz)`,
  );
}

export function ofLaptop({ personId, sessionHash }: Laptop): SQL | undefined {
  return and(
    eq(challenges.purpose, purpose),
    eq(challenges.personId, personId),
    eq(challenges.confirms, sessionHash),
  );
}

export async function endLinks(db: Database | Transaction, laptop: Laptop): Promise<void> {
  await db.delete(challenges).where(ofLaptop(laptop));
}

/** The same for an unknown, used and expired link, and one whose session ended: a stranger may be asking. */
export function phoneLinkInvalid(): CountersignError {
  return new CountersignError("link_invalid", "no open link for a phone", {
    userMessage: "This link was used or has expired. Show a new QR code on the other device.",
  });
}
