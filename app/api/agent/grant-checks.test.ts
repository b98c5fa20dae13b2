import { decodeJwt, SignJWT } from "jose";
import { expect, test } from "vitest";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { currentSigningKey } from "#lib/crypto/signing-key";

const { workspace, owner, agent } = await RunningWorkspace.withAgent();
const { db } = workspace;
const small = refund(50);

async function granted(): Promise<string> {
  const { grant } = (await (await agent.ask({ action: small })).json()) as { grant?: string };
  if (!grant) throw new Error("no grant");
  return grant;
}

test("invariant 7: a quarantined agent redeems nothing, even if its grant was not revoked", async () => {
  const grant = await granted();
  await db.$client`update agents set status = 'quarantined' where id = ${agent.id}`;
  expect(await codeOf(await agent.redeem(grant, small))).toBe("agent_quarantined");
  await db.$client`update agents set status = 'active' where id = ${agent.id}`;
  expect((await agent.redeem(grant, small)).status).toBe(200);
});

test("invariant 7: an agent whose owner isn't an active approver redeems nothing, even if its grant was not revoked", async () => {
  const grant = await granted();
  const { personId } = owner.viewer;
  await db.$client`update people set status = 'suspended' where id = ${personId}`;
  expect(await codeOf(await agent.redeem(grant, small))).toBe("owner_inactive");
  await db.$client`update people set status = 'active', roles = '{auditor}' where id = ${personId}`;
  expect(await codeOf(await agent.redeem(grant, small))).toBe("owner_inactive");
  await db.$client`update people set roles = '{approver}' where id = ${personId}`;
  expect((await agent.redeem(grant, small)).status).toBe(200);
});

test("a grant with the right signature of another issuer is refused", async () => {
  const claims = decodeJwt(await granted());
  const { kid, privateKey } = await currentSigningKey(db, workspace.runtime.secret);
  const foreign = await new SignJWT({ ...claims, iss: "https://elsewhere.example" })
    .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid })
    .sign(privateKey);
  expect(await codeOf(await agent.redeem(foreign, small))).toBe("invalid_grant");
});

test("our own token of another type is refused as a grant", async () => {
  const claims = decodeJwt(await granted());
  const { kid, privateKey } = await currentSigningKey(db, workspace.runtime.secret);
  const receipt = await new SignJWT(claims)
    .setProtectedHeader({ alg: "EdDSA", typ: "countersign-receipt+jws", kid })
    .sign(privateKey);
  expect(await codeOf(await agent.redeem(receipt, small))).toBe("invalid_grant");
});
