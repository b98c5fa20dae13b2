import { expectAccessible } from "./fixtures/accessible.ts";
import { withDatabase } from "./fixtures/database.ts";
import { openNotifications } from "./fixtures/notifications.ts";
import { expect, test } from "./fixtures/test.ts";
import type { Workspace } from "./fixtures/workspace.ts";

/** As if the agents had been confirmed that many days earlier. */
async function age({ server }: Workspace, agents: { id: string }[], days: number): Promise<void> {
  const ids = agents.map(({ id }) => id);
  await withDatabase(
    server,
    (db) =>
      db.$client`update agents set attested_at = now() - make_interval(days => ${days}) where id = any(${ids})`,
  );
}

test("an owner is warned, an unconfirmed agent is quarantined with its pending requests, and one signature over the list reactivates it", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const owner = await workspace.person("Lena", ["Admin", "Approver"]);
  const first = await workspace.agent("Lapsed bot 1", { owner });
  const second = await workspace.agent("Lapsed bot 2", { owner });
  const { page } = await enter(owner);

  await age(workspace, [first, second], 95);
  await page.goto(`${origin}/queue`);
  await expect(await openNotifications(page)).toContainText(
    "Confirm ownership of 2 agents or they will be quarantined.",
  );
  await expectAccessible(page, "the warning");
  expect(await first.refundToEnd(50)).toMatchObject({ code: 0 });

  const waiting = await first.refund(1250);
  await age(workspace, [first, second], 105);
  await withDatabase(workspace.server, (db) => db.$client`select graphile_worker.add_job('ownership')`);
  expect(await waiting.ended).toMatchObject({
    code: 13,
    stderr: expect.stringContaining("ownership unconfirmed"),
  });
  expect(await second.refundToEnd(50)).toMatchObject({
    code: 20,
    stderr: expect.stringContaining("didn't confirm ownership in time"),
  });
  await page.goto(`${origin}/agents/orphaned`);
  await expect(page.getByRole("link", { name: /Lapsed bot 1/ })).toContainText("Ownership not confirmed");

  await (await openNotifications(page)).getByRole("link", { name: "Review my agents" }).first().click();
  await expect(page.getByText("Confirm ownership", { exact: true })).toBeVisible();
  await expectAccessible(page, "the list to confirm");
  await page.getByRole("button", { name: "Confirm ownership of 2 agents" }).click();
  await expect(page.getByText(/^Next ownership review on/)).toHaveCount(2);
  await expect(await openNotifications(page)).not.toContainText("Confirm ownership");
  for (const agent of [first, second]) expect(await agent.refundToEnd(50)).toMatchObject({ code: 0 });
});

test("an admin changes the ownership review interval within its limits, and a longer one with a passkey; a cancelled dialog changes nothing", async ({
  workspace,
  enter,
}) => {
  const { page } = await enter(workspace.admin);
  await page.goto(`${workspace.server.origin}/settings/owners`);
  await page.getByLabel("Grace period in days").fill("0");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Enter a whole number of days, from 1 to 90.")).toBeVisible();
  await page.getByLabel("Grace period in days").fill("7");
  const interval = page.getByLabel("Review interval in days");
  await interval.fill("30");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  await page.reload();
  await expect(interval).toHaveValue("30");

  await interval.fill("120");
  await page.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "Change the ownership review periods?" });
  await expect(dialog).toContainText("Owners confirm their agents every 120 days.");
  await expectAccessible(page, "the confirmation of longer periods");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await page.reload();
  await expect(interval).toHaveValue("30");
  await interval.fill("120");
  await page.getByRole("button", { name: "Save" }).click();
  await dialog.getByRole("button", { name: "Change periods" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  await page.reload();
  await expect(interval).toHaveValue("120");
});
