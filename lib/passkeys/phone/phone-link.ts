import { randomInt } from "node:crypto";
import type { Database } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import { randomToken } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { lockPerson } from "#lib/people/lock-people";
import { endLinks, findStepOf, insertLink, type Laptop, openLink } from "./phone-step.ts";

/** For each step: to open the link, to confirm the phone, to create the passkey. */
export const phoneStepSeconds = 120;

/**
 * Creates a link for a phone of the laptop's person, and ends the laptop's earlier one. It gives no
 * power: a passkey is created only after `confirmPhone`. Only hashes are stored.
 * @returns the token for the phone, and the link's ID, which stays on the page that shows the link
 */
export async function issuePhoneLink(
  db: Database,
  { now, ...laptop }: Laptop & { now: Date },
): Promise<{ token: string; link: string }> {
  const issued = { token: randomToken(), link: randomToken() };
  const expiresAt = addSeconds(now, phoneStepSeconds);
  return db.transaction(async (tx) => {
    // Two simultaneous calls would each miss the other's new link. The person first, as in removals.
    await lockPerson(tx, laptop.personId);
    await endLinks(tx, laptop);
    await insertLink(tx, { ...laptop, ...issued, expiresAt });
    return issued;
  });
}

/**
 * Opens a link, once: of two phones that have it, the first gets a secret of its own, and a number for
 * the person to type at the laptop. Someone who photographed the code gets a number that no one types,
 * and doesn't learn whose code it is.
 * @throws {CountersignError} `link_invalid`
 */
export async function openPhoneLink(
  db: Database,
  { token, device, now }: { token: string; device: string; now: Date },
): Promise<{ secret: string; number: string }> {
  const [secret, number] = [randomToken(), String(randomInt(1000, 10_000))];
  const expiresAt = addSeconds(now, phoneStepSeconds);
  if (!(await openLink(db, { token, secret, number, device, expiresAt, now }))) throw phoneLinkInvalid();
  return { secret, number };
}

/** For the page that shows the link: whether it still works, and which device opened it. */
export async function findOpenedPhone(
  db: Database,
  of: Laptop & { link: string; now: Date },
): Promise<{ isLive: boolean; device: string | null }> {
  const found = await findStepOf(db, of);
  return { isLive: found !== undefined, device: found?.device ?? null };
}

/** The same for an unknown, used, expired and ended link: a stranger may be asking. */
export function phoneLinkInvalid(): CountersignError {
  return new CountersignError("link_invalid", "no open link for a phone", {
    userMessage: "This link was used or has expired. Show a new QR code on the other device.",
  });
}
