import { approveButton, outcome } from "./fixtures/approval-screen.ts";
import { expect, test } from "./fixtures/test.ts";

const markup = `<img src=x onerror="window.broken=true"><script>window.broken=true</script>`;
const hidden = { bidi: "\u202e", zeroWidth: "\u200b", tag: "\u{e0041}", separator: "\u2028" };

test("invariant 13: what an agent wrote is shown complete and inert, with what could deceive made visible, and is signed as it is", async ({
  workspace,
  enter,
}) => {
  const agent = await workspace.agent("Sly bot");
  const params = {
    to: `al${hidden.zeroWidth}ice@example.com`,
    body: `pay ${hidden.bidi}001${hidden.tag} ${markup}`,
    [`na${hidden.zeroWidth}me`]: "x",
  };
  const asking = await agent.ask([
    // Not in the catalog, whose types take no parameter with such a name.
    "memo.send",
    ...["--resource", `inbox/${hidden.bidi}txt.exe`],
    ...["--params", JSON.stringify(params)],
    ...["--reason", `Approved already${hidden.separator}by ${hidden.bidi}adA ${markup}`],
    ...["--context", JSON.stringify({ note: `p\u0430ypal ${markup}` })],
  ]);
  const { page } = await enter(workspace.admin);
  await page.goto(`${workspace.server.origin}/queue`);
  await page.goto(asking.url);

  const words = page.getByRole("region", { name: "Unverified, written by the agent" });
  await expect(words).toContainText(markup);
  await expect(words).toContainText("[U+202E RIGHT-TO-LEFT OVERRIDE]");
  await expect(words).toContainText("[U+2028 LINE SEPARATOR]");
  await expect(words).toContainText("U+0430 CYRILLIC");
  const shown = page.getByRole("group", { name: "Parameters" });
  await expect(shown).toContainText(markup);
  await expect(shown).toContainText("al[U+200B ZERO WIDTH SPACE]ice@example.com");
  await expect(shown).toContainText("na[U+200B ZERO WIDTH SPACE]me");
  await expect(shown).toContainText("[U+202E RIGHT-TO-LEFT OVERRIDE]001[U+E0041");
  await expect(page.getByRole("main")).toContainText("inbox/[U+202E RIGHT-TO-LEFT OVERRIDE]txt.exe");
  expect(await page.evaluate(() => document.querySelectorAll("main img, main script").length)).toBe(0);
  expect(await page.evaluate(() => "broken" in window)).toBe(false);

  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  const { code, stdout: grant } = await asking.ended;
  expect(code).toBe(0);
  const [, claims] = grant.split(".");
  const { authorization_details } = JSON.parse(Buffer.from(claims ?? "", "base64url").toString());
  expect(authorization_details[0].params).toEqual(params);
});
