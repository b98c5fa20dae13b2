import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { proposals } from "#db/schema/proposals";
import { webhookEndpoints } from "#db/schema/webhooks";
import { callbackSetting } from "../../agents/[id]/(tabs)/keys/callback-setting.ts";
import { confirmation } from "../../settings/changes/confirmation.ts";
import { requirement } from "../../settings/publishing/second-admin.ts";
import { eventsChange, registration, removal, rotation, switching } from "./endpoint-acts.ts";

const { workspace, admin } = await RunningWorkspace.open();
const bo = await workspace.person("Bo", ["approver"], admin);
const fields = {
  ...{ url: "https://hooks.example/in", description: "SIEM" },
  eventTypes: ["request.approved", "request.denied"],
};
const rows = () => workspace.db.select().from(webhookEndpoints).orderBy(webhookEndpoints.id);

it("an admin's session alone registers no endpoint, and a passkey exactly the one it confirms", async () => {
  const { question } = await questionFor(registration, admin, formOf(fields));
  expect(question).toMatchObject({ facts: expect.arrayContaining([{ label: "URL", value: fields.url }]) });
  await expectRefusedForOthers(registration, admin, fields, [
    { url: "https://attacker.example/in" },
    { eventTypes: ["request.pending"] },
    { description: "Other" },
  ]);
  expect(await rows()).toEqual([]);
  const registered = await confirmAndPerform(registration, admin, formOf(fields));
  expect(registered).toMatchObject({ url: fields.url, secret: expect.stringMatching(/^whsec_/) });
  expect(await rows()).toHaveLength(1);
});

it("a URL that can't be used is refused next to its field, before a passkey is asked for", async () => {
  const { id: agentId } = await workspace.agent(admin, bo);
  const url = "http://hooks.example/in";
  const refused = { errors: { url: expect.stringContaining("https://") } };
  await expect(
    performConfirmed(registration, admin.viewer, formOf({ ...fields, url })),
  ).rejects.toMatchObject(refused);
  await expect(
    performConfirmed(callbackSetting, admin.viewer, formOf({ agentId, url })),
  ).rejects.toMatchObject(refused);
});

it("a session alone changes nothing about an endpoint", async () => {
  const [{ id: endpointId } = { id: "" }] = await rows();
  const acts = [
    { act: eventsChange, form: () => formOf({ endpointId, eventTypes: ["request.pending"] }) },
    { act: rotation, form: () => formOf({ endpointId }) },
    { act: switching, form: () => formOf({ endpointId, to: "disabled" }) },
    { act: removal, form: () => formOf({ endpointId }) },
  ] as { act: typeof removal; form: () => FormData }[];
  const before = await rows();
  for (const { act, form } of acts) await questionFor(act, admin, form());
  expect(await rows()).toEqual(before);
  for (const { act, form } of acts) await confirmAndPerform(act, admin, form());
  expect(await rows()).toEqual([]);
});

it("the owner's passkey sets an agent's callback, and another approver's does not", async () => {
  const cy = await workspace.person("Cy", ["approver"], admin);
  const { id: agentId } = await workspace.agent(admin, bo);
  const setting = { agentId, url: "https://agent.example/callback" };
  await expectRefusedForOthers(callbackSetting, bo, setting, [{ url: "https://attacker.example/" }]);
  await expect(confirmAndPerform(callbackSetting, cy, formOf(setting))).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await rows()).toEqual([]);
  await confirmAndPerform(callbackSetting, bo, formOf(setting));
  const [{ id: endpointId } = { id: "" }] = await rows();
  await expect(confirmAndPerform(removal, cy, formOf({ endpointId }))).rejects.toMatchObject({
    code: "not_found",
  });
  await confirmAndPerform(removal, bo, formOf({ endpointId }));
  expect(await rows()).toEqual([]);
});

it("where the workspace requires two admins, the second one registers the endpoint and sees the secret", async () => {
  const bea = await workspace.person("Bea", ["admin"], admin);
  await confirmAndPerform(requirement, admin, formOf({}));
  const proposed = await confirmAndPerform(registration, admin, formOf(fields));
  expect(proposed).toHaveProperty("proposalId");
  expect(await rows()).toEqual([]);
  const [{ id: proposalId, digest } = { id: "", digest: "" }] = await workspace.db.select().from(proposals);
  const performed = await confirmAndPerform(confirmation, bea, formOf({ proposalId, digest }));
  expect(performed).toMatchObject({ kind: "endpoint", secret: expect.stringMatching(/^whsec_/) });
  expect(await rows()).toHaveLength(1);
});
