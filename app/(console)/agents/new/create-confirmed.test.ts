import { expect, it } from "vitest";
import { type TestPerson, Workspace } from "#app/api/testing/workspace";
import { findAgent } from "#lib/agents/find-agent";
import { listAgentNames } from "#lib/agents/list-agent-names";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { createConfirmed } from "./create-confirmed.ts";
import { creationAct } from "./creation-act.ts";

const { workspace, admin } = await Workspace.open();
const bo = await workspace.person("Bo", ["approver"], admin);
const cy = await workspace.person("Cy", ["approver"], admin);
const names = new Map([admin, bo, cy].map(({ viewer }) => [viewer.personId, viewer.name]));
const [pasted, another] = [newKeyPair(), newKeyPair()];

interface Typed {
  name?: string;
  owner?: TestPerson;
  backups?: TestPerson[];
  keyKind?: string;
  publicKey?: string;
  expiresInDays?: string;
}

function formOf({ name = "Bot", owner = admin, backups = [bo], ...key }: Typed = {}): FormData {
  const form = new FormData();
  const { keyKind = "code", publicKey = "", expiresInDays = "90" } = key;
  const fields = { name, ownerId: owner.viewer.personId, keyKind, publicKey, expiresInDays };
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  for (const { viewer } of backups) form.append("backupIds", viewer.personId);
  return form;
}

const create = (form: FormData) => createConfirmed(admin.viewer, form);
const made = async () =>
  (await listAgentNames(workspace.db, admin.viewer, { most: 100 })).map(({ name }) => name);

it.each(["code", "public", "secret"])(
  "an admin's session alone creates no agent, the first one neither (%s)",
  async (keyKind) => {
    const attempt = create(formOf({ keyKind, publicKey: pasted.publicKey }));
    await expect(attempt).rejects.toMatchObject({ code: "passkey_refused" });
    expect(await made()).toEqual([]);
  },
);

it.each<[string, Typed]>([
  ["name", { name: "Other bot" }],
  ["owner", { owner: cy }],
  ["backup", { backups: [cy] }],
  ["number of backups", { backups: [bo, cy] }],
  ["kind of key", { keyKind: "secret" }],
  ["public key", { publicKey: another.publicKey }],
  ["life of the key", { expiresInDays: "365" }],
])("a passkey that confirms another %s creates no agent", async (_, change) => {
  const typed = { keyKind: "public", publicKey: pasted.publicKey };
  const form = formOf(typed);
  await admin.confirmForm(form, await creationAct(formOf({ ...typed, ...change }), names));
  await expect(create(form)).rejects.toMatchObject({ code: "conflict" });
  form.delete("confirmedAct");
  await expect(create(form)).rejects.toMatchObject({ code: "challenge_expired" });
  expect(await made()).toEqual([]);
});

it("a field sent twice creates only what the passkey confirmed", async () => {
  const form = formOf({ name: "Twice", keyKind: "public", publicKey: pasted.publicKey });
  await admin.confirmForm(form, await creationAct(form, names));
  form.append("publicKey", another.publicKey);
  const { agent } = await create(form);
  const viewing = { viewer: admin.viewer, agentId: agent.id, now: workspace.time.now };
  expect((await findAgent(workspace.db, viewing)).keys.map(({ publicKey }) => publicKey)).toEqual([
    pasted.publicKey,
  ]);
});

it("a passkey's answer creates one agent exactly as shown, and never a second", async () => {
  const form = formOf({ name: "Once", owner: cy, keyKind: "secret" });
  await admin.confirmForm(form, await creationAct(form, names));
  const { agent, given } = await create(form);
  expect(given.kind).toBe("secret");
  const viewing = { viewer: admin.viewer, agentId: agent.id, now: workspace.time.now };
  expect(await findAgent(workspace.db, viewing)).toMatchObject({
    name: "Once",
    owner: { name: "Cy" },
    backups: [{ name: "Bo" }],
  });
  await expect(create(form)).rejects.toMatchObject({ code: "challenge_expired" });
  expect((await made()).filter((name) => name === "Once")).toHaveLength(1);
});

it("typed people are confirmed by exactly the typed text", async () => {
  const form = formOf({ name: "Typed", backups: [] });
  form.set("ownerId", "Cy (cy@example.com)");
  await admin.confirmForm(form, await creationAct(form, new Map()));
  form.set("ownerId", "bo@example.com");
  await expect(create(form)).rejects.toMatchObject({ code: "conflict" });
  form.set("ownerId", "Cy (cy@example.com)");
  const { agent } = await create(form);
  const viewing = { viewer: admin.viewer, agentId: agent.id, now: workspace.time.now };
  expect((await findAgent(workspace.db, viewing)).owner.name).toBe("Cy");
});
