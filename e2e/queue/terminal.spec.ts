import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processIo } from "../../bin/client/io.ts";
import { main } from "../../bin/client/main.ts";
import { expectAccessible } from "../fixtures/accessible.ts";
import { outcome } from "../fixtures/approval-screen.ts";
import { expect, test } from "../fixtures/test.ts";

const home = mkdtempSync(join(tmpdir(), "countersign-terminal-"));
test.afterAll(() => rmSync(home, { recursive: true }));

/** A command in the person's terminal, where `typed` is the answer to its prompt. */
async function run(args: string[], typed = "") {
  let text = "";
  const write = (more: string) => {
    text += more;
  };
  const env = { NODE_ENV: "production" as const, XDG_CONFIG_HOME: home };
  const io = { ...processIo(), env, out: write, err: write, readSecret: async () => typed };
  return { code: await main(args, io), text };
}

test("a person signs in a terminal with a code from the browser, denies there, and signs it out in the browser", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const owner = await workspace.person("Xenia");
  const agent = await workspace.agent("Watch bot", { owner });
  const asking = await agent.refund(1250);
  const id = new URL(asking.url).pathname.split("/").at(-1) ?? "";
  const { page } = await enter(owner, { viewport: { width: 360, height: 640 } });
  await page.goto(`${origin}/settings/sessions`);

  await test.step("the page says what a terminal can do, and shows a code", async () => {
    await expect(page.getByText("It can't approve.")).toBeVisible();
    await page.getByRole("button", { name: "Create code" }).click();
    await expect(page.getByText("Type this code only in your own terminal")).toBeVisible();
    await expectAccessible(page, "code for a terminal");
    const code = await page.getByText(/^\w{4}-\w{4}-\w{4}$/).textContent();
    const signedIn = await run(["login", "--url", origin], code ?? "");
    expect(signedIn).toMatchObject({ code: 0, text: expect.stringContaining("Signed in as Xenia") });
  });

  await test.step("the terminal lists the request and denies it", async () => {
    expect((await run(["requests", "list"])).text).toContain(`${id}\n  agent     Watch bot`);
    expect(await run(["requests", "deny", id, "--reason", "Not tonight"])).toMatchObject({ code: 0 });
    expect(await asking.ended).toMatchObject({ code: 10, stderr: expect.stringContaining("Not tonight") });
    await page.goto(asking.url);
    await expect(outcome(page, "Denied by you")).toBeVisible();
  });

  await test.step("the list of sessions ends it", async () => {
    await page.goto(`${origin}/settings/sessions`);
    const row = page.getByRole("main").getByRole("listitem").filter({ hasText: "Terminal" });
    await row.getByRole("button", { name: "Sign out Terminal" }).click();
    await expect(row).toBeHidden();
    expect(await run(["requests", "list"])).toMatchObject({ code: 20 });
  });
});
