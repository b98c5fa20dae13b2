import { expect, it } from "vitest";
import { type TestPerson, Workspace } from "#app/api/testing/workspace";
import { findAgent } from "#lib/agents/find-agent";
import { backupsAct } from "./backups-act.ts";
import { setBackupsConfirmed } from "./set-backups-confirmed.ts";

const { workspace, admin } = await Workspace.open();
const actor = admin.viewer;
const bo = await workspace.person("Bo", ["approver"], admin);
const cy = await workspace.person("Cy", ["approver"], admin);

function formOf(agentId: string, seen: TestPerson[], wanted: TestPerson[]): FormData {
  const form = new FormData();
  form.set("agentId", agentId);
  for (const { viewer } of seen) form.append("seenIds", viewer.personId);
  for (const { viewer } of wanted) form.append("backupIds", viewer.personId);
  return form;
}

async function backupsOf(agentId: string): Promise<string[]> {
  const agent = await findAgent(workspace.db, { viewer: actor, agentId, now: workspace.time.now });
  return agent.backups.map(({ name }) => name);
}

async function act(agentId: string, person: TestPerson, agentName = "Refund bot") {
  const { personId: id, name } = person.viewer;
  return (await backupsAct({ id: agentId, name: agentName }, [{ id, name }])) ?? "passkey/add";
}

it("an admin's session alone removes backup approvers but adds none", async () => {
  const { id } = await workspace.agent(admin, admin, [bo]);
  for (const wanted of [[bo, cy], [cy]]) {
    const adding = setBackupsConfirmed(actor, formOf(id, [bo], wanted));
    await expect(adding).rejects.toMatchObject({ code: "passkey_refused" });
  }
  // A person listed in the form as an earlier backup approver doesn't become one.
  await expect(setBackupsConfirmed(actor, formOf(id, [bo, cy], [bo, cy]))).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await backupsOf(id)).toEqual(["Bo"]);
  await setBackupsConfirmed(actor, formOf(id, [bo], []));
  expect(await backupsOf(id)).toEqual([]);
});

it("an admin's passkey adds exactly the backup approvers it confirms, to exactly the agent it confirms", async () => {
  const [{ id }, otherAgent] = [await workspace.agent(admin, admin), await workspace.agent(admin, admin)];
  for (const wrong of [await act(id, cy), await act(otherAgent.id, bo), await act(id, bo, "Other bot")]) {
    const form = formOf(id, [], [bo]);
    await admin.confirmForm(form, wrong);
    await expect(setBackupsConfirmed(actor, form)).rejects.toMatchObject({ code: "conflict" });
    form.delete("confirmedAct");
    await expect(setBackupsConfirmed(actor, form)).rejects.toMatchObject({ code: "challenge_expired" });
  }
  const form = formOf(id, [], [bo]);
  await admin.confirmForm(form, await act(id, bo));
  await setBackupsConfirmed(actor, form);
  expect(await backupsOf(id)).toEqual(["Bo"]);
});
