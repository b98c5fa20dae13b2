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
  expect(await page.content(), "the token is shown once").not.toContain(token);
});
