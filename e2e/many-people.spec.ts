import type { Page } from "@playwright/test";
import { fillPeople } from "#lib/membership/testing/fill-people";
import { expectAccessible } from "./fixtures/accessible.ts";
import { OpenWorkspace } from "./fixtures/open-workspace.ts";
import { expect, test } from "./fixtures/test.ts";

const mostBytes = 500_000;

let open: OpenWorkspace;

// Ten thousand people; their two thousand agents, a tenth of them orphaned; and a group of all
// people.
test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  open = await OpenWorkspace.open(browser);
  const sql = open.db.$client;
  await fillPeople(open.db, 10_000, new Date());
  await sql`insert into agents (id, name, owner_id, status, labels, created_by, created_at)
    select 'agt_' || lpad(n::text, 26, '0'), 'Bot ' || n, 'per_' || lpad((n * 7 % 10000 + 1)::text, 26, '0'),
      case when n % 10 = 0 then 'quarantined' else 'active' end, array['team:' || n % 300], 'test', now() from generate_series(1, 2000) n`;
  await sql`insert into agent_keys (id, agent_id, algorithm, public_key, added_by, created_at, expires_at)
    select 'key_' || lpad(n::text, 26, '0'), 'agt_' || lpad(n::text, 26, '0'), 'ed25519', '\\x00', 'test', now(), now() + interval '30 days' from generate_series(1, 2000) n`;
  await sql`insert into groups (id, name, source, created_by, created_at) values
    ('grp_00000000000000000000000001', 'All staff', 'scim', 'test', now()), ('grp_00000000000000000000000002', 'Finance', 'console', 'test', now())`;
  await sql`insert into group_members (group_id, person_id, added_by, added_at)
    select 'grp_00000000000000000000000001', id, 'test', now() from people where email like 'staff%'`;
  await sql.unsafe("analyze");
});
test.afterAll(() => open.close());

test("no page grows with the number of people and agents", async ({ newContext }) => {
  test.slow();
  const page = await open.page(newContext);
  for (const path of pages) {
    const started = performance.now();
    const response = await page.request.get(open.origin + path);
    const milliseconds = Math.round(performance.now() - started);
    const bytes = (await response.body()).byteLength;
    console.info(`${path}: ${milliseconds} ms, ${Math.round(bytes / 1000)} kB`);
    expect.soft(response.status(), path).toBe(200);
    expect.soft(bytes, `bytes of ${path}`).toBeLessThan(mostBytes);
  }
});

const pages = [
  ...["/queue", "/queue?state=all", "/agents", "/agents?owner=staff8@example.com", "/connect/python"],
  ...["/agents/orphaned", "/agents/mine", `/agents/agt_${"1".padStart(26, "0")}`],
  ...["/people", "/people?status=left", "/people?search=staff77", `/people/per_${"8".padStart(26, "0")}`],
  ...[
    `/people/per_${"8".padStart(26, "0")}/offboard`,
    "/people/impact",
    "/people/groups",
    "/people/groups/new",
  ],
  ...["1", "2"].map((n) => `/people/groups/grp_${n.padStart(26, "0")}`),
  ...["/audit", "/audit?person=staff8@example.com", "/coverage", "/coverage/evidence"],
  ...[
    "/policy",
    "/policy?sheet=thresholds/refund",
    "/policy/draft/rules/new",
    "/policy/draft/rules/payment",
    "/policy/try",
  ],
  ...["/policy/actions", "/policy/monitor", "/policy/thresholds/refund", "/requests/break-glass"],
  ...["/settings", "/settings/sso", "/settings/owners", "/settings/tools", "/settings/publishing"],
];

test("people are found by name, and a person or agent is chosen by typing", async ({ newContext }) => {
  test.slow();
  const page = await open.page(newContext);
  await test.step("the list of people", async () => {
    await page.goto(`${open.origin}/people`);
    await expect(page.getByRole("region", { name: "Active people" }).getByRole("listitem")).toHaveCount(50);
    await page.getByLabel("Name or email").fill("staff7777@");
    await page.getByLabel("Name or email").press("Enter");
    await expect(page.getByRole("region", { name: "Active people" }).getByRole("listitem")).toHaveCount(1);
    await expectAccessible(page, "people, filtered");
  });
  await test.step("an agent's owner and backups", async () => {
    await page.goto(`${open.origin}/connect/python`);
    await page.getByText("More options").click();
    await expect(page.getByLabel("Owner")).toHaveValue("Ada (ada@example.com)");
    await page.getByLabel("Name", { exact: true }).fill("Typed bot");
    await choose(page, "Owner", "staff7777@", "Given63 Family17 (staff7777@example.com)");
    await choose(
      page,
      "Backup approver (optional)",
      "staff7778@",
      "Given82 Family18 (staff7778@example.com)",
    );
    await page.getByRole("button", { name: "Add" }).click();
    await expect(page.getByRole("checkbox", { name: /staff7778@/ })).toBeChecked();
    await page.getByLabel("Backup approver (optional)").fill("Unknown person");
    await expectAccessible(page, "a new agent, with people typed");
    await page.getByRole("button", { name: "Create agent" }).click();
    await expect(page.getByText("No active approver has that name.")).toBeVisible();
    await page.getByLabel("Backup approver (optional)").fill("staff7780@example.com");
    await page.getByRole("button", { name: "Create agent…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Create agent" }).click();
    await expect(page.getByRole("heading", { name: "Typed bot created" })).toBeVisible();
    const [made] = await open.db.$client`select o.email, array(select p.email from agent_backups b
      join people p on p.id = b.person_id where b.agent_id = a.id order by 1) as backups
      from agents a join people o on o.id = a.owner_id where a.name = 'Typed bot'`;
    expect(made).toEqual({
      email: "staff7777@example.com",
      backups: ["staff7778@example.com", "staff7780@example.com"],
    });
  });
  await test.step("a filter, with an error for an unknown name", async () => {
    await page.goto(`${open.origin}/audit?agent=Typed+bot`);
    await expect(page.getByLabel("Agent", { exact: true })).toHaveValue("Typed bot");
    await expect(page.getByRole("region", { name: "Events" }).getByText("created an agent")).toBeVisible();
    await page.goto(`${open.origin}/audit?person=Nobody+Here`);
    await expect(page.getByText("No one has that name.")).toBeVisible();
    await expectAccessible(page, "audit log with an unknown name");
  });
  await test.step("members of a group", async () => {
    await page.goto(`${open.origin}/people/groups/grp_${"2".padStart(26, "0")}`);
    await choose(page, "Member (optional)", "staff7777@", "Given63 Family17 (staff7777@example.com)");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("checkbox", { name: /staff7777@/ })).toBeChecked();
    await expectAccessible(page, "a group, with a person typed");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Change members" }).click();
    await expect(page.getByText("Saved")).toBeVisible();
    const members = await open.db
      .$client`select p.email from group_members m join people p on p.id = m.person_id
      where m.group_id = ${`grp_${"2".padStart(26, "0")}`}`;
    expect(members).toEqual([{ email: "staff7777@example.com" }]);
    await page.getByRole("checkbox", { name: "Given63 Family17" }).uncheck();
    await page.getByLabel("Member (optional)").fill("staff7778@example.com");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Change members" }).click();
    await expect(page.getByRole("checkbox", { name: "Given82 Family18" })).toBeChecked();
  });
  await test.step("a delegate", async () => {
    await page.goto(`${open.origin}/settings`);
    await choose(page, "Delegate", "staff7778@", "Given82 Family18 (staff7778@example.com)");
    await page.getByLabel("Until").fill(new Date(Date.now() + 86_400_000).toISOString().slice(0, 16));
    await expectAccessible(page, "a delegate, typed");
    await page.getByRole("button", { name: "Add delegate…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Add delegate" }).click();
    await expect(page.getByText("Given82 Family18 can decide for you")).toBeVisible();
  });
});

/** Types into a field until the suggestion is there, and takes it. */
async function choose(page: Page, label: string, text: string, suggestion: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill("");
  await field.pressSequentially(text);
  const list = await field.getAttribute("list");
  await expect(page.locator(`[id="${list}"] option[value="${suggestion}"]`)).toBeAttached();
  await field.fill(suggestion);
}
