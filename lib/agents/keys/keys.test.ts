import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { agentKeys } from "#db/schema/agents";
import { createTestDatabase } from "#db/testing/database";
import { findAgent } from "#lib/agents/find-agent";
import { registerTool } from "#lib/agents/keys/register-tool";
import { addAgent } from "#lib/agents/testing/authority";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { unseal } from "#lib/crypto/seal";
import { addSeconds } from "#lib/kernel/clock";
import { addPerson, masterSecret } from "#lib/membership/testing/people";
import { revokeKey } from "#lib/ownership/revoke-key";
import { addPublicKey, issueSecretKey } from "./add-key.ts";
import { issueEnrollmentCode } from "./issue-enrollment-code.ts";

const now = new Date("2026-11-24T10:00:00Z");
const dayInSeconds = 24 * 3600;

let agentId: string;

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });
const owner = await addPerson(db, { roles: ["approver"], now });

beforeEach(async () => {
  agentId = await addAgent(db, owner.personId, now);
});

describe("an agent's keys", () => {
  it("always expire, a year ahead at most, and overlap", async () => {
    const add = (expiresInDays?: number) =>
      addPublicKey(db, { actor: owner, agentId, publicKey: newKeyPair().publicKey, expiresInDays, now });
    expect((await add()).expiresAt).toEqual(addSeconds(now, 90 * dayInSeconds));
    expect((await add(365)).expiresAt).toEqual(addSeconds(now, 365 * dayInSeconds));
    await expect(add(366)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(add(0)).rejects.toMatchObject({ code: "invalid_input" });
    const agent = await findAgent(db, { viewer: owner, agentId, now });
    expect(agent.usableKeyCount).toBe(2);
    expect(agent.firstKeyExpiresAt).toEqual(addSeconds(now, 90 * dayInSeconds));
  });

  it("identify the calling agent: a public key in use cannot belong to a second agent", async () => {
    const { publicKey } = newKeyPair();
    await addPublicKey(db, { actor: owner, agentId, publicKey, now });
    const otherAgent = await addAgent(db, owner.personId, now);
    const again = addPublicKey(db, { actor: owner, agentId: otherAgent, publicKey, now });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
  });

  it("cannot be reused once revoked, by the same agent, another agent or a tool", async () => {
    const { publicKey } = newKeyPair();
    const { keyId } = await addPublicKey(db, { actor: owner, agentId, publicKey, now });
    await revokeKey(db, { actor: owner, agentId, keyId, now });
    const otherAgent = await addAgent(db, owner.personId, now);
    const tool = { name: "Payments", audience: "https://payments.example", masterSecret, now };
    const attempts = [
      () => addPublicKey(db, { actor: owner, agentId, publicKey, now }),
      () => addPublicKey(db, { actor: owner, agentId: otherAgent, publicKey, now }),
      () => registerTool(db, { ...tool, actor: admin, key: { publicKey } }),
    ];
    for (const attempt of attempts) {
      const words = expect.stringContaining("was revoked");
      await expect(attempt()).rejects.toMatchObject({ code: "conflict", userMessage: words });
    }
  });

  it("show an HMAC secret once and store it sealed for its own row", async () => {
    const { keyId, secret } = await issueSecretKey(db, { actor: owner, agentId, masterSecret, now });
    const bytes = Buffer.from(secret.replace("whsec_", ""), "base64");
    expect(bytes).toHaveLength(32);
    const [row] = await db.select().from(agentKeys).where(eq(agentKeys.id, keyId));
    const sealed = row?.secretSealed ?? new Uint8Array();
    expect(Buffer.from(sealed).includes(bytes)).toBe(false);
    expect(Buffer.from(unseal(masterSecret, "agent-secret", keyId, sealed))).toEqual(bytes);
    expect(() => unseal(masterSecret, "agent-secret", "key_other", sealed)).toThrow(/cannot unseal/);
    expect(JSON.stringify(await findAgent(db, { viewer: owner, agentId, now }))).not.toContain(secret);
  });

  it("are issued and revoked only by admins and the owner", async () => {
    const { keyId } = await addPublicKey(db, {
      actor: admin,
      agentId,
      publicKey: newKeyPair().publicKey,
      now,
    });
    const actor = await addPerson(db, { roles: ["approver", "auditor"], now });
    const attempts = [
      () => addPublicKey(db, { actor, agentId, publicKey: newKeyPair().publicKey, now }),
      () => issueSecretKey(db, { actor, agentId, masterSecret, now }),
      () => issueEnrollmentCode(db, { actor, agentId, now }),
      () => revokeKey(db, { actor, agentId, keyId, now }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    await revokeKey(db, { actor: owner, agentId, keyId, now });
    const again = revokeKey(db, { actor: owner, agentId, keyId, now });
    await expect(again).rejects.toMatchObject({ code: "not_found" });
  });

  it("cannot be revoked through another agent", async () => {
    const { keyId } = await addPublicKey(db, {
      actor: owner,
      agentId,
      publicKey: newKeyPair().publicKey,
      now,
    });
    const otherAgent = await addAgent(db, owner.personId, now);
    const attempt = revokeKey(db, { actor: owner, agentId: otherAgent, keyId, now });
    await expect(attempt).rejects.toMatchObject({ code: "not_found" });
  });
});
