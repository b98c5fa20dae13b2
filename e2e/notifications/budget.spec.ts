import { deliveries } from "#db/schema/notifications";
import { decide } from "#lib/coverage/testing/decide";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { TestWorkspace } from "#lib/testing/workspace";
import { expectAccessible } from "../fixtures/accessible.ts";
import { withDatabase } from "../fixtures/database.ts";
import { expect, test } from "../fixtures/test.ts";

// A time that no page shows by chance: from the first message to the decision.
const seconds = 2 * 3600 + 17 * 60;
const shown = /2 h 17 min|8220/;

test("a person sets a budget and sees their own load, closed to admins", async ({ workspace, enter }) => {
  const { origin } = workspace.server;
  const person = await workspace.person("Petronella");
  const agent = await workspace.agent("Busy bot", { owner: person });
  await withDatabase(workspace.server, async (db) => {
    const at = new Date();
    const by = { personId: person.id };
    const asking = { id: agent.id, ownerId: person.id };
    const requestId = await decide(new TestWorkspace(db), { agent: asking, by, at, waited: seconds + 60 });
    const arrivedAt = addSeconds(at, -seconds);
    await db.insert(deliveries).values({
      ...{ id: newId("dlv", arrivedAt), notificationId: newId("obx", arrivedAt), kind: "request_pending" },
      ...{ channel: "mail", personId: person.id, destination: "petronella@example.com", receiver: "mail" },
      ...{ requestId, state: "delivered", dueAt: arrivedAt, createdAt: arrivedAt, closedAt: arrivedAt },
    });
  });

  const { page } = await enter(person);
  await page.goto(`${origin}/settings/notifications`);
  const load = page.getByRole("table", { name: "How often you're asked" });
  await expect(load.getByRole("row", { name: /^Median time to decide/ })).toContainText("2 h 17 min");
  await expectAccessible(page, "notification settings with a load");
  const budget = page.getByLabel("Hourly budget");
  const save = page.getByRole("button", { name: "Save preferences" });
  for (const value of ["6", ""]) {
    await budget.fill(value);
    await save.click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    await page.reload();
    await expect(budget).toHaveValue(value);
  }
  const holds = page.getByLabel("Hold an agent that floods me");
  await expect(holds).not.toBeChecked();
  await holds.check();
  await save.click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(holds).toBeChecked();

  const admin = await enter(workspace.admin);
  const own = `/settings/notifications?person=${person.id}&personId=${person.id}`;
  for (const path of [
    ...[own, `/people/${person.id}`, `/people?person=${person.id}`, "/coverage", "/coverage/decisions"],
    ...[`/coverage?person=${person.id}`, "/api/coverage/evidence.json", "/api/coverage/evidence.sql"],
  ]) {
    const response = await admin.page.request.get(origin + path, { headers: { "x-person-id": person.id } });
    expect.soft(response.status(), path).toBeLessThan(500);
    expect.soft(await response.text(), path).not.toMatch(shown);
  }
  await admin.page.goto(`${origin}/coverage`);
  const all = admin.page.getByRole("table", { name: "How often people are asked" });
  // Figures of the workspace, where other people may have been asked enough.
  await expect(all.getByRole("row")).toHaveCount(6);
});
