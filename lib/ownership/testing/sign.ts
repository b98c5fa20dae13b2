import type { Database } from "#db/client";
import { base64url } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { masterSecret, site, type TestPerson } from "#lib/membership/testing/people";
import { attest } from "#lib/ownership/attest";
import { findAttestation } from "#lib/ownership/find-attestation";
import { acceptOffers } from "#lib/ownership/offers/accept-offers";
import { findAcceptance } from "#lib/ownership/offers/find-acceptance";
import type { Faults } from "#lib/passkeys/testing/soft-authenticator";
import { requestOwnershipChallenge } from "../challenge.ts";

/** Open offers as their recipient reads them. For tests only. */
export async function readOffers(db: Database, person: TestPerson, offerIds: string[], now: Date) {
  const offer = await findAcceptance(db, { viewer: person, offerIds, secret: masterSecret, now });
  if (offer) return offer;
  throw new CountersignError("not_found", "nothing to accept", { userMessage: "" });
}

/** Offers read and signed by their recipient: an acceptance before sending. */
export async function signAcceptance(db: Database, person: TestPerson, offerIds: string[], now: Date) {
  return signature(db, person, await readOffers(db, person, offerIds, now), now);
}

/** Reads one offer, signs and sends the acceptance. */
export async function accept(db: Database, person: TestPerson, offerId: string, now: Date) {
  return acceptOffers(db, await signAcceptance(db, person, [offerId], now));
}

/** The list of a person's agents, signed. */
export async function signAttestation(db: Database, person: TestPerson, now: Date) {
  const { offer } = await findAttestation(db, { viewer: person, secret: masterSecret, now });
  if (!offer) throw new CountersignError("not_found", "nothing to attest", { userMessage: "" });
  return signature(db, person, offer, now);
}

/** Confirms all agents of a person. */
export async function attestAll(db: Database, person: TestPerson, now: Date) {
  return attest(db, await signAttestation(db, person, now));
}

/** The signature over a statement that a screen was rendered from. */
export async function signature(
  db: Database,
  person: TestPerson,
  { bytes, seal }: { bytes: Uint8Array; seal: string },
  now: Date,
  faults: Faults = {},
) {
  const { personId, authenticator } = person;
  const asked = { personId, statement: bytes, seal, secret: masterSecret, now };
  const challenge = base64url(await requestOwnershipChallenge(db, asked));
  return { personId, credential: authenticator.get({ challenge }, faults), config: site, now };
}
