import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/accessible.ts";
import { openNotifications } from "../fixtures/notifications.ts";
import { chooseAction } from "../fixtures/people.ts";
import { expect, givePasskey, test } from "../fixtures/test.ts";
import { Workspace } from "../fixtures/workspace.ts";

/** Calls SCIM as a directory does: from outside the browser, with the token alone. */
async function scim(base: string, token: string, method: string, path: string, body: object) {
  const response = await fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/scim+json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

async function issueToken(
  page: Page,
  origin: string,
  name: string,
): Promise<{ base: string; token: string }> {
  await page.goto(`${origin}/settings/provisioning`);
  await page.getByRole("link", { name: "Create token" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create token…" }).click();
  const dialog = page.getByRole("dialog", { name: `Create a SCIM token for ${name}?` });
  await dialog.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByRole("main").getByRole("status")).toContainText(`Token created for ${name}`);
  const [base = "", token = ""] = await page.getByRole("figure").getByRole("code").allTextContents();
  return { base, token };
}

test("a directory invites people and suspends them, with a token that is shown once", async ({
  workspace,
  enter,
}) => {
  const { page } = await enter(workspace.admin);
  const { origin } = workspace.server;
  await page.goto(`${origin}/settings/provisioning`);
  await expectAccessible(page, "no directory yet");
  await page.goto(`${origin}/settings/provisioning/new`);
  await expectAccessible(page, "the form for a token");
  const { base, token } = await issueToken(page, origin, "Entra ID");
  expect(base).toBe(`${origin}/scim/v2`);
  await expectAccessible(page, "a token just issued");

  const made = await scim(base, token, "POST", "/Users", {
    userName: "grace@directory.example",
    externalId: "e2e-grace",
    displayName: "Grace Hopper",
    active: true,
  });
  expect(made.status).toBe(201);
  await page.goto(`${origin}/people/${made.body.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Grace Hopper");
  await expect(page.getByText("e2e-grace")).toBeVisible();
  await expect(page.getByRole("button", { name: "Create invitation link" })).toBeVisible();

  const patch = { Operations: [{ op: "Replace", path: "active", value: "False" }] };
  expect((await scim(base, token, "PATCH", `/Users/${made.body.id}`, patch)).status).toBe(200);
  await page.reload();
  await expect(page.getByText("Suspended", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Reactivate" })).toBeVisible();

  const group = { displayName: "Treasury of the directory", members: [{ value: made.body.id }] };
  expect((await scim(base, token, "POST", "/Groups", group)).status).toBe(201);
  await page.goto(`${origin}/people/groups`);
  await page.getByRole("link", { name: /Treasury of the directory/ }).click();
  await expect(page.getByText("Managed by SCIM")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save changes" })).toBeHidden();
  await expectAccessible(page, "a group that a directory keeps");

  await page.goto(`${origin}/settings/provisioning`);
  expect(await page.content()).not.toContain(token);
  await expect(page.getByText(/Last used/)).toBeVisible();
  await expectAccessible(page, "a directory is connected");
  await page.getByRole("button", { name: "Revoke Entra ID" }).click();
  await page.getByRole("button", { name: "Revoke token" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  expect((await scim(base, token, "POST", "/Users", { userName: "late@directory.example" })).status).toBe(
    401,
  );
});

test("an admin confirms an address changed by a directory, and reactivating against the directory takes an explicit choice", async ({
  workspace,
  enter,
}) => {
  test.slow();
  await workspace.person("Carla");
  const { page } = await enter(workspace.admin);
  const { origin } = workspace.server;
  const { base, token } = await issueToken(page, origin, "Okta");
  const found = await fetch(`${base}/Users?filter=${encodeURIComponent('userName eq "carla@example.com"')}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { Resources } = (await found.json()) as { Resources: { id: string }[] };
  const path = `/Users/${Resources[0]?.id}`;
  const say = (value: object) => scim(base, token, "PATCH", path, { Operations: [{ op: "replace", value }] });
  expect((await say({ emails: [{ value: "carla.new@example.com" }] })).status).toBe(200);
  await page.goto(`${origin}/people`);
  await expect(page.getByRole("link", { name: /Carla/ })).toContainText("Email not confirmed");
  await page.getByRole("link", { name: /Carla/ }).click();
  await expect(page.getByText(/Okta changed it from carla@example.com/)).toBeVisible();
  await expectAccessible(page, "a person with an address that a directory changed");
  await page.getByRole("button", { name: "Confirm email" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Confirm email" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/Okta changed it from/)).toBeHidden();

  await chooseAction(page, "Suspend…");
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await expect(dialog).toBeHidden();
  expect((await say({ active: false })).status).toBe(200);
  await page.goto(`${origin}/people`);
  await expect(page.getByRole("link", { name: /Carla/ })).toContainText("Inactive in directory");
  await page.getByRole("link", { name: /Carla/ }).click();
  await expect(page.getByText("Inactive in Okta", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Reactivate" }).click();
  await expectAccessible(page, "reinstating against a directory's word");
  await dialog.getByRole("button", { name: "Reactivate" }).click();
  await expect(dialog).toBeVisible();
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Reactivate" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Inactive in Okta, but active here")).toBeVisible();
});

test.describe("with one admin, who alone is notified", () => {
  test.describe.configure({ mode: "serial" });

  // The shared workspace may have other admins.
  let own: Workspace;
  test.beforeAll(async ({ browser }) => {
    own = await Workspace.open(browser);
  });
  test.afterAll(() => own.close());

  test("a directory can't deactivate the last admin, and admins see the refused attempt", async ({
    newContext,
  }) => {
    const page = await (await newContext({ storageState: own.admin.cookies })).newPage();
    await givePasskey(own, own.admin, page);
    const { base, token } = await issueToken(page, own.server.origin, "Okta");
    const mine = await fetch(`${base}/Users?filter=${encodeURIComponent('userName eq "ada@example.com"')}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { Resources } = (await mine.json()) as { Resources: { id: string }[] };
    const patch = { Operations: [{ op: "replace", value: { active: false } }] };
    expect((await scim(base, token, "PATCH", `/Users/${Resources[0]?.id}`, patch)).status).toBe(409);
    await page.goto(`${own.server.origin}/people`);
    await expect(page.getByText("Ada should have been deprovisioned but still has access")).toBeVisible();
    await expectAccessible(page, "people, with a removal that was refused");
  });

  test("a token outlives the admin who issued it, and another admin takes responsibility for it", async ({
    newContext,
  }) => {
    const { origin } = own.server;
    const lea = await own.person("Lea", ["Admin", "Approver"]);
    const leasPage = await (await newContext({ storageState: lea.cookies })).newPage();
    await givePasskey(own, lea, leasPage);
    const { base, token } = await issueToken(leasPage, origin, "Entra ID");
    // An open page of a suspended person is signed out, and the browser reports that as errors.
    await leasPage.close();

    const page = await (await newContext({ storageState: own.admin.cookies })).newPage();
    await givePasskey(own, own.admin, page);
    await page.goto(`${origin}/people`);
    await page.getByRole("link", { name: /Lea/ }).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Lea");
    await chooseAction(page, "Offboard…");
    await expect(page.getByText("Stays active after they leave")).toBeVisible();
    await expect(page.getByText(/1 SCIM token they're responsible for keeps working/)).toBeVisible();
    await expectAccessible(page, "what continues after a deactivation");
    await page.getByRole("link", { name: "Lea", exact: true }).click();
    await chooseAction(page, "Suspend…");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Suspend/ })
      .click();
    await expect(page.getByRole("button", { name: "Reactivate" })).toBeVisible();

    await page.goto(`${origin}/queue`);
    const notices = await openNotifications(page);
    await expect(notices).toContainText("The admin responsible for a SCIM token is no longer an admin");
    await notices.getByRole("link", { name: "Take responsibility or revoke" }).click();
    await expect(page.getByText("No responsible admin")).toBeVisible();
    await expect(page.getByText(/by Lea, who is no longer an admin/)).toBeVisible();
    await expectAccessible(page, "a token without a responsible admin");
    await page.getByRole("button", { name: "Take responsibility for Entra ID" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Take responsibility" }).click();
    await expect(page.getByText("Responsible: Ada")).toHaveCount(2);
    await expect(page.getByText("No responsible admin")).toBeHidden();
    await page.goto(`${origin}/queue`);
    await expect(await openNotifications(page)).not.toContainText("no longer an admin");
    // Directory sync continued throughout.
    expect((await scim(base, token, "POST", "/Users", { userName: "new@directory.example" })).status).toBe(
      201,
    );
  });
});
