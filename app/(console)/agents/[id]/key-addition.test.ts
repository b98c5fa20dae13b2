import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { findAgent } from "#lib/agents/find-agent";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { keyAddition } from "./key-addition.ts";

const { workspace, admin } = await RunningWorkspace.open();
const bo = await workspace.person("Bo", ["approver"], admin);
const [pasted, another] = [newKeyPair(), newKeyPair()];
const of = (agentId: string, keyKind: string, publicKey = "") => ({
  ...{ agentId, keyKind, publicKey, expiresInDays: "90" },
});

async function keyState(agentId: string) {
  const agent = await findAgent(workspace.db, { viewer: admin.viewer, agentId, now: workspace.time.now });
  return { keys: agent.keys.length, hasCode: agent.openCodeExpiresAt !== null };
}

it.each(["code", "public", "secret", "token"])(
  "a session alone gives no agent a key (%s)",
  async (keyKind) => {
    const { id } = await workspace.agent(admin, bo);
    for (const person of [admin, bo]) {
      const { act, question } = await questionFor(
        keyAddition,
        person,
        formOf(of(id, keyKind, pasted.publicKey)),
      );
      expect(act).toMatch(new RegExp(`^agent/key/${id}/${keyKind}/[\\w-]{43}$`));
      expect(question.title).toBe("Add a key to Refund bot?");
    }
    expect(await keyState(id)).toEqual({ keys: 1, hasCode: false });
  },
);

it("a passkey adds exactly the key it confirms, to exactly the agent it confirms", async () => {
  const [{ id }, otherAgent] = [await workspace.agent(admin, bo), await workspace.agent(admin, bo)];
  const fields = of(id, "public", pasted.publicKey);
  await expectRefusedForOthers(keyAddition, admin, fields, [
    { agentId: otherAgent.id },
    { publicKey: another.publicKey },
    { keyKind: "secret" },
    { expiresInDays: "365" },
  ]);
  expect(await keyState(id)).toEqual({ keys: 1, hasCode: false });
  const { steps } = await confirmAndPerform(keyAddition, admin, formOf(fields));
  expect(steps).toMatchObject([{ blocks: [{ text: expect.stringContaining("--private-key -") }] }]);
  expect(await keyState(id)).toEqual({ keys: 2, hasCode: false });
});

it("the owner's passkey adds a key to the owner's agent once", async () => {
  const { id } = await workspace.agent(admin, bo);
  const form = formOf(of(id, "secret"));
  await bo.confirmForm(form, (await questionFor(keyAddition, bo, form)).act);
  const refused = { code: "challenge_expired" };
  await expect(performConfirmed(keyAddition, admin.viewer, form)).rejects.toMatchObject(refused);
  const { steps } = await performConfirmed(keyAddition, bo.viewer, form);
  expect(steps).toMatchObject([{ blocks: [{ text: expect.stringMatching(/^whsec_/) }, {}] }]);
  await expect(performConfirmed(keyAddition, bo.viewer, form)).rejects.toMatchObject(refused);
  expect(await keyState(id)).toEqual({ keys: 2, hasCode: false });
});

it("the passkey of a person who does not manage the agent adds no key", async () => {
  const cy = await workspace.person("Cy", ["approver"], admin);
  const { id } = await workspace.agent(admin, bo, [cy]);
  await expect(confirmAndPerform(keyAddition, cy, formOf(of(id, "code")))).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await keyState(id)).toEqual({ keys: 1, hasCode: false });
});

it("a hook token of more than 90 days is refused at its field", async () => {
  const { id } = await workspace.agent(admin, bo);
  const form = formOf({ ...of(id, "token"), expiresInDays: "180" });
  await expect(questionFor(keyAddition, admin, form)).rejects.toMatchObject({
    errors: { expiresInDays: "Must be at most 90 days." },
  });
  expect(await keyState(id)).toEqual({ keys: 1, hasCode: false });
});
