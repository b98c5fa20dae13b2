import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedAfter, formOf, questionFor } from "#app/testing/confirming";
import { workspace as workspaceRow } from "#db/schema/directory";
import { proposals } from "#db/schema/proposals";
import { endProposal, requirement } from "./second-admin.ts";

const { workspace, admin } = await RunningWorkspace.open();
await workspace.person("Olga Other", ["admin"], admin);

async function needsTwo(): Promise<boolean | undefined> {
  const [row] = await workspace.db.select().from(workspaceRow);
  return row?.publishNeedsSecondAdmin;
}

it("a passkey that confirmed the proposal to require one admin does not require two", async () => {
  const { act } = await questionFor(endProposal, admin, formOf({}));
  await expectRefusedAfter(act, requirement, admin, {});
  expect(await needsTwo()).toBe(false);
});

it("a passkey that confirmed the requirement of two admins does not propose to end it", async () => {
  const { act } = await questionFor(requirement, admin, formOf({}));
  await confirmAndPerform(requirement, admin, formOf({}), act);
  expect(await needsTwo()).toBe(true);
  await expectRefusedAfter(act, endProposal, admin, {});
  expect(await workspace.db.$count(proposals)).toBe(0);
  await confirmAndPerform(endProposal, admin, formOf({}));
  expect(await workspace.db.$count(proposals)).toBe(1);
});
