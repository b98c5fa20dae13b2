import { expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { issueHookToken } from "#lib/agents/keys/issue-hook-token";
import { findTokenCaller } from "#lib/callers/find-token-caller";
import { findAcceptance } from "#lib/ownership/offers/find-acceptance";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";

const { workspace, admin } = await RunningWorkspace.open();
const { db, runtime, time } = workspace;
const owner = await workspace.person("Olga Owner", ["approver"], admin);
const heir = await workspace.person("Hugo Heir", ["approver"], admin);

test("a new owner who keeps the keys does not keep hook tokens, which the statement does not list", async () => {
  const agent = await workspace.agent(admin, owner);
  const { now } = time;
  const { token, keyId } = await issueHookToken(db, { actor: owner.viewer, agentId: agent.id, now });
  const offers = [{ agentId: agent.id, toPersonId: heir.viewer.personId }];
  const offerIds = await offerOwnership(db, { actor: admin.viewer, offers, now });
  const reading = { viewer: heir.viewer, offerIds, keepsKeysOf: [agent.id], secret: runtime.secret, now };
  const list = await findAcceptance(db, reading);
  if (!list) throw new Error("open offers");
  expect(Buffer.from(list.bytes).toString()).toContain('"keep_keys":true');
  expect(Buffer.from(list.bytes).toString()).not.toContain(keyId);
  const shown = { statement: Buffer.from(list.bytes).toString("base64url"), seal: list.seal };
  const asked = await heir.post("/api/ownership/challenges", shown);
  const { options } = (await asked.json()) as { options: { challenge: string } };
  const accepted = await heir.post("/api/ownership/acceptances", {
    credential: heir.authenticator.get(options),
  });
  expect(accepted.status).toBe(201);
  const found = findTokenCaller(db, runtime.secret, { token, now });
  await expect(found).rejects.toMatchObject({ code: "key_revoked" });
  expect((await agent.ask({ action: { type: "data.read", params: {} } })).status).toBe(200);
});
