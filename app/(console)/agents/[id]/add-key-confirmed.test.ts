import { expect, it } from "vitest";
import { Workspace } from "#app/api/testing/workspace";
import { findAgent } from "#lib/agents/find-agent";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { addKeyConfirmed } from "./add-key-confirmed.ts";
import { keyAct } from "./key-act.ts";

const { workspace, admin } = await Workspace.open();
const bo = await workspace.person("Bo", ["approver"], admin);
const [pasted, another] = [newKeyPair(), newKeyPair()];
const name = "Refund bot";

function formOf(agentId: string, keyKind: string, publicKey = ""): FormData {
  const form = new FormData();
  const fields = { agentId, keyKind, publicKey, expiresInDays: "90" };
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  return form;
}

async function keyState(agentId: string) {
  const agent = await findAgent(workspace.db, { viewer: admin.viewer, agentId, now: workspace.time.now });
  return { keys: agent.keys.length, hasCode: agent.openCodeExpiresAt !== null };
}

it.each(["code", "public", "secret"])("a session alone gives no agent a key (%s)", async (keyKind) => {
  const { id } = await workspace.agent(admin, bo);
  for (const { viewer } of [admin, bo]) {
    const attempt = addKeyConfirmed(viewer, formOf(id, keyKind, pasted.publicKey));
    await expect(attempt).rejects.toMatchObject({ code: "passkey_refused" });
  }
  expect(await keyState(id)).toEqual({ keys: 1, hasCode: false });
});

it("a passkey adds exactly the key it confirms, to exactly the agent it confirms", async () => {
  const [{ id }, otherAgent] = [await workspace.agent(admin, bo), await workspace.agent(admin, bo)];
  const form = formOf(id, "public", pasted.publicKey);
  const wrong = [
    await keyAct({ id: otherAgent.id, name }, form),
    await keyAct({ id, name: "Other bot" }, form),
    await keyAct({ id, name }, formOf(id, "public", another.publicKey)),
    await keyAct({ id, name }, formOf(id, "secret", pasted.publicKey)),
  ];
  for (const act of wrong) {
    await admin.confirmForm(form, act);
    await expect(addKeyConfirmed(admin.viewer, form)).rejects.toMatchObject({ code: "conflict" });
    form.delete("confirmedAct");
    await expect(addKeyConfirmed(admin.viewer, form)).rejects.toMatchObject({ code: "challenge_expired" });
  }
  expect(await keyState(id)).toEqual({ keys: 1, hasCode: false });
  await admin.confirmForm(form, await keyAct({ id, name }, form));
  expect(await addKeyConfirmed(admin.viewer, form)).toEqual({ kind: "public" });
  expect(await keyState(id)).toEqual({ keys: 2, hasCode: false });
});

it("the owner's passkey adds a key to the owner's agent once", async () => {
  const { id } = await workspace.agent(admin, bo);
  const form = formOf(id, "secret");
  await bo.confirmForm(form, await keyAct({ id, name }, form));
  await expect(addKeyConfirmed(admin.viewer, form)).rejects.toMatchObject({ code: "challenge_expired" });
  expect(await addKeyConfirmed(bo.viewer, form)).toMatchObject({ kind: "secret" });
  await expect(addKeyConfirmed(bo.viewer, form)).rejects.toMatchObject({ code: "challenge_expired" });
  expect(await keyState(id)).toEqual({ keys: 2, hasCode: false });
});

it("the passkey of a person who does not manage the agent adds no key", async () => {
  const cy = await workspace.person("Cy", ["approver"], admin);
  const { id } = await workspace.agent(admin, bo, [cy]);
  const form = formOf(id, "code");
  await cy.confirmForm(form, await keyAct({ id, name }, form));
  await expect(addKeyConfirmed(cy.viewer, form)).rejects.toMatchObject({ code: "not_found" });
  expect(await keyState(id)).toEqual({ keys: 1, hasCode: false });
});
