import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { findAgent } from "#lib/agents/find-agent";
import { keyAddition } from "./key-addition.ts";

const { workspace, admin } = await RunningWorkspace.open();
const bo = await workspace.person("Bo", ["approver"], admin);
const { id: agentId } = await workspace.agent(admin, bo);
const fields = {
  agentId,
  keyKind: "workload",
  issuer: "https://token.actions.githubusercontent.com",
  audience: "https://countersign.example/agents/1",
  subject: "repo:acme/deploy:environment:production",
  claims: "repository_owner_id = 42\n\nenvironment=production",
  keyMinutes: "10",
};

async function pinned() {
  const { db, time } = workspace;
  return (await findAgent(db, { viewer: admin.viewer, agentId, now: time.now })).workloads;
}

it("a passkey adds exactly the workload identity it confirms", async () => {
  const { question } = await questionFor(keyAddition, admin, formOf(fields));
  expect(question.facts).toContainEqual({ label: "repository_owner_id", value: "42" });
  await expectRefusedForOthers(keyAddition, admin, fields, [
    { subject: "repo:acme/deploy:ref:refs/heads/main" },
    { audience: "https://countersign.example/agents/2" },
    { issuer: "https://gitlab.example" },
    { claims: "" },
    { keyMinutes: "60" },
  ]);
  expect(await pinned()).toEqual([]);
  await confirmAndPerform(keyAddition, admin, formOf(fields));
  const claims = { repository_owner_id: "42", environment: "production" };
  const { issuer, audience, subject } = fields;
  expect(await pinned()).toMatchObject([{ issuer, audience, subject, claims, keyMinutes: 10 }]);
  await expect(confirmAndPerform(keyAddition, admin, formOf(fields))).rejects.toMatchObject({
    code: "conflict",
  });
});

it("an owner who isn't an admin adds no workload identity", async () => {
  const form = formOf({ ...fields, subject: "another" });
  await expect(confirmAndPerform(keyAddition, bo, form)).rejects.toMatchObject({ code: "not_found" });
  expect(await pinned()).toHaveLength(1);
});

it.each([
  ["issuer", { issuer: "http://issuer.example" }],
  ["issuer", { issuer: "https://user:secret@issuer.example" }],
  ["issuer", { issuer: "https://issuer.example/?a=1" }],
])("an insecure %s is refused", async (_, changes) => {
  const form = formOf({ ...fields, ...changes });
  await expect(confirmAndPerform(keyAddition, admin, form)).rejects.toMatchObject({
    code: "invalid_input",
  });
});

it.each([
  ["subject", { subject: "repo:acme/*" }],
  ["subject", { subject: "repo:acme/\u202edeploy" }],
  ["claims", { claims: "a=1\nb=2\nc=3" }],
  ["claims", { claims: "environment" }],
  ["claims", { claims: "a=1\na=2" }],
  ["claims", { claims: "sub=other" }],
  ["keyMinutes", { keyMinutes: "61" }],
  ["keyMinutes", { keyMinutes: "4" }],
])("a wrong value is refused at the field %s", async (field, changes) => {
  const asked = questionFor(keyAddition, admin, formOf({ ...fields, ...changes }));
  await expect(asked).rejects.toMatchObject({ errors: { [field]: expect.any(String) } });
});

it("the dialog warns of a subject that includes every pull request", async () => {
  const form = formOf({ ...fields, subject: "repo:acme/deploy:pull_request" });
  const { question } = await questionFor(keyAddition, admin, form);
  expect(question.consequences.join(" ")).toContain("no one has reviewed");
});
