import { generateKeyPairSync } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { grants } from "#db/schema/grants";
import { type RequestState, requests } from "#db/schema/requests";
import { createTestDatabase } from "#db/testing/database";
import { addPublicKey } from "#lib/agents/keys/add-key";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { addPerson } from "#lib/membership/testing/people";
import { revokeKey } from "./revoke-key.ts";

const now = new Date("2026-11-24T10:00:00Z");
const { db } = await createTestDatabase();
const owner = await addPerson(db, { roles: ["approver"], now });
let agentId: string;

beforeEach(async () => {
  agentId = await addAgent(db, owner.personId, now);
});

async function addKey(): Promise<string> {
  const { publicKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  return (await addPublicKey(db, { actor: owner, agentId, publicKey: `whpk_${raw.toString("base64")}`, now }))
    .keyId;
}

async function askedWith(agentKeyId: string, state: RequestState, grant?: "issued" | "redeemed") {
  const { requestId } = await addRequest(db, agentId, { state, grant, now });
  await db.update(requests).set({ agentKeyId }).where(eq(requests.id, requestId));
  return requestId;
}

async function stateOf(requestId: string) {
  const [request] = await db.select().from(requests).where(eq(requests.id, requestId));
  const [grant] = await db.select().from(grants).where(eq(grants.requestId, requestId));
  return [request?.state, request?.closeReason, grant?.state];
}

test("revoking a key ends the requests and grants signed with it, and no others", async () => {
  const [lost, good] = [await addKey(), await addKey()];
  const pending = await askedWith(lost, "pending");
  const granted = await askedWith(lost, "approved", "issued");
  const used = await askedWith(lost, "approved", "redeemed");
  const others = [await askedWith(good, "pending"), await askedWith(good, "approved", "issued")] as const;
  await revokeKey(db, { actor: owner, agentId, keyId: lost, now });
  expect(await stateOf(pending)).toEqual(["cancelled", "key_revoked", undefined]);
  expect(await stateOf(granted)).toEqual(["approved", null, "revoked"]);
  expect(await stateOf(used)).toEqual(["approved", null, "redeemed"]);
  expect(await stateOf(others[0])).toEqual(["pending", null, undefined]);
  expect(await stateOf(others[1])).toEqual(["approved", null, "issued"]);
  const events = await db.select().from(auditEvents).where(eq(auditEvents.actorId, owner.personId));
  const voided = events.filter(({ body }) => Buffer.from(body).includes("key_revoked"));
  expect(voided.map(({ type, requestId }) => [type, requestId]).sort()).toEqual([
    ["grant.revoked", granted],
    ["request.cancelled", pending],
  ]);
});

test("revoking a key without open requests or grants ends none", async () => {
  const [idle, good] = [await addKey(), await addKey()];
  const pending = await askedWith(good, "pending");
  await revokeKey(db, { actor: owner, agentId, keyId: idle, now });
  expect(await stateOf(pending)).toEqual(["pending", null, undefined]);
});
