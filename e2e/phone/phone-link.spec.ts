import type { Page } from "@playwright/test";
import decodeQR from "qr/decode.js";
import { expectAccessible } from "../fixtures/accessible.ts";
import { addAuthenticator } from "../fixtures/authenticator.ts";
import { expect, test } from "../fixtures/test.ts";

const phoneScreen = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };

test.use({ expectedErrors: [/status of 4(04|09)|ERR_INTERNET_DISCONNECTED/] });

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

/** Opens the link on the phone. @returns the number that the phone shows */
async function shownNumber(phone: Page): Promise<string> {
  await phone.getByRole("button", { name: "Show number" }).tap();
  const number = phone.getByRole("status").filter({ hasText: /^\d{4}$/ });
  return (await number.textContent()) ?? "";
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
  const number = await shownNumber(phone);

  await expectAccessible(phone, "the phone with its number");
  await expect(page.getByRole("status").filter({ hasText: /^Opened by .+\.$/ })).toBeVisible();
  await phone.getByRole("button", { name: "Continue" }).tap();
  await expect(phone.getByRole("alert").getByText("Type the number on the other device")).toBeVisible();
  await page.getByLabel("Number on your phone").fill(number);
  await page.getByRole("button", { name: "Confirm phone" }).click();
  await expect(page.getByRole("heading", { name: "Continue on your phone" })).toBeVisible();

  await phone.getByRole("button", { name: "Continue" }).tap();
  await expect(phone.getByRole("definition").filter({ hasText: /^thora@example\.com$/ })).toBeVisible();
  await phone.getByRole("button", { name: "Create passkey" }).tap();
  await phone.waitForURL(/\/signin\?next=/);
  const token = new URL(link).hash.slice(1);
  expect(addresses.filter((address) => address.includes(token))).toEqual([]);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("button", { name: /^Remove / })).toHaveCount(2);
});

test("an invited person enrolls on the phone whose number they typed, and a photographer who was first doesn't", async ({
  workspace,
  newContext,
}) => {
  const { origin } = workspace.server;
  const invitation = await workspace.asAdmin((page) => workspace.invite(page, "Uwe"));
  const page = await (await newContext()).newPage();
  await page.goto(invitation);
  await page.getByRole("button", { name: "Use your phone" }).click();
  const photographed = await scan(page, "QR code for your phone");
  await expectAccessible(page, "the QR code of an invitation");
  expect(photographed).not.toContain(invitation.split("/").at(-1));

  const thief = await (await newContext(phoneScreen)).newPage();
  await thief.goto(photographed);
  await shownNumber(thief);
  await expect(page.getByRole("status").filter({ hasText: /^Opened by .+\.$/ })).toBeVisible();
  const phone = await (await newContext(phoneScreen)).newPage();
  await addAuthenticator(phone);
  // The virtual authenticator would pick a suggestion automatically, before the button is tapped.
  await phone.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
  await phone.goto(photographed);
  await phone.getByRole("button", { name: "Show number" }).tap();
  await expect(phone.getByText("This link was used or has expired.")).toBeVisible();

  await page.getByRole("button", { name: "Show new code" }).click();
  await phone.goto(await scan(page, "QR code for your phone"));
  await page.getByLabel("Number on your phone").fill(await shownNumber(phone));
  await page.getByRole("button", { name: "Confirm phone" }).click();
  await expect(page.getByRole("heading", { name: "Continue on your phone" })).toBeVisible();
  await thief.getByRole("button", { name: "Continue" }).tap();
  await expect(thief.getByText("This link was used or has expired.")).toBeVisible();

  await phone.getByRole("button", { name: "Continue" }).tap();
  const account = phone.getByRole("definition");
  await expect(account).toHaveText(["Uwe", "uwe@example.com", new URL(origin).host]);
  await expectAccessible(phone, "the phone with the account of its passkey");
  await phone.getByRole("button", { name: "Create passkey" }).tap();
  await phone.waitForURL(/\/signin\?next=/);
  await phone.getByRole("button", { name: "Sign in with a passkey" }).tap();
  await expect(phone.getByRole("heading", { level: 1, name: "Notifications" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
});

test("the QR code to install the app leads to the page", async ({ workspace, enter }) => {
  const { origin } = workspace.server;
  const { page } = await enter(workspace.admin);
  await page.goto(`${origin}/settings/notifications`);
  await page.getByText("Show QR code for your phone").click();
  expect(await scan(page, "QR code of this page")).toBe(`${origin}/settings/notifications`);
  await expect(page.getByText("A phone can't open localhost.")).toBeVisible();
});
