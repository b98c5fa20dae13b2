import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/accessible.ts";
import type { Agent } from "./fixtures/agent-machine.ts";
import { approveButton, notice, outcome, pressReview } from "./fixtures/approval-screen.ts";
import { tabTo } from "./fixtures/keyboard.ts";
import { expect, test } from "./fixtures/test.ts";
import { expectTouchTarget } from "./fixtures/touch-target.ts";

let agent: Agent;
test.beforeAll(async ({ workspace }) => {
  agent = await workspace.agent("Pocket bot");
});

/** The request in the queue, found as a person finds it. */
function rowOf(page: Page, url: string): Locator {
  return page.locator(`a[href="${new URL(url).pathname}"]`);
}

async function boxOf(place: Locator) {
  const box = await place.boundingBox();
  if (!box) throw new Error("it is not on the screen");
  return box;
}

test("an approval fits a phone: no sideways scrolling, nothing under the action bar, targets large enough for fingers", async ({
  workspace,
  enter,
}) => {
  const asking = await agent.refund(1250, ["--context", JSON.stringify({ conversation: "c".repeat(200) })]);
  const url = asking.url;
  const { page } = await enter(workspace.admin, {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  await page.goto(`${workspace.server.origin}/queue`);
  await rowOf(page, url).tap();
  await expect(page).toHaveURL(url);
  await expect(approveButton(page)).toBeInViewport({ ratio: 1 });
  // The dialog of Deny loads after the page and brings a button of its own.
  await expect(page.getByRole("button", { name: "Deny…" })).toBeEnabled();
  const [no, yes] = [
    await boxOf(page.getByRole("button", { name: "Deny…" })),
    await boxOf(approveButton(page)),
  ];
  for (const { height, width } of [no, yes]) expect(Math.min(height, width)).toBeGreaterThanOrEqual(44);
  expect(yes.width).toBe(no.width);
  expect(yes.x - (no.x + no.width)).toBeGreaterThanOrEqual(8);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await page.setViewportSize({ width: 640, height: 360 });
  const shown = [page.getByRole("heading", { level: 1 }), page.getByText("charge/ch_81").first()];
  for (const part of [...shown, page.getByRole("button", { name: "Deny…" }), approveButton(page)])
    await expect(part).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 390, height: 844 });
  await expectTouchTarget(page.getByRole("button", { name: /^(Copy|Share) link$/ }));

  await page.getByLabel("Note").tap();
  await page.getByLabel("Note").fill("On the train");
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  const note = await boxOf(page.getByLabel("Note"));
  expect(note.y + note.height).toBeLessThanOrEqual((await boxOf(approveButton(page))).y);

  await approveButton(page).tap();
  await expect(outcome(page, "Approved by you")).toBeInViewport();
  await expect(page.getByText("On the train")).toBeVisible();
  const downloading = page.waitForEvent("download");
  await page.getByText("Proof", { exact: true }).tap();
  await page.getByRole("link", { name: /^Download receipt/ }).tap();
  expect((await downloading).suggestedFilename()).toMatch(/^receipt-apr_\w+\.json$/);
  expect(await asking.ended).toMatchObject({ code: 0 });
});

test("held sideways, a warning about missing approvers hides none of the signed facts; links have room for fingers", async ({
  workspace,
  enter,
}) => {
  const asking = await agent.refund(6250);
  const { page } = await enter(workspace.admin, { isMobile: true, hasTouch: true });
  await page.goto(asking.url);
  await expect(page.getByText("Not enough approvers: this needs 2 approvals.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Deny…" })).toBeEnabled();
  for (const [width, height] of [[640, 360] as const, [844, 390] as const]) {
    await page.setViewportSize({ width, height });
    await expect(page.getByText("charge/ch_81").first()).toBeInViewport({ ratio: 1 });
    await expectTouchTarget(page.getByRole("button", { name: /^(Copy|Share) link$/ }));
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const amount = page.locator("[data-shortcut=approve]").getByText(/^[\d,.]+ USD$/);
  expect((await boxOf(amount)).height).toBeLessThan(24);
  await page.goto(`${workspace.server.origin}/agents/${agent.id}`);
  for (const link of await page.getByRole("link", { name: /^View all/ }).all()) await expectTouchTarget(link);
  await page.getByRole("link", { name: /^View all \(1 pending\)/ }).click();
  await expectTouchTarget(page.getByRole("link", { name: "Filter in Requests" }));
  await expectTouchTarget(page.getByText("View as table"));
  await page.goto(`${workspace.server.origin}/coverage/evidence`);
  await page.setViewportSize({ width: 320, height: 640 });
  const summary = page.getByRole("region", { name: "Summary" });
  expect(await summary.evaluate((card) => card.scrollWidth - card.clientWidth)).toBe(0);
  // A name has the width of the card: no word is cut.
  const [card, name] = [await boxOf(summary), await boxOf(summary.getByRole("rowheader").first())];
  expect(name.width).toBeGreaterThan(card.width - 40);
  await page.getByRole("link", { name: /^SOC 2/ }).click();
  await expect(page.getByRole("link", { name: /^https:\/\/www\.aicpa/ })).toBeVisible();
  for (const figure of (await page.locator("dl dt a").all()).slice(0, 3)) await expectTouchTarget(figure);
  asking.interrupt();
  await asking.ended;
});

test.describe("with safeguards", () => {
  test.use({ expectedErrors: [/status of 403/] });

  test("on a small phone, Approve comes after all values, the reading time and the agent's number", async ({
    workspace,
    enter,
  }) => {
    const careful = await workspace.agent("Careful bot");
    const safeguards = { numberMatching: true, readingSeconds: 4 } as const;
    await workspace.publishRule({ id: "careful", outcome: "step_up", agents: [careful.id], ...safeguards });
    const long = ["--param", `reason=${"Billed twice. ".repeat(40)}`, "--param", "customer=cus_81"];
    const asking = await careful.refund(1250, long);
    const { page } = await enter(workspace.admin, {
      ...{ viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true },
    });
    await page.goto(asking.url);
    const review = page.getByRole("button", { name: /^Review \d more details? not seen yet$/ });
    await expect(review).toBeInViewport({ ratio: 1 });
    await expect(page.getByText("1,250.00 USD").first()).toBeInViewport();
    await expect(approveButton(page)).toHaveCount(0);
    await expect(async () => {
      await pressReview(page);
      await expect(review).toHaveCount(0, { timeout: 1000 });
    }).toPass();
    await expect(approveButton(page)).toHaveAccessibleName("Approve 1,250.00 USD Refund a payment");
    await expect(approveButton(page)).toBeEnabled();

    const dialog = page.getByRole("dialog", { name: "Which number does Careful bot show?" });
    const type = async (number: string) => {
      await approveButton(page).tap();
      await dialog.getByLabel("Number to match").fill(number);
      await dialog.getByRole("button", { name: "Continue" }).tap();
    };
    const number = asking.numberToMatch;
    await expectAccessible(page, "request with safeguards");
    await type(number === "10" ? "11" : "10");
    await expect(notice(page)).toContainText("You have 2 tries left.");
    await type(number);
    await expect(outcome(page, "Approved by you")).toBeVisible();
    expect(await asking.ended).toMatchObject({ code: 0 });
  });
});

test("an approval by keyboard alone, from the queue to the outcome", async ({ workspace, enter }) => {
  const asking = await agent.refund(1250);
  const url = asking.url;
  const { page } = await enter(workspace.admin);
  await page.goto(`${workspace.server.origin}/queue`);
  await tabTo(page, rowOf(page, url));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(url);
  await expect(approveButton(page)).toBeEnabled();
  await tabTo(page, page.getByLabel("Note"));
  await page.keyboard.type("No mouse");
  await tabTo(page, approveButton(page));
  await page.keyboard.press("Enter");
  await expect(outcome(page, "Approved by you")).toBeVisible();
  await expect(page.getByRole("region", { name: "Approved by you" })).toBeFocused();
  expect(await asking.ended).toMatchObject({ code: 0 });
});

test("a dialog opens again when Enter immediately follows Escape", async ({ workspace, enter }) => {
  const asking = await agent.refund(1250);
  const { page } = await enter(workspace.admin);
  await page.goto(asking.url);
  await expect(approveButton(page)).toBeEnabled();
  const dialog = page.getByRole("dialog", { name: "Deny this request?" });
  await page.getByRole("button", { name: "Deny…" }).click();
  for (let time = 0; time < 3; time++) {
    await expect(dialog).toBeVisible();
    await Promise.all([page.keyboard.press("Escape"), page.keyboard.press("Enter")]);
  }
  await expect(dialog).toBeVisible();
  asking.interrupt();
  await asking.ended;
});

test("a denial by keyboard alone: Enter on Deny… denies nothing, Escape keeps the message, and a key chooses a reason", async ({
  workspace,
  enter,
}) => {
  const asking = await agent.refund(1250);
  const { page } = await enter(workspace.admin);
  await page.goto(asking.url);
  await expect(approveButton(page)).toBeEnabled();
  const opener = page.getByRole("button", { name: "Deny…" });
  const dialog = page.getByRole("dialog");
  const message = dialog.getByLabel("Message to the agent");
  await tabTo(page, opener);
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("heading", { name: "Deny this request?" })).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, message);
  await page.keyboard.type("Too much for 1");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
  expect(asking.isRunning).toBe(true);

  await page.keyboard.press("Enter");
  await expect(message).toHaveValue("Too much for 1");
  await page.keyboard.press("1");
  await expect(outcome(page, "Denied by you")).toBeVisible();
  await expect(page.getByRole("region", { name: "Denied by you" })).toBeFocused();
  expect(await asking.ended).toMatchObject({
    code: 10,
    stderr: expect.stringContaining("Wrong amount: Too much for 1"),
  });
});

test("the queue announces a new request and shows it on demand, without a reload", async ({
  workspace,
  enter,
}) => {
  const { page } = await enter(workspace.admin);
  const shown = await agent.refund(1300);
  const held = await holdFirstAnswer(page, "**/api/queue?*");
  await page.goto(`${workspace.server.origin}/queue`);
  await expect(rowOf(page, shown.url)).toBeVisible();
  await expect.poll(() => held.length).toBe(1);
  const asking = await agent.refund(1250);
  const url = asking.url;
  const news = page.getByRole("button", { name: "1 new request · Show" });
  await expect(news).toBeVisible();
  // The late answer doesn't know the new request. The page reads it before it begins another call.
  await held[0]?.release();
  await page.evaluate(async () => void (await fetch("/livez")));
  await news.click();
  await expect(rowOf(page, url)).toBeVisible();
  await expect(rowOf(page, url)).toContainText("1,250.00 USD");
  asking.interrupt();
  await page.getByRole("button", { name: "1 request no longer pending · Show" }).click();
  await expect(rowOf(page, url)).toBeHidden();
  shown.interrupt();
  await shown.ended;
});

/** Holds the first answer of a route, as a slow connection does, until its `release` is called. */
async function holdFirstAnswer(page: Page, url: string): Promise<{ release: () => Promise<void> }[]> {
  const held: { release: () => Promise<void> }[] = [];
  await page.route(
    url,
    async (call) => {
      const response = await call.fetch();
      held.push({ release: () => call.fulfill({ response }) });
    },
    { times: 1 },
  );
  return held;
}
