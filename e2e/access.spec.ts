import { once } from "node:events";
import { createServer } from "node:http";
import type { Page } from "@playwright/test";
import type { Agent } from "./fixtures/agent-machine.ts";
import { approveButton, notice, outcome } from "./fixtures/approval-screen.ts";
import { addAuthenticator } from "./fixtures/authenticator.ts";
import { expect, givePasskey, test, waitForHydration } from "./fixtures/test.ts";

let agent: Agent;
test.beforeAll(async ({ workspace }) => {
  agent = await workspace.agent("Private bot");
});

/** Calls one of our own routes from a page, with the page's session. */
function post(page: Page, path: string, body: object): Promise<number> {
  return page.evaluate(
    async ([where, json]) => {
      const headers = { "content-type": "application/json" };
      return (await fetch(where, { method: "POST", headers, body: json })).status;
    },
    [path, JSON.stringify(body)] as const,
  );
}

/** Draws the page. For more addresses, `page.request` says what the server answers. */
async function expectNotFound(page: Page, url: string): Promise<void> {
  expect((await page.goto(url))?.status(), url).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Page not found");
}

test.describe("the content security policy", () => {
  test.use({ expectedErrors: [/Content Security Policy|status of 404/] });

  test("every view of a page has its own nonce, a script without it does not run, and no page may frame it", async ({
    workspace,
    enter,
  }) => {
    const { page } = await enter(workspace.admin);
    const nonces = new Set<string>();
    for (const path of ["/queue", "/queue", "/policy"]) {
      const headers = (await page.request.get(workspace.server.origin + path)).headers();
      const policy = headers["content-security-policy"] ?? "";
      expect(policy).toContain("'strict-dynamic'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain("unsafe");
      expect(headers["cache-control"]).toContain("no-store");
      nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? "");
    }
    expect(nonces.size).toBe(3);

    await page.goto(`${workspace.server.origin}/policy`);
    await page.evaluate(() => {
      const script = document.createElement("div");
      script.innerHTML = "<img src=x onerror='window.broken = true'>";
      document.body.append(script);
    });
    // An image is complete once it failed, and its handler would have run by then.
    await expect
      .poll(() => page.evaluate(() => document.querySelector<HTMLImageElement>("img[src=x]")?.complete))
      .toBe(true);
    expect(await page.evaluate(() => "broken" in window)).toBe(false);
  });
});

test("an invitation survives mail scanners and works once; a revoked one does not work", async ({
  workspace,
  enter,
  newContext,
}) => {
  const { page: admin } = await enter(workspace.admin);
  const link = await workspace.invite(admin, "Hal");
  for (let scan = 0; scan < 2; scan++) expect((await fetch(link)).status).toBe(200);
  const page = await (await newContext()).newPage();
  await addAuthenticator(page);
  await page.goto(link);
  await page.getByRole("button", { name: "Create passkey" }).click();
  await expect(page).toHaveURL(/\/queue$/);
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link no longer works");

  const revoked = await workspace.invite(admin, "Ian");
  await admin.getByRole("link", { name: "View profile" }).click();
  await admin.getByRole("button", { name: "Revoke link" }).click();
  await expect(admin.getByRole("button", { name: "Revoke link" })).toBeHidden();
  await page.goto(revoked);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link no longer works");
});

test.describe("signing in and out", () => {
  test.use({ expectedErrors: [/status of 401/] });

  test("a session ended elsewhere decides nothing, and after signing in again the typed text is still there", async ({
    workspace,
    enter,
    newContext,
  }) => {
    const asking = await agent.refund(1250);
    const url = asking.url;
    // A second device of Ada's, with its own session.
    const page = await (await newContext()).newPage();
    await givePasskey(workspace, workspace.admin, page);
    await page.goto(url);
    await expect(page).toHaveURL(url);
    await page.getByLabel("Note").fill("Half typed");

    const { page: first } = await enter(workspace.admin);
    await first.goto(`${workspace.server.origin}/settings/sessions`);
    const others = first.getByRole("main").getByRole("button", { name: /^Sign out/ });
    await others.first().click();
    await expect(others).toHaveCount(0);

    await approveButton(page).click();
    await expect(notice(page)).toContainText("You're signed out");
    expect(asking.isRunning).toBe(true);
    await notice(page).getByRole("link", { name: "Sign in again" }).click();
    await expect(page).toHaveURL(url);
    await expect(page.getByLabel("Note")).toHaveValue("Half typed");
    await approveButton(page).click();
    await expect(outcome(page, "Approved by you")).toBeVisible();
    expect(await asking.ended).toMatchObject({ code: 0 });
  });

  test("the Sign in button signs in, and signing out ends the session on the server", async ({
    workspace,
    newContext,
  }) => {
    const { origin } = workspace.server;
    const context = await newContext();
    const page = await context.newPage();
    await givePasskey(workspace, workspace.admin, page);
    // A browser without passkey suggestions in fields: the virtual authenticator would otherwise
    // pick the suggestion automatically.
    await page.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = async () => false;
    });
    await page.goto(`${origin}/audit`);
    await expect(page).toHaveURL(/\/signin\?next=/);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(page).toHaveURL(`${origin}/audit`);
    await waitForHydration(page);

    const cookies = await context.cookies();
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/signin$/);
    const stolen = await newContext();
    await stolen.addCookies(cookies);
    const thief = await stolen.newPage();
    await thief.goto(`${origin}/queue`);
    await expect(thief).toHaveURL(/\/signin/);
  });
});

test.describe("what is not yours", () => {
  test.use({ expectedErrors: [/status of 40[34]/] });

  test("an auditor can read every page, and can't decide or administer", async ({ workspace, enter }) => {
    const { origin } = workspace.server;
    const asking = await agent.refund(1250);
    const url = asking.url;
    const { page } = await enter(await workspace.person("Jo", ["Auditor"]));
    await page.goto(url);
    await expect(outcome(page, "View only")).toBeVisible();
    await expect(page.getByRole("button", { name: /Approve|Deny/ })).toHaveCount(0);
    expect(await post(page, `/api${new URL(url).pathname}/denials`, { reason: "No" })).toBe(404);
    for (const path of [
      "/people",
      "/people/groups",
      "/requests/break-glass",
      "/audit",
      "/policy",
      "/policy/monitor",
      "/policy/versions/compare",
      `/agents/${agent.id}`,
    ]) {
      expect((await page.request.get(origin + path)).status(), path).toBe(200);
    }
    for (const path of [
      "/connect",
      "/queue/test",
      "/people/invite",
      "/people/groups/new",
      "/policy/draft",
      "/policy/draft/review",
      "/policy/draft/preview",
      "/settings/keys",
      "/settings/publishing",
      `/people/${workspace.admin.id}/recover`,
      `/agents/${agent.id}/transfer`,
    ]) {
      expect((await page.request.get(origin + path)).status(), path).toBe(404);
    }
    await expectNotFound(page, `${origin}/connect`);
    expect(asking.isRunning).toBe(true);
    asking.interrupt();
    expect(await asking.ended).toMatchObject({ code: 13 });
  });

  test("another person's request and agent answer as if they didn't exist", async ({ workspace, enter }) => {
    const { origin } = workspace.server;
    const asking = await agent.refund(1250);
    const { pathname } = new URL(asking.url);
    const { page } = await enter(await workspace.person("Kim"));
    const tabs = ["", "/requests", "/permissions", "/keys", "/activity", "/transfer"];
    for (const path of [
      ...[pathname, "/people", "/audit", "/connect", `/people/${workspace.admin.id}/recover`],
      ...tabs.map((tab) => `/agents/${agent.id}${tab}`),
    ]) {
      expect((await page.request.get(origin + path)).status(), path).toBe(404);
    }
    await expectNotFound(page, origin + pathname);
    expect(await post(page, `/api${pathname}/denials`, { reason: "No" })).toBe(404);
    asking.interrupt();
    expect(await asking.ended).toMatchObject({ code: 13 });
  });

  test("a page of another origin cannot decide with the session of a person who opens it", async ({
    workspace,
    enter,
  }) => {
    const asking = await agent.refund(1250);
    const url = asking.url;
    const target = `${workspace.server.origin}/api${new URL(url).pathname}/denials`;
    // On localhost as well: browsers call that the same site and send the cookie along.
    const foreign = createServer((_, response) => {
      response.setHeader("content-type", "text/html");
      response.end(`<title>Prizes</title><form method="post" enctype="text/plain" action="${target}">
        <input name='{"reason":"' value='"}'><button>Win</button></form>`);
    }).listen(0, "localhost");
    await once(foreign, "listening");
    const { port } = foreign.address() as { port: number };
    const { page } = await enter(workspace.admin);
    await page.goto(`http://localhost:${port}/`);
    const answered = page.waitForResponse(target);
    await page.getByRole("button", { name: "Win" }).click();
    expect((await answered).status()).toBe(403);
    foreign.close();
    await page.goto(url);
    await expect(approveButton(page)).toBeEnabled();
    asking.interrupt();
    expect(await asking.ended).toMatchObject({ code: 13 });
  });
});
