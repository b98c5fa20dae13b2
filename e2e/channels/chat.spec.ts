import { EventEmitter, once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessible.ts";
import { expect, test } from "../fixtures/test.ts";

const arrivals = new EventEmitter();
let server: Server;
let hook: string;

test.beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request));
    response.writeHead(202).end();
    arrivals.emit("message", { path: request.url, body });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  hook = `http://localhost:${(server.address() as AddressInfo).port}/workflows/w1/run?sig=secret-1234`;
});
test.afterAll(() => {
  server?.closeAllConnections();
  server?.close();
});

async function confirm(page: Page, button: string): Promise<void> {
  await page.getByRole("dialog").getByRole("button", { name: button, exact: true }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
}

test("an admin sets up Teams, gets a test message with one link, and removes it", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const { page } = await enter(workspace.admin);
  await page.goto(`${origin}/channels`);
  await page.getByRole("link", { name: "Slack and Teams" }).click();
  await expect(page.getByRole("heading", { name: "Slack and Teams", level: 1 })).toBeVisible();
  await expectAccessible(page, "no chat", { at: "/channels/chat" });

  const card = page.locator("#teams_webhook");
  await card.getByLabel("Webhook URL").fill("hooks.example");
  await card.getByRole("button", { name: "Save Teams webhook…" }).click();
  await expect(card.getByText("Paste the whole webhook URL.")).toBeVisible();

  await card.getByLabel("Webhook URL").fill(hook);
  await card.getByRole("button", { name: "Save Teams webhook…" }).click();
  await expect(page.getByRole("dialog")).toContainText(new URL(hook).host);
  await expect(page.getByRole("dialog")).not.toContainText("secret-1234");
  await confirm(page, "Set up webhook");
  await expect(card.getByText("ends with 1234")).toBeVisible();
  await page.reload();
  await expectAccessible(page, "Teams is set up");
  expect(await page.content()).not.toContain("secret-1234");

  const arrival = once(arrivals, "message");
  await card.getByRole("button", { name: "Send test" }).click();
  await expect(card.getByText("A test message is on its way to the channel.")).toBeVisible();
  const [{ path, body }] = await arrival;
  expect(path).toBe("/workflows/w1/run?sig=secret-1234");
  const [{ content }] = body.attachments;
  expect(content.actions).toEqual([{ type: "Action.OpenUrl", title: "Open Countersign", url: origin }]);

  await expect(async () => {
    await page.reload();
    await expect(card.getByText("Last message · Delivered")).toBeVisible({ timeout: 1000 });
  }).toPass();

  await card.getByRole("button", { name: "Remove…" }).click();
  await confirm(page, "Remove webhook");
  await expect(card.getByText("Off", { exact: true })).toBeVisible();
});
