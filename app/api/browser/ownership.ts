import { Hono } from "hono";
import { z } from "zod";
import { checked, readBytes, readJson } from "#app/api/edge/body";
import { downloadJson } from "#app/api/edge/download";
import { perMinute } from "#app/api/edge/limits";
import { sameOrigin } from "#app/api/edge/same-origin";
import { openCall, viewerOf } from "#app/api/edge/session-cookie";
import { runtime } from "#app/runtime/runtime";
import { parseIJson } from "#lib/json/parse";
import { attest } from "#lib/ownership/attest";
import { requestOwnershipChallenge } from "#lib/ownership/challenge";
import { findOwnershipReceipt } from "#lib/ownership/find-ownership-receipt";
import { acceptOffers } from "#lib/ownership/offers/accept-offers";
import { mostListBytes } from "#lib/ownership/offers/find-acceptance";
import { signingOptions } from "#lib/passkeys/confirmation-options";
import { assertionSchema } from "#lib/passkeys/credential-json";
import { base64urlBytes } from "./approvals/decisions.ts";

const challengeBody = z.strictObject({ statement: base64urlBytes, seal: z.string().max(100) });
const signatureBody = z.strictObject({ credential: assertionSchema });

/** Accepting and confirming agents. Not Server Actions: the pages stay open for days. */
export const ownership = new Hono();

// Not of the receipts: browsers send no Origin with a GET.
ownership.post("/api/ownership/*", sameOrigin);

ownership.post("/api/ownership/challenges", perMinute("ownership", 60), async (c) => {
  const { db, config, secret, clock, personId } = await openCall(c);
  // A list of many agents is larger than other bodies.
  const { statement, seal } = checked(challengeBody, parseIJson(await readBytes(c, 2 * mostListBytes)));
  const challenge = await requestOwnershipChallenge(db, { personId, statement, seal, secret, now: clock() });
  return c.json({ options: await signingOptions(db, { personId, challenge, config }) }, 201);
});

/** The proof of an acceptance (by the offer's id) or of an attestation, as a file. */
ownership.get("/api/ownership/receipts/:id", async (c) => {
  const { db, secret, config, clock } = runtime();
  const context = { secret, origin: config.origin, rpId: config.rpId, now: clock() };
  const receipt = await findOwnershipReceipt(db, await viewerOf(c), c.req.param("id"), context);
  return downloadJson(c, receipt, `ownership-receipt-${receipt.id}.json`);
});

/** The offers of the signed statement: one or several. */
ownership.post("/api/ownership/acceptances", async (c) => {
  const { db, config, clock, personId } = await openCall(c);
  const { credential } = await readJson(c, signatureBody);
  const { acceptanceId, agentIds } = await acceptOffers(db, { personId, credential, config, now: clock() });
  return c.json({ acceptance: acceptanceId, agents: agentIds }, 201);
});

ownership.post("/api/ownership/attestations", async (c) => {
  const { db, config, clock, personId } = await openCall(c);
  const { credential } = await readJson(c, signatureBody);
  const { attestationId, agentIds } = await attest(db, { personId, credential, config, now: clock() });
  return c.json({ attestation: attestationId, agents: agentIds }, 201);
});
