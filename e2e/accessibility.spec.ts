import { expectAccessible } from "./fixtures/accessible.ts";
import type { Agent } from "./fixtures/agent-machine.ts";
import { approveButton, deny, outcome } from "./fixtures/approval-screen.ts";
import { expect, test } from "./fixtures/test.ts";

let agent: Agent;
test.beforeAll(async ({ workspace }) => {
  agent = await workspace.agent("Accessible bot");
});

test("every page of an admin is accessible, in both themes, at every width", async ({ workspace, enter }) => {
  test.slow();
  const { origin } = workspace.server;
  const { page } = await enter(workspace.admin);
  const [approved, denied, pending] = await Promise.all(
    [1250, 1300, 6000].map((amount) => agent.refund(amount, ["--context", '{"conversation":"c-19"}'])),
  );
  if (!approved || !denied || !pending) throw new Error("three asks");
  await page.goto(denied.url);
  await deny(page, "Not this one");
  await expect(outcome(page, "Denied by you")).toBeVisible();
  await expectAccessible(page, "a denied request");
  await page.goto(approved.url);
  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  await expectAccessible(page, "an approved request");

  await page.goto(pending.url);
  await expect(approveButton(page)).toBeEnabled();
  await expectAccessible(page, "a waiting request");
  await page.getByRole("button", { name: "Deny…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Deny request" }).click();
  await expectAccessible(page, "the dialogue in which a reason is missing");

  await page.goto(`${origin}/people`);
  const person = await page.getByRole("link", { name: /Ada/ }).getAttribute("href");
  const paths = [
    ...["/queue", "/queue?state=decided", "/queue?agent=agt_0", "/agents", `/agents/${agent.id}`],
    ...[
      "/agents/new",
      "/people",
      person ?? "",
      "/people/invite",
      "/people/groups",
      "/people/what-if",
      "/agents/mine",
      "/agents/orphaned",
      "/agents?status=active&keys=none",
      "/settings/owners",
      "/people/groups/new",
      "/requests/break-glass",
      "/policy",
      "/policy/versions",
    ],
    ...[
      "/policy/versions/1",
      "/policy/try",
      "/policy/draft",
      "/policy/draft/rules/new",
      "/policy/draft/rules/payment",
    ],
    ...["/policy/actions", "/policy/actions/new", "/policy/actions/types/refund.create"],
    ...["/policy/import", "/settings/tokens", "/policy/cedar", "/policy/thresholds/refund"],
    ...["/policy/thresholds/new", "/policy/thresholds/new?action=refund.create&measure=sum"],
    ...["/settings/notifications", "/settings/sessions", "/settings/channels", "/settings/channels/mail"],
    ...["/settings/channels/chat", "/settings/channels/webhooks", "/settings/channels/webhooks/new"],
    ...["/settings/channels/web-push", "/settings/channels/failed"],
    ...["/audit", "/settings", "/settings/keys", "/settings/tools", "/settings/tools/new", "/docs"],
  ];
  for (const path of paths) {
    expect.soft((await page.goto(origin + path))?.status(), path).toBe(200);
    await expectAccessible(page, path, { everyCombination: path === "/queue" });
  }
  pending.interrupt();
  await pending.ended;
});

test.describe("signed out", () => {
  test.use({ expectedErrors: [/status of 404/] });

  test("every page of a stranger is accessible, in both themes, at every width", async ({
    workspace,
    page,
  }) => {
    const { origin, setupLink } = workspace.server;
    const invitation = await workspace.asAdmin((admin) => workspace.invite(admin, "Lou"));
    for (const url of [
      `${origin}/signin`,
      invitation,
      `${origin}/enroll/none`,
      setupLink,
      `${origin}/no/page`,
      `${origin}/offline`,
    ]) {
      await page.goto(url);
      await expectAccessible(page, new URL(url).pathname.split("/")[1] ?? "");
    }
  });
});
