import type { Page } from "@playwright/test";
import { clientId, clientSecret, IdentityProvider } from "#app/api/sso/testing/identity-provider";
import { invitePerson } from "#lib/membership/invite-person";
import { expectAccessible } from "../fixtures/accessible.ts";
import { addAuthenticator } from "../fixtures/authenticator.ts";
import { connectProvider } from "../fixtures/connect-provider.ts";
import { withDatabase } from "../fixtures/database.ts";
import { expect, test } from "../fixtures/test.ts";
import { viewerOf, type Workspace } from "../fixtures/workspace.ts";

// Sign-in by passkey is refused while single sign-on is required.
test.use({ expectedErrors: [/status of 403/] });

let provider: IdentityProvider;

test.beforeAll(async () => {
  provider = await IdentityProvider.start();
});

test.afterAll(async () => {
  await provider.stop();
});

/** An account at the provider. */
function account(sub: string, more: object = {}) {
  provider.accounts.set(sub, { sub, email: `${sub}@example.com`, email_verified: true, name: sub, ...more });
}

async function confirm(page: Page, button: string) {
  await page.getByRole("button", { name: button }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: button }).click();
  await expect(dialog).toBeHidden();
}

/** An admin adds the provider in the settings. @returns the connection's page. */
async function addConnection(page: Page, workspace: Workspace, name: string): Promise<string> {
  await page.goto(`${workspace.server.origin}/settings/sso/new`);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Issuer").fill(provider.issuer);
  await page.getByLabel("Client ID").fill(clientId);
  await page.getByLabel("Client secret").fill(clientSecret);
  await page.getByLabel("Email domains").fill("example.com");
  await page.getByRole("button", { name: "Add connection…" }).click();
  const dialog = page.getByRole("dialog", { name: `Add ${name} as an SSO connection?` });
  await dialog.getByRole("button", { name: "Add connection" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const connectionId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  provider.register({ origin: workspace.server.origin, connectionId });
  return page.url();
}

test("an admin adds, tests and turns on a provider; an invited person signs in through it and adds a passkey by their link", async ({
  workspace,
  enter,
  newContext,
}) => {
  test.slow();
  const { origin } = workspace.server;
  const { page: admin } = await enter(workspace.admin);
  await admin.goto(`${origin}/settings/sso`);
  await expect(admin.getByText("No SSO connections")).toBeVisible();
  await expectAccessible(admin, "single sign-on without connections");
  await admin.goto(`${origin}/settings/sso/new`);
  await admin.getByRole("button", { name: "Add connection…" }).click();
  await expectAccessible(admin, "a connection's form");
  const connection = await addConnection(admin, workspace, "Example Login");
  await expect(admin.getByText(clientSecret)).toHaveCount(0);
  await expectAccessible(admin, "a connection");

  // The test shows the outcome that a sign-in would have, and changes nothing.
  const link = await workspace.invite(admin, "Ivy");
  account("ivy", { name: "Ivy \u202e<b>bold</b>" });
  await admin.goto(connection);
  await admin.getByRole("button", { name: "Test connection" }).click();
  await admin.getByRole("button", { name: "ivy" }).click();
  await expect(admin.getByText("Ivy would be linked to this account and signed in")).toBeVisible();
  await expect(admin.getByText("U+202E")).toBeVisible();
  await expectAccessible(admin, "what a test found");
  await admin.getByRole("link", { name: "Back to connection" }).click();
  await expect(admin.getByText("Used by 0 people")).toBeVisible();
  await admin.getByLabel("Role mapping").fill("finance = treasurer");
  await admin.getByRole("button", { name: "Save changes…" }).click();
  await expect(admin.getByLabel("Role mapping")).toHaveAttribute("aria-invalid", "true");
  await admin.getByLabel("Role mapping").fill("");
  await admin.getByRole("button", { name: "Save changes…" }).click();
  const change = admin.getByRole("dialog", { name: "Change Example Login?" });
  await expectAccessible(admin, "the confirmation of a change to a connection");
  await change.getByRole("button", { name: "Change connection" }).click();
  await expect(admin.getByText("Saved")).toBeVisible();
  await confirm(admin, "Turn on");
  await expect(admin.getByRole("button", { name: "Turn off" })).toBeVisible();

  // On the phone.
  const context = await newContext({ viewport: { width: 390, height: 844 } });
  const phone = await context.newPage();
  await addAuthenticator(phone);
  await phone.goto(`${origin}/signin?next=/audit`);
  await expectAccessible(phone, "sign-in with a provider");
  await phone.getByRole("button", { name: "Continue with Example Login" }).click();
  await phone.getByRole("button", { name: "ivy" }).click();
  await expect(phone).toHaveURL(`${origin}/settings`);
  await expect(phone.getByText("Set up a passkey")).toBeVisible();
  await expectAccessible(phone, "settings without a passkey");
  await phone.goto(link);
  await phone.getByRole("button", { name: "Create passkey" }).click();
  await expect(phone).toHaveURL(/\/queue$/);

  await admin.reload();
  await expect(admin.getByText("Used by 1 person")).toBeVisible();
  await admin.goto(`${origin}/people`);
  await admin.getByRole("link", { name: "Ivy" }).click();
  await admin.getByRole("link", { name: "Passkeys" }).click();
  await expect(admin.getByRole("button", { name: "Unlink Ivy from Example Login" })).toBeVisible();
  await expectAccessible(admin, "a person who signs in through a provider");
  await admin.getByRole("button", { name: "Unlink Ivy from Example Login" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Unlink" }).click();
  await expect(admin.getByText("Linked to one account")).toBeHidden();
  await admin.goto(`${origin}/settings/sso`);
  await expectAccessible(admin, "single sign-on");
});

test("the provider ends a session it started, and each refused sign-in says what to do", async ({
  workspace,
  newContext,
}) => {
  test.slow();
  const { origin } = workspace.server;
  const connectionId = await connectProvider(workspace, provider, "Second Login");
  await withDatabase(workspace.server, async (db) => {
    const by = { actor: await viewerOf(db, workspace.admin), now: new Date() };
    await invitePerson(db, { ...by, name: "Ove", email: "ove@example.com", roles: ["approver"] });
  });
  account("ove");
  account("mallory", { email: "ove@example.com", email_verified: false });
  account("stranger");
  const phone = await (await newContext({ viewport: { width: 390, height: 844 } })).newPage();

  const refusals = [
    ["mallory", "Your email isn't verified"],
    ["stranger", "You don't have access"],
  ] as const;
  for (const [who, title] of refusals) {
    await phone.context().clearCookies();
    await phone.goto(`${origin}/signin`);
    await phone.getByRole("button", { name: "Continue with Second Login" }).click();
    await phone.getByRole("button", { name: who }).click();
    await expect(phone.getByRole("heading", { level: 1 })).toHaveText(title);
    await expectAccessible(phone, title);
  }

  await phone.context().clearCookies();
  await phone.goto(`${origin}/signin`);
  await phone.getByRole("button", { name: "Continue with Second Login" }).click();
  await phone.getByRole("button", { name: "ove" }).click();
  await expect(phone).toHaveURL(`${origin}/settings`);
  // Another person's callback, opened here: the existing session is not affected.
  await phone.goto(`${origin}/api/sso/callback/${connectionId}?code=x&state=y`);
  await expect(phone.getByRole("heading", { level: 1 })).toHaveText("This sign-in has expired");
  await phone.goto(`${origin}/settings`);
  await expect(phone.getByText("Set up a passkey")).toBeVisible();

  // The person logs out at the provider, which notifies Countersign over the back channel.
  await phone.goto(`${provider.issuer}/session/end`);
  await phone.getByRole("button", { name: "Log out" }).click();
  await expect(phone.getByText("Logged out")).toBeVisible();
  await expect
    .poll(async () => {
      await phone.goto(`${origin}/settings`);
      return new URL(phone.url()).pathname;
    })
    .toBe("/signin");
  // Neither the secret nor any token or code of the way is in the log.
  expect(workspace.server.output).not.toContain(clientSecret);
  expect(workspace.server.output).not.toMatch(/eyJ|[?&]code=|logout_token/);
});

test("an admin who signed in through a provider confirms with a passkey before a link for a passkey is created", async ({
  workspace,
  newContext,
}) => {
  await connectProvider(workspace, provider, "Fourth Login");
  account("ada");
  const page = await (await newContext()).newPage();
  await page.goto(`${workspace.server.origin}/signin`);
  await page.getByRole("button", { name: "Continue with Fourth Login" }).click();
  await page.getByRole("button", { name: "ada" }).click();
  await expect(page).toHaveURL(/\/queue$/);
  const authenticator = await addAuthenticator(page);
  await page.goto(`${workspace.server.origin}/people/invite`);
  await page.getByLabel("Name").fill("Nils");
  await page.getByLabel("Email").fill("nils@example.com");
  await page.getByRole("button", { name: "Invite person…" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite Nils?" });
  await dialog.getByRole("button", { name: "Create invitation" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: /\w/ })).toBeVisible();
  await authenticator.addCredential(workspace.passkeyOf(workspace.admin));
  await dialog.getByRole("button", { name: "Create invitation" }).click();
  await expect(page.getByText(/\/enroll\/[\w-]{43}/)).toBeVisible();
});

test("requiring single sign-on takes a passkey, and a passkey sign-in is then refused with a link to single sign-on", async ({
  workspace,
  enter,
  newContext,
}) => {
  const { origin } = workspace.server;
  const rae = await workspace.person("Rae");
  const { page: admin } = await enter(workspace.admin);
  await connectProvider(workspace, provider, "Third Login");
  await admin.goto(`${origin}/settings/sso`);
  await admin.getByRole("button", { name: "Require single sign-on" }).click();
  await expectAccessible(admin, "the question whether to require single sign-on");
  await admin.getByRole("dialog").getByRole("button", { name: "Require" }).click();
  await expect(admin.getByText("Required", { exact: true })).toBeVisible();

  const page = await (await newContext()).newPage();
  const authenticator = await addAuthenticator(page);
  await authenticator.addCredential(workspace.passkeyOf(rae));
  await page.goto(`${origin}/signin`);
  await expect(page.getByRole("alert").filter({ hasText: "Use single sign-on" })).toBeVisible();
  await expectAccessible(page, "sign-in turned away");

  const ada = await (await newContext()).newPage();
  const hers = await addAuthenticator(ada);
  await hers.addCredential(workspace.passkeyOf(workspace.admin));
  await ada.goto(`${origin}/signin`);
  await expect(ada).toHaveURL(/\/queue$/);
  await ada.goto(`${origin}/settings/sso`);
  await expect(ada.getByRole("heading", { name: "Break-glass sign-ins" })).toBeVisible();
  await expectAccessible(ada, "single sign-on with a break-glass approval");
  await ada.getByRole("button", { name: "Stop requiring" }).click();
  await ada.getByRole("dialog").getByRole("button", { name: "Stop requiring" }).click();
  await expect(ada.getByText("Not required")).toBeVisible();
  await ada.getByRole("link", { name: /Third Login/ }).click();
  await ada.getByRole("button", { name: "Remove connection" }).click();
  await ada.getByRole("dialog").getByRole("button", { name: "Remove connection" }).click();
  await expect(ada.getByRole("link", { name: "Add connection" })).toBeVisible();
  await expect(ada.getByRole("link", { name: /Third Login/ })).toHaveCount(0);
});
