import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { SMTPServer } from "smtp-server";
import { expectAccessible } from "../fixtures/accessible.ts";
import { OpenWorkspace } from "../fixtures/open-workspace.ts";
import { expect, test } from "../fixtures/test.ts";

const password = "correct horse battery";
const mails: string[] = [];
const mailServer = new SMTPServer({
  ...{ disableReverseLookup: true, disabledCommands: ["STARTTLS"], allowInsecureAuth: true },
  onAuth: (given, _session, callback) => {
    if (given.password === password) callback(null, { user: given.username });
    else callback(Object.assign(new Error("wrong"), { responseCode: 535 }));
  },
  onData: (stream, _session, callback) => {
    let text = "";
    stream.on("data", (chunk) => {
      text += chunk;
    });
    stream.on("end", () => {
      mails.push(text);
      callback(null);
    });
  },
});

let open: OpenWorkspace;
let port: number;
test.beforeAll(async ({ browser }) => {
  const listener = mailServer.listen(0, "127.0.0.1");
  await once(listener, "listening");
  port = (listener.address() as AddressInfo).port;
  open = await OpenWorkspace.open(browser);
});
test.afterAll(async () => {
  await open?.close();
  mailServer.close();
});

test("an admin sets up email, fixes the password after a failed test, and removes it", async ({
  newContext,
}) => {
  const page = await open.page(newContext);
  await page.goto(`${open.origin}/channels`);
  await expectAccessible(page, "channels", { at: "/channels" });
  await page.getByRole("link", { name: /^Email/ }).click();
  await page.getByLabel("SMTP server").fill("127.0.0.1");
  await page.getByLabel("Port").fill(String(port));
  await page.getByLabel("Encryption").selectOption("none");
  await page.getByLabel("User name").fill("countersign");
  await page.getByLabel("From address").fill("countersign@example.com");
  await save(page, undefined);
  await expect(page.getByText("Enter the password for this server and user name.")).toBeVisible();
  await page.getByLabel("Password").fill("wrong");
  await save(page, "Set up email");

  await page.getByRole("button", { name: "Send test email" }).click();
  await expect(page.getByText("The mail server didn't accept the user name or password.")).toBeVisible();
  await page.getByLabel("Password").fill(password);
  await save(page, "Change settings");
  await page.reload();
  expect(await page.content()).not.toContain(password);
  await page.getByRole("button", { name: "Send test email" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Test email sent" })).toBeVisible();
  expect(mails).toHaveLength(1);
  expect(mails[0]).toContain("Subject: Test email");
  await expectAccessible(page, "email settings", { at: "/channels/mail" });

  await page.getByRole("button", { name: "Remove settings" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove settings" }).click();
  await expect(page.getByText("Off", { exact: true })).toBeVisible();
});

/** Saves the form; `confirm`: the button of the dialog before the passkey. */
async function save(page: Page, confirm: string | undefined): Promise<void> {
  await page.getByRole("button", { name: "Save settings…" }).click();
  if (confirm === undefined) return;
  await page.getByRole("dialog").getByRole("button", { name: confirm }).click();
  // "Saved" may still be that of an earlier change.
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
}
