import type { Page } from "@playwright/test";
import decodeQR from "qr/decode.js";
import { expectAccessible } from "../fixtures/accessible.ts";
import { addAuthenticator } from "../fixtures/authenticator.ts";
import { expect, test } from "../fixtures/test.ts";

const phoneScreen = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };

test.use({ expectedErrors: [/status of 409|ERR_INTERNET_DISCONNECTED/] });

/** What a phone's camera reads. */
async function scan(page: Page, label: string): Promise<string> {
  const code = page.getByRole("img", { name: label });
  const [, , , size = 0] = ((await code.getAttribute("viewBox")) ?? "").split(" ").map(Number);
  const d = (await code.locator("path").last().getAttribute("d")) ?? "";
  const scale = 4;
  const side = size * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y] of d.matchAll(/M(\d+) (\d+)/g))
    for (let i = 0; i < scale * scale; i += 1) {
      const row = Number(y) * scale + Math.floor(i / scale);
      const pixel = row * side + Number(x) * scale + (i % scale);
      data.fill(0, pixel * 4, pixel * 4 + 3);
    }
  return decodeQR({ width: side, height: side, data });
}

test("a phone scans a QR code, shows its number, and gets a passkey after the laptop's passkey confirms it", async ({
  workspace,
  enter,
  newContext,
}) => {
  const person = await workspace.person("Thora");
  const { page } = await enter(person);
  await page.goto(`${workspace.server.origin}/settings`);
  await page.getByRole("button", { name: "Add on phone" }).click();
  const link = await scan(page, "QR code for your phone");
  await expectAccessible(page, "the QR code for a phone");
  expect(link).toMatch(/\/phone#[\w-]{43}$/);

  const phone = await (await newContext(phoneScreen)).newPage();
  const addresses: string[] = [];
  phone.on("request", (request) => addresses.push(request.url() + (request.headers().referer ?? "")));
  await addAuthenticator(phone);
  await phone.goto(link);
  await phone.context().setOffline(true);
  await phone.getByRole("button", { name: "Show number" }).tap();
  await expect(phone.getByText("Can't reach the server.")).toBeVisible();
  await phone.context().setOffline(false);
  await phone.getByRole("button", { name: "Show number" }).tap();
  const number = await phone
    .getByRole("status")
    .filter({ hasText: /^\d{4}$/ })
    .textContent();
  await expect(phone.getByText("This creates a passkey for Thora.")).toBeVisible();

  await expectAccessible(phone, "the phone with its number");
  await expect(page.getByRole("status").filter({ hasText: /^Opened by .+\.$/ })).toBeVisible();
  await phone.getByRole("button", { name: "Create passkey" }).tap();
  await expect(phone.getByText("Type the number on the other device")).toBeVisible();
  await page.getByLabel("Number on your phone").fill(number ?? "");
  await page.getByRole("button", { name: "Confirm phone" }).click();
  await expect(page.getByRole("heading", { name: "Continue on your phone" })).toBeVisible();

  await phone.getByRole("button", { name: "Create passkey" }).tap();
  await phone.waitForURL(/\/signin\?next=/);
  const token = new URL(link).hash.slice(1);
  expect(addresses.filter((address) => address.includes(token))).toEqual([]);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("button", { name: /^Remove / })).toHaveCount(2);
});

test("the QR code to install the app leads to the page", async ({ workspace, enter }) => {
  const { origin } = workspace.server;
  const { page } = await enter(workspace.admin);
  await page.goto(`${origin}/settings/notifications`);
  await page.getByText("Show QR code for your phone").click();
  expect(await scan(page, "QR code of this page")).toBe(`${origin}/settings/notifications`);
  await expect(page.getByText("A phone can't open localhost.")).toBeVisible();
});
