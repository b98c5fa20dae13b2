import type { Locator } from "@playwright/test";
import { approveButton, outcome } from "../fixtures/approval-screen.ts";
import { withDatabase } from "../fixtures/database.ts";
import { expect, test } from "../fixtures/test.ts";
import type { Workspace } from "../fixtures/workspace.ts";

test("on a phone, what is unusual about a request is never cut, however long the agent's words and the owner's name", async ({
  workspace,
  enter,
}) => {
  const backup = await workspace.person("Bea Backing", ["Approver"]);
  const owner = await workspace.person("Rosalind Repeatedly-Approves-Everything", ["Approver"]);
  const agent = await workspace.agent("Long-winded bot", { owner, backups: [backup] });
  const more = ["--resource", `charge/${"ch_long_".repeat(20)}`];
  const first = await agent.refund(1900, more);
  const { page } = await enter(owner, { viewport: { width: 1280, height: 1000 } });
  await page.goto(first.url);
  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  expect((await first.ended).code).toBe(0);
  await approveSmaller(workspace, first.url);
  const repeat = await agent.refund(1900, more);
  for (const person of [owner, backup]) {
    const phoneOf = person === owner ? page : (await enter(person)).page;
    await phoneOf.setViewportSize({ width: 360, height: 640 });
    await phoneOf.goto(`${workspace.server.origin}/queue`);
    const row = phoneOf.locator("main [data-row]");
    await expect(row).toHaveCount(1);
    await expect(row).toHaveAccessibleName(/Refund a payment.*Long-winded bot.*Unusually large/);
    expect((await row.boundingBox())?.height).toBe(64);
    for (const word of ["Repeat", "Large", /^\d+( min|:\d\d)/])
      await expectUncut(row.getByText(word, { exact: true }).filter({ visible: true }).first());
  }
  repeat.interrupt();
  await repeat.ended;
});

/** Nothing around the element cuts it, and it is on the screen. */
async function expectUncut(element: Locator): Promise<void> {
  const cut = await element.evaluate((shown) => {
    const box = shown.getBoundingClientRect();
    for (let around = shown.parentElement; around; around = around.parentElement) {
      const { left, right } = around.getBoundingClientRect();
      const cuts = getComputedStyle(around).overflowX !== "visible";
      if (cuts && (box.left < left || box.right > right)) return `${around.className}`;
    }
    return box.width < 8 || box.right > innerWidth ? `${box.width} px wide, to ${box.right}` : "";
  });
  expect(cut).toBe("");
}

/** Ten smaller refunds like an approved one were approved before it. */
async function approveSmaller({ server }: Workspace, url: string): Promise<void> {
  const requestId = url.split("/").at(-1) ?? "";
  await withDatabase(
    server,
    (db) => db.$client`
      insert into requests select (jsonb_populate_record(r, jsonb_build_object('id', left(r.id, 20) || lpad(n::text, 10, '0'),
        'webhook_id', 'older-' || n, 'amount', n, 'action', '{"params":{},"type":"refund.create"}'))).*
      from requests r, generate_series(12, 21) n where r.id = ${requestId}`,
  );
}
