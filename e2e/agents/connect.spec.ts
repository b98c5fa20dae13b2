import { expectAccessible } from "../fixtures/accessible.ts";
import { approveButton } from "../fixtures/approval-screen.ts";
import { expect, test } from "../fixtures/test.ts";

test("Claude Code is connected with four clicks, one prompt and the texts of one page, and its first call runs", async ({
  workspace,
  enter,
  machine,
}) => {
  const { origin } = workspace.server;
  const { page, authenticator } = await enter(workspace.admin);
  await page.goto(`${origin}/agents`);
  await page.getByRole("link", { name: "Create agent" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What are you connecting?");
  await page.getByRole("link", { name: /^Claude Code/ }).click();
  await expectAccessible(page, "the form of a hook");
  const [before] = await authenticator.credentials();
  await page.getByRole("button", { name: "Create agent…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create agent" }).click();
  await expect(page.getByRole("heading", { name: "Claude Code created" })).toBeFocused();
  const [after] = await authenticator.credentials();
  expect((after?.signCount ?? 0) - (before?.signCount ?? 0), "prompts").toBe(1);

  // The address is the agent's already: Back and a reload find no form of a new agent.
  await expect(page).toHaveURL(/\/connect\/claude-code\?agent=agt_\w+$/);
  const copied = async (text: string) =>
    (await page.getByRole("code").filter({ hasText: text }).textContent()) ?? "";
  const token = await copied("cst_");
  const settings = await copied("PreToolUse");
  const file = machine.write("managed-settings.json", settings);
  const check = (await copied("hook check")).replace(/\/etc\/\S+/, file);
  const ticked = page.getByRole("listitem").getByText("Done", { exact: true });
  await expect(ticked).toHaveCount(0);
  expect(await machine.paste(`env COUNTERSIGN_TOKEN=${token} ${check}`).ended).toMatchObject({ code: 0 });
  await expect(ticked).toHaveCount(4);
  await expect(page.getByText("Waiting for the first call of Claude Code")).toBeVisible();

  // Claude Code asks before it runs a command, and is held.
  const [hook] = JSON.parse(settings).hooks.PreToolUse[0].hooks;
  const call = fetch(hook.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({
      ...{ session_id: "s1", cwd: "/work", hook_event_name: "PreToolUse", tool_use_id: "toolu_1" },
      ...{ tool_name: "Bash", tool_input: { command: "true" } },
    }),
  });
  await expect(page.getByText("First call received")).toBeVisible();
  await expect(ticked).toHaveCount(5);
  await expectAccessible(page, "a hook after its first call");
  expect(page.url()).not.toContain("cst_");
  await page.getByRole("link", { name: "Review request" }).click();
  await approveButton(page).click();
  expect(await (await call).json()).toMatchObject({
    hookSpecificOutput: { permissionDecision: "allow" },
  });
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Connect Claude Code");
  await expect(page.getByRole("button", { name: "Create token…" })).toBeVisible();
  expect(await page.content(), "the token is shown once").not.toContain(token);
});

test("no way out of the steps loses a token without a question, and a reload creates no second agent", async ({
  workspace,
  enter,
}) => {
  const { origin } = workspace.server;
  const { page } = await enter(workspace.admin);
  await page.goto(`${origin}/agents/new`);
  await page.getByRole("link", { name: /^Cursor/ }).click();
  await page.getByLabel("Name").fill("Reloaded cursor");
  await page.getByRole("button", { name: "Create agent…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create agent" }).click();
  await expect(page).toHaveURL(/\/connect\/cursor\?agent=agt_\w+$/);
  const token = page.getByRole("code").filter({ hasText: "cst_" });
  const question = page.getByRole("dialog", { name: "Leave without the token?" });
  const main = page.getByRole("navigation", { name: "Main" });
  const leaveWays: [string, () => Promise<unknown>][] = [
    ["Go to agent", () => page.getByRole("link", { name: "Go to agent" }).click()],
    ["a link of the frame", () => main.getByRole("link", { name: "Agents" }).click()],
    ["Back", () => page.evaluate(() => history.back())],
  ];
  for (const [way, leave] of leaveWays)
    await test.step(way, async () => {
      await leave();
      await question.getByRole("button", { name: "Stay" }).click();
      await expect(question).toHaveCount(0);
      await expect(token).toBeVisible();
    });

  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  expect(asked).toEqual(["beforeunload"]);
  await expect(page.getByRole("button", { name: "Create token…" })).toBeVisible();
  await expect(token).toHaveCount(0);
  await expectAccessible(page, "the form of one more token");
  await expect(page.getByText("An earlier token can't be shown again")).toBeVisible();
  await page.getByRole("link", { name: "Keys", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Reloaded cursor");
  await expect(page.getByRole("listitem").filter({ hasText: "Not seen yet" })).toHaveCount(1);
});
