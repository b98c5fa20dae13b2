import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { expectAccessible } from "../fixtures/accessible.ts";
import { approveButton } from "../fixtures/approval-screen.ts";
import { expect, test } from "../fixtures/test.ts";

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

let receiver: Server;
let received: Received[] = [];
let status = 204;

test.beforeEach(async () => {
  [received, status] = [[], 204];
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
});
test.afterEach(() => {
  receiver.closeAllConnections();
  receiver.close();
});

const urlOf = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;

/** The types of the received messages, all verified with the secret that the page showed. */
function verifiedTypes(secret: string): string[] {
  const webhook = new Webhook(secret);
  return received.map(({ body, headers }) => {
    const event = webhook.verify(body, headers as Record<string, string>);
    return (event as { type: string }).type;
  });
}

test("an admin adds an endpoint, tests it, and sends a failed message again", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const { page } = await enter(workspace.admin);
  await page.goto(`${origin}/channels`);
  await page.getByRole("link", { name: /Webhooks/ }).click();
  await page.getByRole("link", { name: "Add endpoint" }).click();
  await page.getByLabel("Name").fill("Security monitoring");
  await page.getByLabel("URL").fill(urlOf());
  await page.getByLabel("An action was auto-approved").check();
  await expectAccessible(page, "the form for an endpoint", { at: "/channels/webhooks/new" });
  await page.getByRole("button", { name: "Add endpoint…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Add endpoint" }).click();
  const secret = (await page.getByRole("code").filter({ hasText: "whsec_" }).textContent()) ?? "";
  await page.getByRole("link", { name: "Done" }).click();
  await expect(page.getByRole("heading", { name: "Security monitoring" })).toBeVisible();

  await page.getByRole("button", { name: "Send test event" }).click();
  await expect.poll(() => verifiedTypes(secret)).toEqual(["test"]);
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("listitem").filter({ hasText: "Test" })).toContainText("Delivered", {
      timeout: 1000,
    });
  }).toPass();
  await expectAccessible(page, "the page of an endpoint");
  await page.getByRole("button", { name: /^Send again/ }).click();
  await expect.poll(() => received.length).toBe(2);
  const [first, again] = received;
  expect(again?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);

  const agent = await workspace.agent("Webhook bot");
  expect(await agent.refundToEnd(50)).toMatchObject({ code: 0 });
  await expect.poll(() => verifiedTypes(secret)).toEqual(["test", "test", "request.allowed"]);

  await page.reload();
  await page.getByRole("button", { name: "Rotate secret…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rotate secret" }).click();
  const next = (await page.getByRole("code").filter({ hasText: "whsec_" }).textContent()) ?? "";
  await page.getByRole("button", { name: "Send test event" }).click();
  await expect.poll(() => received.length).toBe(4);
  received = received.slice(3);
  expect([verifiedTypes(secret), verifiedTypes(next)]).toEqual([["test"], ["test"]]);

  status = 410;
  await page.getByRole("button", { name: "Send test event" }).click();
  await expect.poll(() => received.length).toBe(2);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("This endpoint is off")).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.getByRole("button", { name: "Remove…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove endpoint" }).click();
  await expect(page).toHaveURL(/\/channels\/webhooks$/);
});

test("an agent's callback reports the approval, and the grant goes to the agent alone", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const agent = await workspace.agent("Callback bot");
  const { page } = await enter(workspace.admin);
  await page.goto(`${origin}/agents/${agent.id}/keys`);
  const card = page.locator("#callback");
  await card.getByLabel("Callback URL").fill(urlOf());
  await card.getByRole("button", { name: "Set callback…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Set callback" }).click();
  const secret = (await card.getByRole("code").filter({ hasText: "whsec_" }).textContent()) ?? "";
  await card.getByRole("button", { name: "Done" }).click();
  await expect(card.getByText("On", { exact: true })).toBeVisible();
  await expectAccessible(page, "the page of an agent with a callback");
  expect(await page.content()).not.toContain(secret);

  const ask = await agent.refund(1250);
  await page.goto(ask.url);
  await approveButton(page).click();
  await expect.poll(() => verifiedTypes(secret)).toEqual(["request.approved"]);
  const { body = "" } = received[0] ?? {};
  expect(JSON.parse(body)).toMatchObject({
    data: { request: { id: ask.url.split("/").at(-1), state: "approved" }, agent: { id: agent.id } },
  });
  const { code, stdout } = await ask.ended;
  expect(code).toBe(0);
  expect(body).not.toContain(stdout.trim());
});
