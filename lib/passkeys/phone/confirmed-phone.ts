import { and, eq, gt } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { challenges } from "#db/schema/passkeys";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import {
  endLinks,
  isLiveStep,
  type Laptop,
  ofLaptop,
  phoneLinkInvalid,
  phoneStepSeconds,
} from "./phone-link.ts";

/** The act with which a passkey confirms the phone that shows the number. */
export function phoneAct(number: string): ConfirmedAct {
  return `passkey/add-on-phone/${number}`;
}

/**
 * Confirms that the phone with this number is the person's. A wrong number ends the link: a guess has
 * one try.
 * @throws {CountersignError} `wrong_number`
 */
export async function confirmPhone(
  db: Database,
  confirmation: Laptop & { number: string; confirmedWith: string; now: Date },
): Promise<void> {
  const { personId, sessionHash, number, confirmedWith, now } = confirmation;
  const [confirmed] = await db
    .update(challenges)
    .set({ isNumberMatched: true, confirmedWith, expiresAt: addSeconds(now, phoneStepSeconds) })
    .where(
      and(
        ofLaptop({ personId, sessionHash }),
        eq(challenges.statement, Buffer.from(number)),
        eq(challenges.isNumberMatched, false),
        gt(challenges.expiresAt, now),
      ),
    )
    .returning({ personId: challenges.personId });
  if (confirmed) return;
  await endLinks(db, { personId, sessionHash });
  throw new CountersignError("wrong_number", "no phone with this number waits for the session", {
    userMessage: "No phone that waits shows this number, so the link was ended. Scan the new QR code.",
  });
}

/** What the confirmed phone may do: create one passkey of the person. */
export interface ConfirmedPhone {
  personId: string;
  confirmedWith: string;
}

/** @throws {CountersignError} `link_invalid`; `conflict` before the laptop has confirmed the phone */
export async function requireConfirmedPhone(
  db: Database,
  { secret, now }: { secret: string; now: Date },
): Promise<ConfirmedPhone> {
  const [row] = await db.select(phone).from(challenges).where(isLiveStep(secret, now));
  return confirmedPhone(row);
}

/** {@link requireConfirmedPhone}, for the last time. One of two simultaneous calls gets it. */
export async function usePhoneLink(
  tx: Transaction,
  { secret, now }: { secret: string; now: Date },
): Promise<ConfirmedPhone> {
  const [row] = await tx.delete(challenges).where(isLiveStep(secret, now)).returning(phone);
  return confirmedPhone(row);
}

const phone = {
  personId: challenges.personId,
  isConfirmed: challenges.isNumberMatched,
  confirmedWith: challenges.confirmedWith,
};

function confirmedPhone(
  row: { personId: string | null; isConfirmed: boolean; confirmedWith: string | null } | undefined,
): ConfirmedPhone {
  if (!row?.personId) throw phoneLinkInvalid();
  if (!row.isConfirmed || !row.confirmedWith)
    throw new CountersignError("conflict", "the laptop hasn't confirmed this phone", {
      userMessage: "Type the number on the other device and confirm it there. Then continue here.",
    });
  return { personId: row.personId, confirmedWith: row.confirmedWith };
}
