import { expect, test } from "vitest";
import { hasAgents } from "#lib/agents/agent-names";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Viewer } from "#lib/sessions/session";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { findFirstSteps } from "./find-first-steps.ts";
import { sendTestRequest } from "./send-test-request.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const admin = await workspace.person("Ada", ["admin", "approver"]);

async function open(viewer: Viewer): Promise<string[] | undefined> {
  const found = await findFirstSteps(db, { viewer, now });
  return found?.steps.filter(({ isDone }) => !isDone).map(({ step }) => step);
}

test("each step is done by a row, and by no other", async () => {
  const all = ["agent", "request", "approval", "passkey", "admin", "phone"];
  expect(await open(admin)).toEqual(all);
  // A test request is no step: no agent was created and none has asked.
  await sendTestRequest(db, {
    viewer: admin,
    secret: "test" as MasterSecret,
    origin: "http://localhost:3000",
    now,
  });
  expect(await open(admin)).toEqual(all);
  expect(await hasAgents(db, admin)).toBe(false);
  const agent = await workspace.agent("Bot", admin);
  expect(await open(admin)).not.toContain("agent");
  expect(await hasAgents(db, admin)).toBe(true);
  const request = await workspace.request(agent);
  expect(await open(admin)).not.toContain("request");
  // A denial takes no passkey, and the step is to confirm with one.
  await workspace.decision(await workspace.request(agent), admin, "deny");
  expect(await open(admin)).toContain("approval");
  await workspace.decision(request, admin, "approve");
  expect(await open(admin)).toEqual(["passkey", "admin", "phone"]);
  await workspace.person("Gil", ["admin"], "suspended");
  await workspace.person("Olga", ["approver"]);
  expect(await open(admin)).toContain("admin");
  await workspace.person("Bo", ["admin"]);
  expect(await open(admin)).toEqual(["passkey", "phone"]);
});

test("steps belong to the person: another admin has not approved, and an auditor has no steps", async () => {
  const other = await workspace.person("Cy", ["admin", "approver"]);
  expect(await open(other)).toEqual(["approval", "passkey", "phone"]);
  expect(await open(await workspace.person("Aud", ["auditor"]))).toBeUndefined();
  expect(await open(await workspace.person("Nia", []))).toBeUndefined();
});

test("an approver's own steps name the person's groups, and no other's", async () => {
  const [member, stranger] = [await workspace.person("Mia"), await workspace.person("Otto")];
  await workspace.group([member], "Finance");
  await workspace.group([stranger], "Platform");
  expect(await findFirstSteps(db, { viewer: member, now })).toMatchObject({
    steps: [{ step: "passkey" }, { step: "phone" }],
    offers: 0,
    groups: ["Finance"],
  });
});
