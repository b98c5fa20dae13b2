import { sql } from "drizzle-orm";
import { approveButton } from "../fixtures/approval-screen.ts";
import { withDatabase } from "../fixtures/database.ts";
import { expect, test } from "../fixtures/test.ts";

test.use({ expectedErrors: [/status of 500|React error #441/] });

for (const [table, place] of [
  ["grants", "a page of the console"],
  ["workspace", "the console's layout"],
] as const) {
  test(`Try again shows the page once the error in ${place} is gone, which the log has by its reference`, async ({
    workspace,
    enter,
  }) => {
    const asking = await (await workspace.agent(`Bot without ${table}`)).refund(1250);
    const { page } = await enter(workspace.admin);
    const rename = (from: string, to: string) =>
      withDatabase(workspace.server, async (db) => {
        await db.execute(sql`alter table ${sql.identifier(from)} rename to ${sql.identifier(to)}`);
      });
    await rename(table, "hidden");
    const answer = await page.goto(asking.url);
    await expect(page.getByRole("heading", { name: "This page couldn't load" })).toBeVisible();
    const shown = await page.getByText(/Error reference: \d+/).textContent();
    const digest = /reference: (\d+)/.exec(shown ?? "")?.[1];
    const { output } = workspace.server;
    const line = output.split("\n").find((text) => text.includes(`"digest":"${digest}"`)) ?? "{}";
    const call = answer?.headers()["x-request-id"];
    expect(JSON.parse(line)).toMatchObject({ call, msg: "a page failed", err: { stack: expect.any(Array) } });
    // Next prints the error too, with the parameters of the statement.
    expect(output).not.toContain("params:");
    await rename("hidden", table);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(approveButton(page)).toBeEnabled();
    asking.interrupt();
  });
}
