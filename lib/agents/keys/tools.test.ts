import { describe, expect, it } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { addPerson, masterSecret } from "#lib/membership/testing/people";
import { registerTool } from "./register-tool.ts";
import { listTools, revokeTool } from "./tools.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });
const owner = await addPerson(db, { roles: ["approver"], now });

describe("a tool", () => {
  const tool = { name: "Payments", audience: "https://payments.example", now };

  it("is registered by an admin with a key or a secret, several for an audience, and revoked", async () => {
    const given = { ...tool, actor: admin, masterSecret, key: { publicKey: newKeyPair().publicKey } };
    const withKey = await registerTool(db, given);
    expect(withKey.secret).toBeUndefined();
    const withSecret = await registerTool(db, { ...tool, actor: admin, masterSecret, key: "secret" });
    expect(withSecret.secret).toMatch(/^whsec_/);
    await revokeTool(db, { actor: admin, toolId: withKey.toolId, now });
    const views = await listTools(db, { viewer: admin });
    expect(views.find(({ id }) => id === withKey.toolId)?.revokedAt).toEqual(now);
    expect(views.find(({ id }) => id === withSecret.toolId)?.revokedAt).toBeNull();
    const again = revokeTool(db, { actor: admin, toolId: withKey.toolId, now });
    await expect(again).rejects.toMatchObject({ code: "not_found" });
  });

  it("may share a key between audiences, but a revoked key cannot be registered again", async () => {
    const key = { publicKey: newKeyPair().publicKey };
    const given = { ...tool, actor: admin, masterSecret, key };
    const { toolId } = await registerTool(db, given);
    await registerTool(db, { ...given, audience: "https://refunds.example" });
    await revokeTool(db, { actor: admin, toolId, now });
    await expect(registerTool(db, given)).rejects.toMatchObject({ code: "conflict" });
  });

  it("is hidden from approvers", async () => {
    const attempts = [
      () => registerTool(db, { ...tool, actor: owner, masterSecret, key: "secret" }),
      () => listTools(db, { viewer: owner }),
      () => revokeTool(db, { actor: owner, toolId: "tol_x", now }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  });
});
