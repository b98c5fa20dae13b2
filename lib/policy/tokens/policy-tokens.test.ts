import { describe, expect, test } from "vitest";
import { people } from "#db/schema/directory";
import { addSeconds } from "#lib/kernel/clock";
import { changeRoles } from "#lib/membership/change-roles";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { auditEvents } from "#lib/policy/testing/workspace";
import type { Viewer } from "#lib/sessions/session";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { findPolicyToken } from "./find-policy-token.ts";
import { issuePolicyToken, listPolicyTokens } from "./issue-policy-token.ts";
import { revokePolicyToken } from "./revoke-policy-token.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const ada = await workspace.person("Ada", ["admin"]);
const bo = await workspace.person("Bo", ["admin"]);

function issue(actor: Viewer, ttlSeconds = 3600) {
  return issuePolicyToken(db, { actor, ttlSeconds, now });
}

const later = addSeconds(now, 60);
const isGood = async (token: string, at = later) => (await findPolicyToken(db, token, at)) !== undefined;

describe("a policy token", () => {
  test("acts in the name of its admin until it expires, and only its hash is stored", async () => {
    const { token, tokenId, expiresAt } = await issue(ada, 900);
    expect(await findPolicyToken(db, token, later)).toMatchObject({
      tokenId,
      viewer: { personId: ada.personId, roles: ["admin"] },
    });
    expect(await isGood(token, addSeconds(expiresAt, -1))).toBe(true);
    expect(await isGood(token, expiresAt)).toBe(false);
    expect(await isGood(`${token}x`)).toBe(false);
    const rows = await db.$client`select * from policy_tokens`;
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(await auditEvents(db, "policy_token.issued"))).not.toContain(token.slice(5));
  });

  test("is listed for admins while it can be used, with when it was used last", async () => {
    const { token, tokenId } = await issue(ada);
    await findPolicyToken(db, token, later);
    expect(await listPolicyTokens(db, { viewer: bo, now: later })).toContainEqual(
      expect.objectContaining({ id: tokenId, person: { id: ada.personId, name: "Ada" }, lastUsedAt: later }),
    );
    expect(await listPolicyTokens(db, { viewer: bo, now: addSeconds(now, 3600) })).toEqual([]);
  });

  test("can be revoked once, by any admin, and is invalid immediately", async () => {
    const { token, tokenId } = await issue(ada);
    await revokePolicyToken(db, { actor: bo, tokenId, now });
    expect(await isGood(token)).toBe(false);
    await expect(revokePolicyToken(db, { actor: bo, tokenId, now })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await auditEvents(db, "policy_token.revoked")).toMatchObject([
      { actor: { id: bo.personId }, subject: { policy_token: tokenId, person: ada.personId } },
    ]);
  });

  test.each([14 * 60, 12 * 3600 + 1])("of %i seconds is not created", async (ttlSeconds) => {
    await expect(issue(ada, ttlSeconds)).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("ends immediately when its admin loses the role, and stays revoked when the admin is reactivated", async () => {
    const { token } = await issue(bo);
    // The token depends on the row, not on the verb behind the change.
    await db.update(people).set({ status: "suspended" });
    expect(await isGood(token)).toBe(false);
    await db.update(people).set({ status: "active", roles: ["auditor"] });
    expect(await isGood(token)).toBe(false);
    await db.update(people).set({ roles: ["admin"] });
    expect(await isGood(token)).toBe(true);

    await suspendPerson(db, { actor: ada, personId: bo.personId, now });
    await reinstatePerson(db, { actor: ada, personId: bo.personId, now });
    expect(await isGood(token)).toBe(false);

    const next = await issue(bo);
    await changeRoles(db, { actor: ada, personId: bo.personId, roles: ["auditor"], now });
    expect(await isGood(next.token)).toBe(false);
    await changeRoles(db, { actor: ada, personId: bo.personId, roles: ["admin"], now });
    expect(await isGood(next.token)).toBe(false);
  });

  test("is only for admins, and refused to a newly suspended admin", async () => {
    const auditor = { ...ada, roles: ["auditor" as const] };
    await expect(issue(auditor)).rejects.toMatchObject({ code: "not_found" });
    await expect(listPolicyTokens(db, { viewer: auditor, now })).rejects.toMatchObject({ code: "not_found" });
    await suspendPerson(db, { actor: ada, personId: bo.personId, now });
    await expect(issue(bo)).rejects.toMatchObject({ code: "not_found" });
  });
});
