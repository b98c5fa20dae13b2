import type { Page } from "@playwright/test";
import { sql } from "drizzle-orm";
import { approveButton } from "../fixtures/approval-screen.ts";
import { withDatabase } from "../fixtures/database.ts";
import { expect, givePasskey, test } from "../fixtures/test.ts";
import type { Person, Workspace } from "../fixtures/workspace.ts";

test.use({ serviceWorkers: "allow" });

const phone = {
  viewport: { width: 360, height: 640 },
  isMobile: true,
  hasTouch: true,
  userAgent:
    "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/143.0.0.0 Mobile Safari/537.36",
};

/** As Safari tells the window of an installed app. */
const asApp = (page: Page) => page.addInitScript(() => Object.assign(navigator, { standalone: true }));

/** As if the person had signed in so many hours earlier. */
async function age(workspace: Workspace, { id }: Person, hours: number): Promise<void> {
  await withDatabase(workspace.server, (db) =>
    db.execute(sql`update sessions set created_at = created_at - make_interval(hours => ${hours})
      where user_id = ${id} and is_device`),
  );
}

/** Opens the sign-in page of a browser whose suggestions wait for the button. */
async function openSignIn(page: Page, path: string): Promise<void> {
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
  await page.goto(path);
}

test("a person stays signed in on a phone, opens admin pages after a new sign-in, and ends the session from another device", async ({
  workspace,
  newContext,
  enter,
}) => {
  const { origin } = workspace.server;
  const person = await workspace.person("Paula", ["Admin", "Approver"]);
  const bot = await workspace.agent("Evening bot", { owner: person });
  const page = await (await newContext(phone)).newPage();
  await givePasskey(workspace, person, page);
  await openSignIn(page, `${origin}/queue`);
  await page.getByRole("checkbox", { name: "Stay signed in on this device" }).tap();
  await page.getByRole("button", { name: "Sign in with a passkey" }).tap();
  await expect(page.getByRole("heading", { level: 1, name: "Requests" })).toBeVisible();
  const cookie = (await page.context().cookies()).find(({ name }) => name === "countersign");
  expect((cookie?.expires ?? 0) - Date.now() / 1000).toBeGreaterThan(30 * 86_400);

  await age(workspace, person, 12);
  const asking = await bot.refund(1250);
  await page.goto(asking.url);
  await expect(approveButton(page)).toBeEnabled();
  await page.goto(`${origin}/people`);
  await expect(page).toHaveURL(`${origin}/signin?next=%2Fpeople`);
  await expect(page.getByText("You signed in more than 12 hours ago.")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Stay signed in on this device" })).toBeChecked();
  await page.getByRole("button", { name: "Sign in with a passkey" }).tap();
  await expect(page.getByRole("heading", { level: 1, name: "People" })).toBeVisible();

  const { page: desk } = await enter(person);
  await desk.goto(`${origin}/settings/sessions`);
  const row = desk.getByRole("listitem").filter({ hasText: "Chrome on Android" });
  await expect(row).toContainText("Last used");
  await row.getByRole("button", { name: "Sign out Chrome on Android" }).click();
  await expect(row).toBeHidden();
  await page.goto(asking.url);
  await expect(page).toHaveURL(/\/signin\?next=/);
  asking.interrupt();
});

test("the installed app stays signed in without a question, and is listed as the app", async ({
  workspace,
  newContext,
}) => {
  const { origin } = workspace.server;
  const person = await workspace.person("Ines");
  const page = await (await newContext(phone)).newPage();
  await givePasskey(workspace, person, page);
  await asApp(page);
  await openSignIn(page, `${origin}/settings/sessions`);
  await expect(page.getByRole("checkbox", { name: "Stay signed in on this device" })).toBeHidden();
  await page.getByRole("button", { name: "Sign in with a passkey" }).tap();
  const row = page.getByRole("listitem").filter({ hasText: "This device" });
  await expect(row).toContainText("Chrome on Android · app");
  await expect(row).toContainText("if not used");
});

test("an admin extends phone sessions with a passkey, and shortens them without", async ({
  workspace,
  enter,
}) => {
  const { page } = await enter(workspace.admin, phone);
  await page.goto(`${workspace.server.origin}/settings/sessions`);
  const days = page.getByLabel("Days without use");
  await days.fill("45");
  await page.getByRole("button", { name: "Save" }).tap();
  const dialog = page.getByRole("dialog", { name: "Extend phone sessions?" });
  await expect(dialog).toContainText("45 days, currently 30");
  await dialog.getByRole("button", { name: "Extend sessions" }).tap();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("after 45 days without use")).toBeVisible();
  await days.fill("30");
  await page.getByRole("button", { name: "Save" }).tap();
  await expect(page.getByText("after 30 days without use")).toBeVisible();
});

test("the settings offer the app: the browser's own prompt, or the steps for the Home Screen on an iPhone", async ({
  workspace,
  enter,
}) => {
  const path = `${workspace.server.origin}/settings/notifications`;
  const { page } = await enter(workspace.admin, phone);
  await page.goto(path);
  // The script that takes the browser's offer loads after the page.
  await page.waitForFunction(() => {
    const offer = Object.assign(new Event("beforeinstallprompt", { cancelable: true }), {
      prompt: async () => Object.assign(window, { wasPrompted: true }),
    });
    window.dispatchEvent(offer);
    return offer.defaultPrevented;
  });
  await page.getByRole("button", { name: "Install app" }).tap();
  await page.waitForFunction(() => "wasPrompted" in window);
  await expect(page.getByRole("button", { name: "Install app" })).toBeHidden();

  const iPhone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1";
  const { page: apple } = await enter(workspace.admin, { ...phone, userAgent: iPhone });
  await apple.goto(path);
  await expect(apple.getByRole("listitem").filter({ hasText: "Add to Home Screen" })).toBeVisible();
  await asApp(apple);
  await apple.goto(path);
  await expect(apple.getByText("You're using the installed app.")).toBeVisible();
});

test("back from a request that a notification opened leads to the requests, and closes an open dialog first", async ({
  workspace,
  enter,
}) => {
  const bot = await workspace.agent("Back bot");
  const asking = await bot.refund(1250);
  const { page } = await enter(workspace.admin, phone);
  await asApp(page);
  // A notification opens a window of its own.
  await page.addInitScript(() => Object.defineProperty(history, "length", { value: 1 }));
  await page.goto(asking.url);
  await page.getByRole("button", { name: "Deny…" }).tap();
  await expect(page.getByRole("dialog")).toBeVisible();
  // Escape is the close request of a keyboard, as back is of Android.
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page).toHaveURL(asking.url);
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/queue$/);
  asking.interrupt();
});

test("without close requests, the requests lie beneath the request in the history", async ({
  workspace,
  enter,
}) => {
  const bot = await workspace.agent("Beneath bot");
  const asking = await bot.refund(1250);
  const { page } = await enter(workspace.admin, phone);
  await asApp(page);
  await page.addInitScript(() => {
    Object.defineProperty(history, "length", { value: 1 });
    Reflect.deleteProperty(window, "CloseWatcher");
  });
  await page.goto(asking.url);
  await page.getByRole("heading", { level: 1 }).tap();
  await expect(page).toHaveURL(asking.url);
  await page.goBack();
  await expect(page).toHaveURL(/\/queue$/);
  await expect(page.getByRole("heading", { level: 1, name: "Requests" })).toBeVisible();
  asking.interrupt();
});

test("a request is shared by its address alone", async ({ workspace, enter }) => {
  const bot = await workspace.agent("Share bot");
  const asking = await bot.refund(1250);
  const { page } = await enter(workspace.admin, phone);
  await page.addInitScript(() => {
    navigator.share = async (data) => void Object.assign(window, { shared: data });
  });
  await page.goto(asking.url);
  await page.getByRole("button", { name: "Share link" }).tap();
  expect(await page.evaluate(() => (window as unknown as { shared: unknown }).shared)).toEqual({
    url: asking.url,
  });
  asking.interrupt();
});
