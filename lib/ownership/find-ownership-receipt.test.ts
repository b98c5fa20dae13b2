import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { addAgent } from "#lib/agents/testing/authority";
import { createSigningKey } from "#lib/crypto/signing-key";
import { addPerson, masterSecret, site } from "#lib/membership/testing/people";
import { seedPolicy } from "#lib/publishing/seed";
import { ownershipFacts, whoOwns } from "../../bin/client/receipts/ownership-words.ts";
import { verifyOwnershipReceipt, verifyReceipt } from "../../bin/client/receipts/verify.ts";
import { findOwnershipReceipt } from "./find-ownership-receipt.ts";
import { acceptOffers } from "./offers/accept-offers.ts";
import { offerOwnership } from "./offers/offer-ownership.ts";
import type { OwnershipReceipt } from "./receipt.ts";
import { accept, attestAll, signAcceptance } from "./testing/sign.ts";

const now = new Date("2026-11-24T10:00:00Z");
const context = { secret: masterSecret, ...site, now };

const { db } = await createTestDatabase();
await db.transaction((tx) => seedPolicy(tx, now));
await db.transaction((tx) => createSigningKey(tx, masterSecret, now));
const admin = await addPerson(db, { roles: ["admin"], now });
const heir = await addPerson(db, { roles: ["approver"], now });
const owner = await addPerson(db, { roles: ["approver"], now });
const agentId = await addAgent(db, owner.personId, now);
const offers = [{ agentId, toPersonId: heir.personId }];
const [offerId = ""] = await offerOwnership(db, { actor: admin, offers, now });
await accept(db, heir, offerId, now);
const accepted = await findOwnershipReceipt(db, heir, offerId, context);
const { attestationId } = await attestAll(db, heir, now);
const attested = await findOwnershipReceipt(db, admin, attestationId, context);

test("a signed statement can be verified later without the server, by code that shares nothing with it", async () => {
  for (const receipt of [accepted, attested]) {
    const { valid, checks } = await verifyOwnershipReceipt(receipt);
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(valid).toBe(true);
    expect((await verifyOwnershipReceipt(receipt, { pinned: receipt.keys })).key?.isPinned).toBe(true);
  }
  expect(whoOwns(accepted)).toContain("accepted ownership of this agent with a passkey");
});

test("each offer of a list has its own receipt, about this offer only", async () => {
  const { offerIds } = await acceptList(3);
  const [first = "", second = ""] = offerIds;
  const receipt = await findOwnershipReceipt(db, heir, first, context);
  const { valid, checks } = await verifyOwnershipReceipt(receipt, { pinned: receipt.keys });
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(valid).toBe(true);
  expect(checks[0]?.detail).toContain("version 1");
  const failing = async (id: string) =>
    (await verifyOwnershipReceipt({ ...receipt, id })).checks
      .filter(({ passed }) => !passed)
      .map(({ name }) => name);
  expect(await failing(second)).toEqual(["server signature"]);
  expect(await failing(accepted.id)).toEqual(["agreement", "server signature"]);
  expect(whoOwns(receipt)).toContain("accepted ownership of this agent (one of 3) with a passkey");
  expect(ownershipFacts(receipt)).toContainEqual([
    "may do",
    expect.stringContaining("Refund a payment: auto-approve"),
  ]);
});

async function acceptList(count: number) {
  const owner = await addPerson(db, { roles: ["approver"], now });
  const offers = [];
  for (let n = 0; n < count; n++)
    offers.push({ agentId: await addAgent(db, owner.personId, now), toPersonId: heir.personId });
  const offerIds = await offerOwnership(db, { actor: admin, offers, now });
  await acceptOffers(db, await signAcceptance(db, heir, offerIds, now));
  return { offerIds };
}

test("a changed statement, a different signer and a different signature are detected", async () => {
  const faults = async (change: Partial<OwnershipReceipt>) =>
    (await verifyOwnershipReceipt({ ...accepted, ...change })).checks
      .filter(({ passed }) => !passed)
      .map(({ name }) => name);
  expect(await faults({ statement: attested.statement })).toEqual(["client data", "server signature"]);
  expect(await faults({ signer: { id: admin.personId, name: "Eve" } })).toEqual([
    "agreement",
    "server signature",
  ]);
  expect(await faults({ evidence: attested.evidence })).toContain("client data");
});

test("an ownership signature cannot pass for an approval", async () => {
  const failed = (await verifyReceipt(accepted)).checks.filter(({ passed }) => !passed);
  expect(failed.map(({ name }) => name)).toEqual(expect.arrayContaining(["statement", "client data"]));
});

test("the receipt is for its signer, admins and auditors", async () => {
  const stranger = await addPerson(db, { roles: ["approver"], now });
  await expect(findOwnershipReceipt(db, stranger, accepted.id, context)).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(findOwnershipReceipt(db, admin, "off_none", context)).rejects.toMatchObject({
    code: "not_found",
  });
});
