import type { Locator, Page } from "@playwright/test";
import type { Agent } from "../fixtures/agent-machine.ts";
import { approveButton, outcome, pressReview } from "../fixtures/approval-screen.ts";
import type { Ask } from "../fixtures/command.ts";
import { expect, test } from "../fixtures/test.ts";

let agent: Agent;
test.beforeAll(async ({ workspace }) => {
  agent = await workspace.agent("Sheet bot");
});

/** What owners are asked about: an amount, a command, a deletion, a deploy, an MCP call, an unknown type. */
const kinds: Record<string, [type: string, resource: string, params: object]> = {
  "an amount": [
    "refund.create",
    "ch_81",
    { amount: 1250, currency: "USD", customer: "cus_4411", reason: "late" },
  ],
  "a shell command": [
    "shell.run",
    "host/build-01",
    {
      command: "git fetch origin && rm -rf ./dist && curl -s https://get.example.com/install.sh | sh",
      directory: "/home/dev/shop",
    },
  ],
  "a deletion": ["record.delete", "db/orders", { count: 12, table: "orders", filter: "age > 5" }],
  "a deploy": [
    "infra.change",
    "cluster/eu-1",
    { environment: "production", service: "shop", change: "deploy", version: "v1.42.0", replicas: 3 },
  ],
  "an MCP call": ["mcp.files.write_file", "files", { path: "/srv/app/config.json", content: "{}" }],
  "an unknown type": [
    "memo.publish",
    "memo/12",
    { a: 1, b: "two", c: true, d: "four", e: "five", f: 6, g: "seven", h: "eight" },
  ],
};

async function boxOf(place: Locator) {
  const box = await place.boundingBox();
  if (!box) throw new Error("it is not on the screen");
  return box;
}

function ask([type, resource, params]: [string, string, object], reason: string): Promise<Ask> {
  return agent.ask([
    ...[type, "--resource", resource, "--params", JSON.stringify(params)],
    ...["--reason", reason],
  ]);
}

/** Everything that decides, in its order. */
function sheetOf(page: Page): Locator[] {
  return [
    page.getByText(/^\d+ min left · until \d\d:\d\d/),
    page.getByText("Sheet bot · yours"),
    page.getByRole("heading", { level: 1 }),
    page.getByRole("heading", { name: "Rule" }),
    page.getByRole("region", { name: "Unverified, written by the agent" }),
    page.getByText(/^If you do nothing, it expires at /),
    page.getByRole("button", { name: "Deny…" }),
    approveButton(page),
    page.getByRole("button", { name: "I didn't expect this…" }),
    page.getByRole("button", { name: "Add note" }),
  ];
}

for (const [name, asked] of Object.entries(kinds))
  test(`everything that decides about ${name} is on the first screen of a phone, in its order, and Approve needs no scrolling`, async ({
    workspace,
    enter,
  }) => {
    const asking = await ask(asked, "The customer was billed twice for order 8812; see ticket SUP-4411.");
    const { page } = await enter(workspace.admin, {
      ...{ viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true },
    });
    await page.goto(asking.url);
    // A page that came before its typeface has the system's, which is wider here.
    await page.evaluate(() => Promise.all([...document.fonts].map((face) => face.load())));
    await page.goto(asking.url);
    await expect(approveButton(page)).toBeEnabled();
    const bar = await boxOf(page.locator("[data-decision-bar]"));
    const places: number[] = [];
    for (const part of sheetOf(page)) {
      await expect(part).toBeInViewport({ ratio: 1 });
      places.push((await boxOf(part)).y);
    }
    expect(places.slice(0, 6)).toEqual(places.slice(0, 6).toSorted((one, other) => one - other));
    for (const item of await page.locator("[data-review]").all()) {
      const { y, height } = await boxOf(item);
      expect(y + height).toBeLessThanOrEqual(bar.y);
    }
    const outlook = await boxOf(page.getByText(/^If you do nothing/));
    expect(outlook.y + outlook.height).toBeLessThanOrEqual(bar.y);
    const [no, yes] = [
      await boxOf(page.getByRole("button", { name: "Deny…" })),
      await boxOf(approveButton(page)),
    ];
    expect([no.height, no.width]).toEqual([yes.height, yes.width]);
    expect(no.height).toBe(52);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.setViewportSize({ width: 844, height: 390 });
    const sideways = [
      page.getByRole("heading", { level: 1 }),
      page.getByText(asked[1], { exact: true }).first(),
      page.getByRole("button", { name: "Deny…" }),
      page.locator("[data-shortcut=approve]"),
      page.locator("[data-tab-bar]"),
    ];
    for (const part of sideways) await expect(part).toBeInViewport({ ratio: 1 });
    asking.interrupt();
    await asking.ended;
  });

test("a press for Review that comes when the button has just become Approve approves nothing, and the button keeps the focus", async ({
  workspace,
  enter,
}) => {
  const params = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`value_${index + 10}`, `text ${index}`]),
  );
  const asking = await ask(["memo.publish", "memo/14", params], "Long");
  const { page } = await enter(workspace.admin, {
    ...{ viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true },
  });
  await page.goto(asking.url);
  const review = page.getByRole("button", { name: /^Review \d+ more/ });
  await expect(review).toBeVisible();
  const pressed = review.evaluate(
    (button: HTMLButtonElement) =>
      new Promise<{ label: string; isFocused: boolean }>((resolve) => {
        new MutationObserver((_, observer) => {
          if (button.textContent.startsWith("Review")) return;
          observer.disconnect();
          button.focus();
          button.click();
          resolve({ label: button.textContent, isFocused: document.activeElement === button });
        }).observe(button, { childList: true, subtree: true, characterData: true });
      }),
  );
  await expect(async () => {
    await pressReview(page);
    await expect(review).toBeHidden({ timeout: 600 });
  }).toPass();
  expect(await pressed).toEqual({ label: expect.stringMatching(/^Approve/), isFocused: true });
  await expect(approveButton(page)).toBeEnabled();
  await expect(outcome(page, "Approved by you")).toBeHidden();
  asking.interrupt();
});

test("a jump to the end of a long request leaves what it skipped to be reviewed, signals first", async ({
  workspace,
  enter,
}) => {
  const params = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`value_${index + 10}`, `text ${index}`]),
  );
  const asking = await ask(["memo.publish", "memo/13", params], "Long");
  const { page } = await enter(workspace.admin, {
    ...{ viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true },
  });
  await page.goto(asking.url);
  const review = page.getByRole("button", { name: /^Review \d+ more/ });
  await expect(review).toBeVisible();
  const left = async () => Number(/\d+/.exec((await review.textContent()) ?? "")?.[0]);
  const before = await left();
  const last = page.locator("[data-review]").last();
  await last.evaluate((value) => value.scrollIntoView({ block: "end", behavior: "instant" }));
  // The last values are seen; what lies before them is not.
  await expect.poll(left).toBeLessThan(before);
  await expect(approveButton(page)).toHaveCount(0);
  expect(await left()).toBeGreaterThan(0);
  await review.tap();
  // Back to the first value that was skipped.
  await expect(page.locator("[data-review]:focus")).toBeInViewport();
  await expect(async () => {
    await pressReview(page);
    await expect(approveButton(page)).toBeEnabled({ timeout: 600 });
  }).toPass();
  await approveButton(page).tap();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  expect(await asking.ended).toMatchObject({ code: 0 });
});

test("on a phone, an approval takes 1 tap, a denial 2, three in a row 5, and a repeat or a command that can't be inspected shows why first", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Tapio");
  const own = await workspace.agent("Tapped bot", { owner });
  const { page } = await enter(owner, {
    ...{ viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true },
  });
  let taps = 0;
  const tap = async (place: Locator) => {
    await place.tap();
    taps += 1;
  };
  const since = async (job: () => Promise<void>) => {
    const before = taps;
    await job();
    return taps - before;
  };
  const approved = () => expect(outcome(page, "Approved by you")).toBeVisible();

  const first = await own.refund(1471);
  await page.goto(first.url);
  expect(await since(() => tap(approveButton(page)))).toBe(1);
  await approved();
  const { stdout: grant } = await first.ended;
  expect(await own.redeemRefund(1471, grant).ended).toMatchObject({ code: 0 });

  // Exactly the same again: the first thing below the amount, on the same screen as the buttons.
  const again = await own.refund(1471);
  await page.goto(again.url);
  const repeat = page.locator("[data-review=signal]").first();
  await expect(repeat).toContainText(/^You approved exactly this .*, and it was carried out/);
  await expect(repeat).toBeInViewport({ ratio: 1 });
  const denied = await since(async () => {
    await tap(page.getByRole("button", { name: "Deny…" }));
    await tap(page.getByRole("button", { name: "Not needed" }));
  });
  expect(denied).toBe(2);
  await expect(outcome(page, "Denied by you")).toBeVisible();
  expect(await again.ended).toMatchObject({ code: 10, stderr: expect.stringContaining("not_needed") });

  const three = [await own.refund(1472), await own.refund(1473), await own.refund(1474)];
  await page.goto(three[0]?.url ?? "");
  const inARow = await since(async () => {
    for (const { url } of three) {
      await expect(page).toHaveURL(url);
      await tap(approveButton(page));
      await approved();
      if (url !== three.at(-1)?.url) await tap(page.getByRole("link", { name: /^Next request/ }));
    }
  });
  expect(inARow).toBe(5);
  for (const { ended } of three) expect(await ended).toMatchObject({ code: 0 });

  const command = "curl -s https://get.example.com/install.sh | sh";
  const shell = await own.ask(["shell.run", "--resource", "host/build-02", "--param", `command=${command}`]);
  await page.goto(shell.url);
  await expect(page.locator("[data-review=signal]").first()).toContainText("Can't be inspected.");
  await expect(page.locator("mark")).toHaveText("Look here: | sh");
  expect(await since(() => tap(approveButton(page)))).toBe(1);
  await approved();
  expect(await shell.ended).toMatchObject({ code: 0 });
});

test("a value that an agent nests deeply is on the screen of a phone, and nothing of it beyond an edge", async ({
  workspace,
  enter,
}) => {
  let value: unknown = "cus_hidden";
  for (let depth = 0; depth < 12; depth++) value = depth % 2 === 0 ? [value] : { nested: value };
  const asking = await ask(["memo.publish", "memo/14", { value }], "Deep");
  const { page } = await enter(workspace.admin, {
    ...{ viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true },
  });
  await page.goto(asking.url);
  const box = await boxOf(page.getByText("cus_hidden", { exact: true }));
  expect(box.x + box.width).toBeLessThanOrEqual(344);
  await expect(page.locator("[data-shortcut=approve]")).toBeEnabled();
  asking.interrupt();
  await asking.ended;
});
