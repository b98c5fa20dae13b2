import { randomInt } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { addSeconds } from "#lib/kernel/clock";
import { randomToken } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { lockPerson } from "#lib/people/lock-people";
import { endLinks, findStepOf, insertLink, type Laptop, openLink } from "./phone-step.ts";

/** For each step: to open the link, to confirm the phone, to create the passkey. */
export const phoneStepSeconds = 120;

/**
 * Creates a link for a phone of the signed-in person, and ends the session's earlier one. It gives no
 * power: a passkey is created only after `confirmPhone`. Only the token's hash is stored.
 */
export async function issuePhoneLink(
  db: Database,
  { personId, sessionHash, now }: Laptop & { now: Date },
): Promise<{ token: string; link: string }> {
  const token = randomToken();
  const expiresAt = addSeconds(now, phoneStepSeconds);
  return db.transaction(async (tx) => {
    // Two simultaneous calls would each miss the other's new link. The person first, as in removals.
    await lockPerson(tx, personId);
    await endLinks(tx, { personId, sessionHash });
    return { token, link: await insertLink(tx, { token, personId, sessionHash, expiresAt }) };
  });
}

/**
 * Opens a link, once: of two phones that have it, the first gets a secret of its own, and a number for
 * the person to type at the laptop. Someone who photographed the code gets a number that no one types.
 * @throws {CountersignError} `link_invalid`
 */
export async function openPhoneLink(
  db: Database,
  { token, device, now }: { token: string; device: string; now: Date },
): Promise<{ secret: string; number: string; name: string }> {
  const [secret, number] = [randomToken(), String(randomInt(1000, 10_000))];
  const expiresAt = addSeconds(now, phoneStepSeconds);
  const opened = await openLink(db, { token, secret, number, device, expiresAt, now });
  if (!opened) throw phoneLinkInvalid();
  const [person] = await db.select({ name: people.name }).from(people).where(eq(people.id, opened.personId));
  return { secret, number, name: person?.name ?? "" };
}

/** For the page that shows the link: whether it still works, and which device opened it. */
export async function findOpenedPhone(
  db: Database,
  of: Laptop & { link: string; now: Date },
): Promise<{ isLive: boolean; device: string | null }> {
  const found = await findStepOf(db, of);
  return { isLive: found !== undefined, device: found?.device ?? null };
}

/** The same for an unknown, used and expired link, and one whose session ended: a stranger may be asking. */
export function phoneLinkInvalid(): CountersignError {
  return new CountersignError("link_invalid", "no open link for a phone", {
    userMessage: "This link was used or has expired. Show a new QR code on the other device.",
  });
}
