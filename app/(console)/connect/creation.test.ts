import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { listAgentNames } from "#lib/agents/agent-names";
import { findAgent } from "#lib/agents/find-agent";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { creation } from "./creation.ts";

const { workspace, admin } = await RunningWorkspace.open();
const bo = await workspace.person("Bo", ["approver"], admin);
const cy = await workspace.person("Cy", ["approver"], admin);
const [pasted, another] = [newKeyPair(), newKeyPair()];
const [adaId, boId, cyId] = [admin, bo, cy].map(({ viewer }) => viewer.personId) as [string, string, string];
const bot = {
  name: "Bot",
  ownerId: adaId,
  backupIds: [boId],
  connects: "typescript",
  keyKind: "public",
  publicKey: pasted.publicKey,
  expiresInDays: "90",
};

const made = async () =>
  (await listAgentNames(workspace.db, admin.viewer, { most: 100 })).map(({ name }) => name);
const found = (agentId: string) =>
  findAgent(workspace.db, { viewer: admin.viewer, agentId, now: workspace.time.now });

it.each(["code", "public", "secret"])(
  "an admin's session alone creates no agent, the first one neither (%s)",
  async (keyKind) => {
    const { act, question } = await questionFor(creation, admin, formOf({ ...bot, keyKind }));
    expect(act).toMatch(new RegExp(`^agent/create/${keyKind}/[\\w-]{43}$`));
    expect(question).toMatchObject({ title: "Create Bot?" });
    expect(question.facts).toContainEqual({ label: "Owner", value: "Ada Admin (ada@example.com)" });
    expect(await made()).toEqual([]);
  },
);

it("a test agent's name is refused at its field", async () => {
  const asked = questionFor(creation, admin, formOf({ ...bot, name: "Test agent 2" }));
  await expect(asked).rejects.toMatchObject({ errors: { name: expect.stringContaining("Test agent") } });
});

it("an empty name is refused at its field, with what to enter", async () => {
  const asked = questionFor(creation, admin, formOf({ ...bot, name: " " }));
  await expect(asked).rejects.toMatchObject({ errors: { name: "Enter a name." } });
});

it("a passkey that confirms another name, owner, backup or key creates no agent", async () => {
  await expectRefusedForOthers(creation, admin, bot, [
    { name: "Other bot" },
    { ownerId: cyId },
    { backupIds: [cyId] },
    { backupIds: [boId, cyId] },
    { keyKind: "secret" },
    { publicKey: another.publicKey },
    { expiresInDays: "365" },
  ]);
  expect(await made()).toEqual([]);
});

it("a field sent twice creates only what the passkey confirmed", async () => {
  const form = formOf({ ...bot, name: "Twice", publicKey: [pasted.publicKey, another.publicKey] });
  const { agent } = await confirmAndPerform(creation, admin, form);
  expect((await found(agent.id)).keys.map(({ publicKey }) => publicKey)).toEqual([pasted.publicKey]);
});

it.each([
  ["a public key in use", {}, "conflict"],
  [
    "an issuer without https",
    { connects: "ci", keyKind: "workload", issuer: "gitlab.com", subject: "a", claims: "" },
    "invalid_input",
  ],
])("%s leaves no agent behind", async (_, key, code) => {
  const { publicKey } = newKeyPair();
  await confirmAndPerform(creation, admin, formOf({ ...bot, name: "First", publicKey }));
  const form = formOf({ ...bot, name: "Left behind", publicKey, ...key });
  const refused = confirmAndPerform(creation, admin, form);
  await expect(refused).rejects.toMatchObject({ code });
  expect(await made()).not.toContain("Left behind");
});

it("a passkey's answer creates one agent exactly as shown, and never a second", async () => {
  const form = formOf({ ...bot, name: "Once", ownerId: cyId, keyKind: "secret" });
  const { agent, steps, approver } = await confirmAndPerform(creation, admin, form);
  expect(JSON.stringify(steps)).toMatch(/"whsec_[\w+/=]{44}"/);
  expect(approver).toBe("Cy");
  expect(await found(agent.id)).toMatchObject({
    name: "Once",
    owner: { name: "Cy" },
    backups: [{ name: "Bo" }],
  });
  await expect(performConfirmed(creation, admin.viewer, form)).rejects.toMatchObject({
    code: "challenge_expired",
  });
  expect((await made()).filter((name) => name === "Once")).toHaveLength(1);
});

it("the creator is the approver to wait for as owner or backup approver, and else the owner is", async () => {
  const approverOf = async (people: { ownerId: string; backupIds: string[] }) => {
    const form = formOf({ ...bot, name: "Asking", keyKind: "code", ...people });
    return (await confirmAndPerform(creation, admin, form)).approver;
  };
  expect(await approverOf({ ownerId: adaId, backupIds: [boId] })).toBeUndefined();
  expect(await approverOf({ ownerId: boId, backupIds: [adaId] })).toBeUndefined();
  expect(await approverOf({ ownerId: boId, backupIds: [cyId] })).toBe("Bo");
});

it("typed people are confirmed as the people they name", async () => {
  const typed = { ...bot, name: "Typed", keyKind: "code", backupIds: [], ownerId: "Cy (cy@example.com)" };
  await expectRefusedForOthers(creation, admin, typed, [{ ownerId: "bo@example.com" }]);
  const { agent } = await confirmAndPerform(creation, admin, formOf(typed));
  expect((await found(agent.id)).owner.name).toBe("Cy");
});
