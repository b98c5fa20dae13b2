import type { Locator } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessible.ts";
import { approveButton } from "../fixtures/approval-screen.ts";
import { withDatabase } from "../fixtures/database.ts";
import { expect, test } from "../fixtures/test.ts";
import type { Workspace } from "../fixtures/workspace.ts";

const reason = "As every week. The amount was agreed with Ada.";
const more = ["--param", "customer=cus_4411", "--resource", "charge/ch_81", "--reason", reason];

test("wherever a request is shown, how it differs comes first, and no fact comes after the agent's reason", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Dita Difference", ["Approver"]);
  const agent = await workspace.agent("Differing bot", { owner });
  const other = await agent.refund(1301, more);
  await approveSmaller(workspace, other.url);
  const asked = await agent.refund(6000, [...more, "--audience", "https://pay.example"]);
  const again = await agent.refund(6000, [...more, "--audience", "https://pay.example"]);
  const { page } = await enter(owner, { viewport: { width: 360, height: 640 } });

  await page.goto(asked.url);
  await expect(approveButton(page).or(page.getByRole("button", { name: /^Review/ }))).toBeVisible();
  const first = page.locator("[data-review=signal]").first();
  await expect(first).toContainText("Amount is 260 times the largest of the last 12 approved.");
  await expect(first).toContainText("Customer is the same.");
  await expect(page.getByRole("heading", { name: "More to check" })).toBeVisible();
  await expect(page.getByText("Last 10 like it")).toBeVisible();
  const words = page.getByRole("region", { name: "Unverified, written by the agent" });
  await expect(words).toContainText(reason);
  expect(await after(words, page.locator("[data-review=signal], #more-signals"))).toEqual([]);
  expect(await after(words, page.getByText("Last 10 like it"))).toEqual([]);
  await expectAccessible(page, "a request with more than two signals");

  await page.goto(`${workspace.server.origin}/queue`);
  await expect(page.getByRole("link", { name: /6,000\.00.*Unusually large/ })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText(reason);
  await page.goto(`${workspace.server.origin}/requests/together?agent=${agent.id}&type=refund.create`);
  await page
    .getByRole("button", { name: /^Details/ })
    .first()
    .click();
  const details = page.locator("tbody[data-review]").first();
  await expect(details).toContainText(/Amount is \d+ times the largest of the last 12 approved/);
  const written = details.getByRole("region", { name: "Unverified, written by the agent" });
  await expect(written).toContainText(reason);
  expect(await after(written, details.getByRole("listitem"))).toEqual([]);
  for (const asking of [other, asked, again]) {
    asking.interrupt();
    await asking.ended;
  }
});

/** The texts of the facts that come after the agent's words. There is at least one fact. */
async function after(words: Locator, facts: Locator): Promise<string[]> {
  await expect(facts.first()).toBeVisible();
  const place = await words.elementHandle();
  return facts.evaluateAll(
    (elements, written) =>
      elements
        .filter((fact) => written?.compareDocumentPosition(fact) !== Node.DOCUMENT_POSITION_PRECEDING)
        .map((fact) => fact.textContent ?? ""),
    place,
  );
}

/** Twelve smaller refunds for the same customer were approved before the request at this address. */
async function approveSmaller({ server }: Workspace, url: string): Promise<void> {
  const requestId = url.split("/").at(-1) ?? "";
  await withDatabase(
    server,
    (db) => db.$client`
      insert into requests select (jsonb_populate_record(r, jsonb_build_object('id', left(r.id, 20) || lpad(n::text, 10, '0'),
        'webhook_id', 'older-' || n, 'state', 'approved', 'approvals_given', 1, 'closed_at', now(), 'amount', n,
        'action', replace(r.action, '1301', n::text)))).*
      from requests r, generate_series(12, 23) n where r.id = ${requestId}`,
  );
}
