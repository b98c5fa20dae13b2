import { generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { expectAccessible } from "../fixtures/accessible.ts";
import { expect, test } from "../fixtures/test.ts";

test.describe("signed out from afar", () => {
  // When the live stream ends, the queue opens it again and asks for news and notices: each is
  // answered with 401.
  test.use({ expectedErrors: [/status of 401.*api.(queue|live|notices)/] });

  test("a security event signs a person out of the current browser", async ({
    workspace,
    enter,
    newContext,
  }) => {
    const { page } = await enter(workspace.admin);
    const { origin } = workspace.server;
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    await page.goto(`${origin}/settings/signals/new`);
    await expectAccessible(page, "the form for an event source");
    await page.getByLabel("Name").fill("Okta");
    await page.getByLabel("Issuer").fill("https://okta.example");
    await page.getByLabel("Paste keys").check();
    const jwk = { ...publicKey.export({ format: "jwk" }), kid: "e2e" };
    await page.getByRole("textbox", { name: "JWKS" }).fill(JSON.stringify({ keys: [jwk] }));
    await page.getByRole("button", { name: "Add event source…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Add event source" }).click();
    await expect(page.getByRole("main").getByRole("status")).toContainText("Okta added");

    const leaver = await workspace.person("Lena-Leaver");
    // A browser without the passkey: the sign-in page would otherwise suggest it, and the virtual
    // authenticator would sign in again.
    const leaverPage = await (await newContext({ storageState: leaver.cookies })).newPage();
    await leaverPage.goto(`${origin}/queue`);
    await expect(leaverPage).toHaveURL(/\/queue$/);
    const subject = { format: "email", email: "lena-leaver@example.com" };
    const event = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
    const token = await new SignJWT({ events: { [event]: {} }, sub_id: subject })
      .setProtectedHeader({ alg: "ES256", kid: "e2e", typ: "secevent+jwt" })
      .setIssuer("https://okta.example")
      .setAudience(origin)
      .setIssuedAt()
      .setJti("e2e-1")
      .sign(privateKey);
    const headers = { "content-type": "application/secevent+jwt" };
    const pushed = await fetch(`${origin}/ssf/events`, { method: "POST", headers, body: token });
    expect(pushed.status).toBe(202);
    await leaverPage.goto(`${origin}/queue`);
    await expect(leaverPage).toHaveURL(/\/signin/);

    await page.goto(`${origin}/settings/signals`);
    await expect(page.getByRole("listitem").filter({ hasText: "Session revoked" })).toContainText(
      "Lena-Leaver",
    );
    await expectAccessible(page, "signals received");
  });
});
