import type { Database, Transaction } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { lockPerson } from "#lib/people/lock-people";
import { phoneLinkInvalid, phoneStepSeconds } from "./phone-link.ts";
import { confirmStep, endLink, findStep, type Laptop, type PhoneStep, takeStep } from "./phone-step.ts";

/**
 * The act with which a passkey confirms a phone: the one that opened this link and shows the number.
 * The number alone names no phone: a stolen session could open other links until one has it too.
 */
export function phoneAct({ number, link }: { number: string; link: string }): ConfirmedAct {
  return `passkey/add-on-phone/${number}/${link}`;
}

/**
 * Confirms that the phone which opened this link is the person's. A wrong number ends the link: a
 * guess has one try.
 * @throws {CountersignError} `wrong_number`
 */
export async function confirmPhone(
  db: Database,
  confirmation: Laptop & { link: string; number: string; confirmedWith: string; now: Date },
): Promise<void> {
  const expiresAt = addSeconds(confirmation.now, phoneStepSeconds);
  if (await confirmStep(db, { ...confirmation, expiresAt })) return;
  const { personId, authority, link } = confirmation;
  await endLink(db, { personId, authority, link });
  throw new CountersignError("wrong_number", "the phone that opened this link doesn't show this number", {
    userMessage: "No phone that waits shows this number, so the link was ended. Show a new QR code.",
  });
}

/** A phone that may create one passkey of the person. */
export type ConfirmedPhone = PhoneStep & { confirmedWith: string };

/** @throws {CountersignError} `link_invalid`; `conflict` before the laptop has confirmed the phone */
export async function requireConfirmedPhone(
  db: Database | Transaction,
  { secret, now }: { secret: string; now: Date },
): Promise<ConfirmedPhone> {
  return confirmedPhone(await findStep(db, { secret, now }));
}

/** {@link requireConfirmedPhone}, for the last time. One of two simultaneous calls gets it. */
export async function usePhoneLink(
  tx: Transaction,
  { secret, now }: { secret: string; now: Date },
): Promise<ConfirmedPhone> {
  const { personId } = await requireConfirmedPhone(tx, { secret, now });
  // The person before the row, as in the verbs that end access, which prevents deadlocks.
  await lockPerson(tx, personId);
  return confirmedPhone(await takeStep(tx, { secret, now }));
}

function confirmedPhone(step: PhoneStep | undefined): ConfirmedPhone {
  if (!step) throw phoneLinkInvalid();
  const { confirmedWith } = step;
  if (confirmedWith === null)
    throw new CountersignError("conflict", "the laptop hasn't confirmed this phone", {
      userMessage: "Type the number on the other device and confirm it there. Then continue here.",
    });
  return { ...step, confirmedWith };
}
