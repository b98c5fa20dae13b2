import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { agentKeys } from "#db/schema/agents";
import { createTestDatabase } from "#db/testing/database";
import { findAgent } from "#lib/agents/find-agent";
import { addAgent } from "#lib/agents/testing/authority";
import { findAgentCaller } from "#lib/callers/find-caller";
import { findTokenCaller } from "#lib/callers/find-token-caller";
import { addSeconds } from "#lib/kernel/clock";
import { tokenHash } from "#lib/kernel/digest";
import { addPerson, masterSecret } from "#lib/membership/testing/people";
import { revokeKey } from "#lib/ownership/revoke-key";
import { seedPolicy } from "#lib/publishing/seed";
import { activateHookToken, confirmHookToken } from "./activate-hook-token.ts";
import { listActiveKeys } from "./active-keys.ts";
import { issueHookToken, issueSecretKey } from "./add-key.ts";

const now = new Date("2026-11-24T10:00:00Z");
const days = (count: number) => addSeconds(now, count * 86_400);

let agentId: string;

const { db } = await createTestDatabase();
await db.transaction((tx) => seedPolicy(tx, now));
const owner = await addPerson(db, { roles: ["approver"], now });

beforeEach(async () => {
  agentId = await addAgent(db, owner.personId, now);
});

const issue = (expiresInDays?: number) => issueHookToken(db, { actor: owner, agentId, expiresInDays, now });
const find = (token: string, at = now) => findTokenCaller(db, masterSecret, { token, now: at });

describe("a hook token", () => {
  it("expires after 90 days at most, and only its hash is stored", async () => {
    const { token, keyId, expiresAt } = await issue();
    expect(token).toMatch(/^cst_[\w-]{43}$/);
    expect(expiresAt).toEqual(days(90));
    expect((await issue(1)).expiresAt).toEqual(days(1));
    for (const count of [91, 0, 1.5])
      await expect(issue(count)).rejects.toMatchObject({ code: "invalid_input" });
    const [row] = await db.select().from(agentKeys).where(eq(agentKeys.id, keyId));
    expect(row).toMatchObject({ algorithm: "bearer", tokenHash: tokenHash(token), addedBy: owner.personId });
    expect(JSON.stringify(row)).not.toContain(token);
    const { keys } = await findAgent(db, { viewer: owner, agentId, now });
    expect(keys.find(({ id }) => id === keyId)).toMatchObject({
      algorithm: "bearer",
      edge: null,
      firstCallAt: null,
    });
    expect(JSON.stringify(keys)).not.toContain(tokenHash(token));
  });

  it("finds its agent until it expires or is revoked, and then says which", async () => {
    const { token, keyId } = await issue();
    await expect(find(token)).resolves.toMatchObject({
      agent: { id: agentId },
      keyId,
      isChecked: false,
      isActive: false,
    });
    await expect(find(`${token}x`)).rejects.toMatchObject({ code: "invalid_hook_token" });
    await expect(find(tokenHash(token))).rejects.toMatchObject({ code: "invalid_hook_token" });
    await expect(find(token, days(90))).rejects.toMatchObject({ code: "key_expired" });
    await revokeKey(db, { actor: owner, agentId, keyId, now });
    await expect(find(token)).rejects.toMatchObject({ code: "key_revoked" });
  });

  it("is for the client or gateway of its check or first call, once, and no other changes it", async () => {
    for (const [first, second] of [
      [confirmHookToken, activateHookToken],
      [activateHookToken, confirmHookToken],
    ] as const) {
      const { token, keyId } = await issue();
      await first(db, { agentId, keyId, edge: "codex", now });
      const found = await find(token);
      await second(db, { agentId, keyId, edge: "cursor", now });
      expect(await find(token)).toEqual(found);
      await second(db, { agentId, keyId, edge: "codex", now });
      for (const again of [first, second]) await again(db, { agentId, keyId, edge: "codex", now: days(1) });
      const [row] = await db.select().from(agentKeys).where(eq(agentKeys.id, keyId));
      expect(row).toMatchObject({ checkedAt: now, firstCallAt: now });
      expect(await find(token)).toMatchObject({ edge: "codex", isChecked: true, isActive: true });
    }
  });

  it("is issued only by the owner and admins", async () => {
    const actor = await addPerson(db, { roles: ["approver", "auditor"], now });
    await expect(issueHookToken(db, { actor, agentId, now })).rejects.toMatchObject({ code: "not_found" });
  });

  it("is never among the keys that verify signatures, nor among those a new owner signs for", async () => {
    const { keyId } = await issueSecretKey(db, { actor: owner, agentId, masterSecret, now });
    const { token } = await issue();
    const callers = [await findAgentCaller(db, masterSecret, agentId), (await find(token)).agent];
    for (const caller of callers) expect(caller?.keys.map(({ id }) => id)).toEqual([keyId]);
    const listed = await listActiveKeys(db, [agentId], now);
    expect(listed.get(agentId)?.map(({ id }) => id)).toEqual([keyId]);
  });

  it("cannot be stored as a key, nor a key as a token", async () => {
    const row = { id: "key_a", agentId, addedBy: owner.personId, createdAt: now, expiresAt: days(1) };
    const [hash, bytes] = ["hash", new Uint8Array(32)];
    const rows = [
      { ...row, algorithm: "bearer" as const },
      { ...row, algorithm: "bearer" as const, tokenHash: hash, secretSealed: bytes },
      { ...row, algorithm: "bearer" as const, tokenHash: hash, publicKey: bytes },
      { ...row, algorithm: "hmac-sha256" as const, secretSealed: bytes, tokenHash: hash },
      { ...row, algorithm: "ed25519" as const, publicKey: bytes, checkedAt: now },
      { ...row, algorithm: "ed25519" as const, publicKey: bytes, edge: "codex" as const },
      { ...row, algorithm: "bearer" as const, tokenHash: hash, firstCallAt: now },
    ];
    for (const values of rows) await expect(db.insert(agentKeys).values(values)).rejects.toThrow();
  });
});
