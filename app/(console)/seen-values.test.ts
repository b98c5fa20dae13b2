import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { formOf, questionFor } from "#app/testing/confirming";
import { type ConfirmedAction, performConfirmed } from "#app/web/forms/confirmed-action";
import type { Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import { expectWaiting } from "#db/testing/expect-waiting";
import { labelsChange } from "./agents/[id]/labels-change.ts";
import { rolesChange } from "./people/[id]/roles-change.ts";

const { workspace, admin } = await RunningWorkspace.open();
const { db } = workspace;

/**
 * Sends a confirmed form while another transaction changes the row that the dialog showed, and
 * commits that change once the form waits for the row.
 */
async function sendDuring<F, S, R>(
  definition: ConfirmedAction<F, S, R>,
  fields: Record<string, string | string[]>,
  change: (tx: Transaction) => Promise<unknown>,
): Promise<R> {
  const form = formOf(fields);
  await admin.confirmForm(form, (await questionFor(definition, admin, formOf(fields))).act);
  let sent: Promise<R> | undefined;
  await db.transaction(async (tx) => {
    await change(tx);
    sent = performConfirmed(definition, admin.viewer, form);
    sent.catch(() => {});
    await expectWaiting(db, 1);
  });
  if (!sent) throw new Error("the form was not sent");
  return sent;
}

test("labels that change after the form was read refuse the confirmed change", async () => {
  const agent = await workspace.agent(admin, admin);
  await expect(
    sendDuring(labelsChange, { agentId: agent.id, labels: "eu", seen: "" }, (tx) =>
      tx
        .update(agents)
        .set({ labels: ["pci"] })
        .where(eq(agents.id, agent.id)),
    ),
  ).rejects.toMatchObject({ code: "conflict" });
  const [row] = await db.select().from(agents).where(eq(agents.id, agent.id));
  expect(row?.labels).toEqual(["pci"]);
});

test("roles that change after the form was read refuse the confirmed change", async () => {
  const { personId } = (await workspace.person("Bo", ["approver"], admin)).viewer;
  await expect(
    sendDuring(rolesChange, { personId, roles: ["approver", "auditor"] }, (tx) =>
      tx
        .update(people)
        .set({ roles: ["admin", "approver"] })
        .where(eq(people.id, personId)),
    ),
  ).rejects.toMatchObject({ code: "conflict" });
  const [row] = await db.select().from(people).where(eq(people.id, personId));
  expect(row?.roles).toEqual(["admin", "approver"]);
});
