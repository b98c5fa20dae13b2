import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { FormFault } from "#app/web/forms/run-action";
import { findAgent } from "#lib/agents/find-agent";
import { backupsChange } from "./backups-change.ts";

const { workspace, admin } = await RunningWorkspace.open();
const bo = await workspace.person("Bo", ["approver"], admin);
const cy = await workspace.person("Cy", ["approver"], admin);

const ids = (people: SignedInPerson[]) => people.map(({ viewer }) => viewer.personId);
const of = (agentId: string, seen: SignedInPerson[], wanted: SignedInPerson[]) =>
  formOf({ agentId, seenIds: ids(seen), backupIds: ids(wanted) });

async function backupsOf(agentId: string): Promise<string[]> {
  const viewing = { viewer: admin.viewer, agentId, now: workspace.time.now };
  return (await findAgent(workspace.db, viewing)).backups.map(({ name }) => name);
}

it("an admin's session alone removes backup approvers but adds none", async () => {
  const { id } = await workspace.agent(admin, admin, [bo]);
  for (const wanted of [[bo, cy], [cy]]) {
    const { act, question } = await questionFor(backupsChange, admin, of(id, [bo], wanted));
    expect(act).toMatch(new RegExp(`^agent/backups/${id}/[\\w-]{43}$`));
    expect(question.facts).toContainEqual({ label: "Add", value: "Cy (cy@example.com)" });
    expect(question.consequences.some((each) => each.includes("are revoked"))).toBe(!wanted.includes(bo));
  }
  // A person listed in the form as an earlier backup approver doesn't become one.
  await expect(
    performConfirmed(backupsChange, admin.viewer, of(id, [bo, cy], [bo, cy])),
  ).rejects.toMatchObject({ code: "conflict" });
  expect(await backupsOf(id)).toEqual(["Bo"]);
  await performConfirmed(backupsChange, admin.viewer, of(id, [bo], []));
  expect(await backupsOf(id)).toEqual([]);
});

it("an admin's passkey adds exactly the backup approvers it confirms, to exactly the agent it confirms", async () => {
  const [{ id }, otherAgent] = [await workspace.agent(admin, admin), await workspace.agent(admin, admin)];
  const fields = { agentId: id, seenIds: [], backupIds: ids([bo]) };
  await expectRefusedForOthers(backupsChange, admin, fields, [
    { backupIds: ids([cy]) },
    { backupIds: ids([bo, cy]) },
    { agentId: otherAgent.id },
  ]);
  await confirmAndPerform(backupsChange, admin, formOf(fields));
  expect(await backupsOf(id)).toEqual(["Bo"]);
});

it("a typed address adds the person it names, and a name that no approver has is refused", async () => {
  const { id } = await workspace.agent(admin, admin);
  const typed = (text: string) => formOf({ agentId: id, seenIds: [], backupIds: [text] });
  await confirmAndPerform(backupsChange, admin, typed("cy@example.com"));
  expect(await backupsOf(id)).toEqual(["Cy"]);
  await expect(performConfirmed(backupsChange, admin.viewer, typed("Zed"))).rejects.toThrow(FormFault);
});
