import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/accessible.ts";
import { addAuthenticator } from "./fixtures/authenticator.ts";
import { expect, test } from "./fixtures/test.ts";
import { fillSetUp } from "./fixtures/workspace.ts";

// The whole way with everything that a browser runs in production.
test.use({ serviceWorkers: "allow" });

/** One of the numbered steps on the page of a new agent. */
function step(page: Page, title: string): Locator {
  return page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: title }) });
}

async function commandIn(place: Locator, words: string): Promise<string> {
  return (await place.getByRole("code").filter({ hasText: words }).textContent()) ?? "";
}

test("a new workspace goes from the setup link to a redeemed grant, and its receipt verifies without the server", async ({
  page,
  server,
  machine,
  newContext,
}) => {
  await addAuthenticator(page);
  await page.goto(server.setupLink);
  await fillSetUp(page, { workspace: "Example", name: "Ada", email: "ada@example.com" });
  await expect(page).toHaveURL(/\/queue$/);

  // Set-up can never be run twice.
  const stranger = await (await newContext()).newPage();
  await stranger.goto(server.setupLink);
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("Setup is already complete");
  await expect(stranger.getByRole("textbox")).toHaveCount(0);

  // An approval can be tried before there is an agent.
  await tryAnApproval(page);

  // The first agent, whose machine generates its own key.
  await page.getByRole("link", { name: "curl" }).click();
  await page.getByLabel("Name").fill("Refund bot");
  await expectAccessible(page, "a new agent's form");
  await page.getByRole("button", { name: "Create agent…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create agent" }).click();
  const [giveKey, call] = [step(page, "Give the agent its key"), step(page, "Make a call")];
  await expect(call.getByRole("status")).toContainText("Waiting for the first call of Refund bot");
  await expectAccessible(page, "the steps of a new agent");
  const enroll = await commandIn(giveKey, "enroll");
  const [profile = ""] = /--profile \S+/.exec(enroll) ?? [];
  const enrolled = await machine.paste(enroll).ended;
  expect(enrolled).toMatchObject({ code: 0, stderr: expect.stringContaining("Enrolled as agt_") });
  await expect(giveKey.getByText("Done", { exact: true })).toBeVisible();

  // The agent asks, and waits; the page updates automatically.
  const action = "refund.create --resource charge/ch_81 --param amount=1250 --param currency=USD";
  const asking = await machine.pasteAsk(`countersign ask ${profile} ${action}`);
  await expect(call.getByRole("status")).toContainText("First call received");
  await call.getByRole("link", { name: "Review request" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Refund [\d,.]+ USD$/);
  await page.getByLabel("Note").fill("Checked with the customer");
  await page.getByRole("button", { name: "Approve 1,250.00 USD" }).click();
  await expect(page.getByRole("heading", { name: "Approved by you" })).toBeVisible();
  const { code, stdout: grant } = await asking.ended;
  expect([code, grant.split(".").length]).toEqual([0, 3]);

  // The grant is valid for one use.
  const redeem = `countersign redeem ${profile} --grant - ${action}`;
  const redeemed = await machine.paste(redeem, grant).ended;
  expect(redeemed.code).toBe(0);
  expect(JSON.parse(redeemed.stdout)).toMatchObject({ grant: { state: "redeemed" } });
  expect(await machine.paste(redeem, grant).ended).toMatchObject({ code: 41, stdout: "" });
  // In place, without a press.
  await expect(page.getByRole("region", { name: "Approved by you" })).toContainText("Used by Refund bot");

  // The first steps show what is left, until the person hides them.
  const requestPage = page.url();
  await page.goto(`${server.origin}/queue`);
  const firstSteps = page.getByRole("region", { name: "Get started" });
  await expect(firstSteps).toContainText("3 of 6 done");
  await expect(firstSteps.getByRole("link", { name: /^Invite a second admin/ })).toBeVisible();
  await expectAccessible(page, "the first steps");
  await testAgain(page, firstSteps);
  await firstSteps.getByRole("button", { name: /^Hide/ }).click();
  await expect(firstSteps).toHaveCount(0);
  await page.goto(requestPage);

  // The receipt outlives the server.
  const downloading = page.waitForEvent("download");
  await page.getByText("Proof", { exact: true }).click();
  await page.getByRole("link", { name: "Download receipt: Ada" }).click();
  const receipt = readFileSync(await (await downloading).path(), "utf8");
  const keys = await (await fetch(`${server.origin}/.well-known/jwks.json`)).text();
  // An open page would look for its server, and log an error to its console.
  await page.close();
  expect(await server.stop()).toBe(0);
  const verify = (text: string) =>
    machine.countersign([
      "verify",
      machine.write("receipt.json", text),
      "--jwks",
      machine.write("keys.json", keys),
    ]).ended;
  const verified = await verify(receipt);
  expect(verified.code).toBe(0);
  expect(verified.stdout).toMatch(/^VALID\. Approved by Ada with a passkey/);
  expect(verified.stdout).toContain('"amount": 1250');
  for (const altered of alterations(receipt)) {
    expect(await verify(altered)).toMatchObject({
      code: 50,
      stdout: expect.stringMatching(/^INVALID/),
    });
  }
});

/**
 * Sends a test request from the empty list of requests by keyboard, and approves it. Returns to the
 * first agent.
 */
async function tryAnApproval(page: Page): Promise<void> {
  // One card, with the test request as its first button.
  await expect(page.getByRole("main").locator("[data-card]:visible")).toHaveCount(1);
  await expect(page.getByRole("region", { name: "Get started" })).toContainText("0 of 6 done");
  await expectAccessible(page, "the first steps of a new workspace");
  const send = page
    .getByRole("region", { name: "Get started" })
    .getByRole("button", { name: "Send a test request" });
  await send.press("Enter");
  await expect(page).toHaveURL(/\/requests\/req_/);
  // The frame stays: the next Tab leads into the request and not to the first link of the frame.
  await expect(page.getByRole("main")).toBeFocused();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Test an approval");
  await expect(page.getByText("Test agent", { exact: true })).toBeVisible();
  await expectAccessible(page, "a test request");
  // Its sender expected it, and a hold would alarm other admins.
  await expect(page.getByText("I didn't expect this")).toHaveCount(0);
  // No agent wrote anything, and no agent waits.
  await expect(page.getByRole("heading", { name: /written by the agent/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Deny…" }).click();
  await expect(page.getByRole("dialog")).toContainText("This is a test, so no agent is notified.");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByRole("heading", { name: "Approved by you" })).toBeVisible();
  await expect(page.getByText("This was a test. Nothing was executed.")).toBeVisible();
  await expectAccessible(page, "an approved test request");
  await page.getByRole("link", { name: "Test agent (Ada)" }).click();
  const tabs = page.getByRole("navigation", { name: "Pages of Test agent (Ada)" }).getByRole("link");
  await expect(tabs).toHaveText(["Overview", "Requests", "Activity"]);
  for (const hidden of ["permissions", "keys"])
    expect((await page.request.get(`${page.url()}/${hidden}`)).status()).toBe(404);
  await expect(page.getByRole("button", { name: /^Actions for / })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Hold agent/ })).toHaveCount(0);
  await expectAccessible(page, "a test agent");
  await page.goBack();
  await page.getByRole("link", { name: "Connect an agent" }).click();
  await expect(page).toHaveURL(/\/connect$/);
}

/** After decisions and with an agent, another test is a press away, and leads to one more. */
async function testAgain(page: Page, firstSteps: Locator): Promise<void> {
  await firstSteps.getByRole("button", { name: "Send a test request" }).click();
  await page.getByRole("button", { name: "Deny…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Not needed" }).click();
  await expect(page.getByRole("heading", { name: "Denied by you" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Connect an agent" })).toHaveCount(0);
  const denied = page.url();
  const another = page.getByRole("button", { name: "Send another test request" });
  // Its script loads after the page.
  await expect(another).toBeEnabled();
  await another.press("Enter");
  await expect(page.getByRole("button", { name: "Approve" })).toBeVisible();
  expect(page.url()).not.toBe(denied);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByRole("heading", { name: "Approved by you" })).toBeVisible();
  await expectAccessible(page, "a test request, with a way to another");
  await page.goto(new URL("/queue", page.url()).href);
}

/**
 * The receipt with one byte altered: in the signed statement, in the passkey's signature, and in
 * the part that only the server vouches for.
 */
function alterations(receipt: string): string[] {
  return [/"statement": "[\w-]{40}/, /"signature": "[\w-]{20}/, /"name": "Ad/, /"at": "\d/].map((place) => {
    const match = place.exec(receipt);
    if (!match) throw new Error(`the receipt has no ${place}`);
    const last = match.index + match[0].length - 1;
    const other = receipt[last] === "2" ? "3" : "2";
    return receipt.slice(0, last) + other + receipt.slice(last + 1);
  });
}
