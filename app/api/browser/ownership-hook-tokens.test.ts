import { expect, test } from "vitest";
import { Workload } from "#app/api/agent/workloads/testing/workload";
import { refusal } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { WorkloadIssuer } from "#app/api/testing/workload-issuer";
import { issueHookToken } from "#lib/agents/keys/add-key";
import { findTokenCaller } from "#lib/callers/find-token-caller";
import { findAcceptance } from "#lib/ownership/offers/find-acceptance";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, runtime, time } = workspace;
const data = { action: { type: "data.read", params: {} } };
const heir = await workspace.person("Hugo Heir", ["approver"], admin);

test("a new owner who keeps the keys keeps neither hook tokens nor workloads, which the statement does not list", async () => {
  const agent = await workspace.agent(admin, owner);
  const { now } = time;
  const { token, keyId } = await issueHookToken(db, { actor: owner.viewer, agentId: agent.id, now });
  const issuer = await WorkloadIssuer.start();
  const workload = await Workload.pin({ workspace, issuer, admin, owner }, { agent });
  const job = await workload.agent();
  const offers = [{ agentId: agent.id, toPersonId: heir.viewer.personId }];
  const offerIds = await offerOwnership(db, { actor: admin.viewer, offers, now });
  const reading = { viewer: heir.viewer, offerIds, keepsKeysOf: [agent.id], secret: runtime.secret, now };
  const list = await findAcceptance(db, reading);
  if (!list) throw new Error("open offers");
  expect([...list.offers.values()]).toMatchObject([{ workloads: 1 }]);
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
  expect(await refusal(job.ask(data))).toEqual([401, "key_revoked"]);
  expect(await refusal(workload.exchange(await workload.token()))).toEqual([401, "invalid_workload_token"]);
  expect((await agent.ask(data)).status).toBe(200);
});
