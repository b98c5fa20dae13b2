import { and, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { sessions } from "#db/schema/auth";
import { enrollments } from "#db/schema/directory";
import { challenges } from "#db/schema/passkeys";
import { tokenHash } from "#lib/kernel/digest";
import { isOpenEnrollment } from "#lib/passkeys/enrollment/find-enrollment";

/** A browser that shows a link, and what gives it the right to. */
export interface Laptop {
  personId: string;
  /** The hash of its session's token, or the ID of the invitation or recovery link that it holds. */
  authority: string;
}

/** A phone with its link: a row of `challenges`, whose columns only this file reads and writes so. */
export interface PhoneStep extends Laptop {
  /** The phone that opened the link, by its user agent; null until then. */
  device: string | null;
  /** The passkey that confirmed the phone, or the `authority` without a session; null until then. */
  confirmedWith: string | null;
  expiresAt: Date;
}

const purpose = "phone";

const step = {
  personId: sql<string>`${challenges.personId}`,
  authority: sql<string>`${challenges.confirms}`,
  device: challenges.userHandle,
  confirmedWith: challenges.confirmedWith,
  expiresAt: challenges.expiresAt,
};

/** @param issue.link the ID by which the laptop's page alone knows the link */
export async function insertLink(
  tx: Transaction,
  issue: Laptop & { token: string; link: string; expiresAt: Date },
): Promise<void> {
  const { token, link, personId, authority: confirms, expiresAt } = issue;
  const [challenge, enrollmentId] = [tokenHash(token), tokenHash(link)];
  await tx.insert(challenges).values({ challenge, enrollmentId, purpose, personId, confirms, expiresAt });
}

/** From the link's token to the phone's own secret, once. The row stays the same link's. */
export async function openLink(
  db: Database,
  opening: { token: string; secret: string; number: string; device: string; expiresAt: Date; now: Date },
): Promise<PhoneStep | undefined> {
  const { token, secret, number, device, expiresAt, now } = opening;
  const [opened] = await db
    .update(challenges)
    .set({ challenge: tokenHash(secret), statement: Buffer.from(number), userHandle: device, expiresAt })
    .where(and(hasSecret(token), isLive(now), isNull(challenges.statement)))
    .returning(step);
  return opened;
}

/** @returns whether the phone that opened this link has the number, and was confirmed now. */
export async function confirmStep(
  db: Database,
  confirmation: Laptop & {
    link: string;
    number: string;
    confirmedWith: string;
    expiresAt: Date;
    now: Date;
  },
): Promise<boolean> {
  const { link, number, confirmedWith, expiresAt, now, ...laptop } = confirmation;
  const confirmed = await db
    .update(challenges)
    .set({ confirmedWith, expiresAt })
    .where(
      and(
        isLinkOf(laptop, link),
        eq(challenges.statement, Buffer.from(number)),
        isNull(challenges.confirmedWith),
        isLive(now),
      ),
    )
    .returning({ link: challenges.enrollmentId });
  return confirmed.length === 1;
}

export async function findStep(
  db: Database | Transaction,
  { secret, now }: { secret: string; now: Date },
): Promise<PhoneStep | undefined> {
  const [found] = await db
    .select(step)
    .from(challenges)
    .where(and(hasSecret(secret), isLive(now)));
  return found;
}

export async function findStepOf(
  db: Database,
  { link, now, ...laptop }: Laptop & { link: string; now: Date },
): Promise<PhoneStep | undefined> {
  const [found] = await db
    .select(step)
    .from(challenges)
    .where(and(isLinkOf(laptop, link), isLive(now)));
  return found;
}

/** One of two simultaneous calls gets the row. */
export async function takeStep(
  tx: Transaction,
  { secret, now }: { secret: string; now: Date },
): Promise<PhoneStep | undefined> {
  const [taken] = await tx
    .delete(challenges)
    .where(and(hasSecret(secret), isLive(now)))
    .returning(step);
  return taken;
}

export async function endLinks(tx: Transaction, laptop: Laptop): Promise<void> {
  await tx.delete(challenges).where(isOfLaptop(laptop));
}

export async function endLink(db: Database, { link, ...laptop }: Laptop & { link: string }): Promise<void> {
  await db.delete(challenges).where(isLinkOf(laptop, link));
}

function hasSecret(secret: string): SQL | undefined {
  return and(eq(challenges.challenge, tokenHash(secret)), eq(challenges.purpose, purpose));
}

function isOfLaptop({ personId, authority }: Laptop): SQL | undefined {
  return and(
    eq(challenges.purpose, purpose),
    eq(challenges.personId, personId),
    eq(challenges.confirms, authority),
  );
}

function isLinkOf(laptop: Laptop, link: string): SQL | undefined {
  return and(isOfLaptop(laptop), eq(challenges.enrollmentId, tokenHash(link)));
}

/** In time, and while the session or invitation lives: what ends a person's access ends both too. */
function isLive(now: Date): SQL | undefined {
  return and(
    gt(challenges.expiresAt, now),
    or(
      sql`exists (select from ${sessions} where ${sessions.sessionToken} = ${challenges.confirms}
        and ${sessions.expires} > ${now.toISOString()}::timestamptz)`,
      sql`exists (select from ${enrollments} where ${enrollments.id} = ${challenges.confirms}
        and ${isOpenEnrollment(now)})`,
    ),
  );
}
