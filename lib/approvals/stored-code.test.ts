import { expect, test } from "vitest";
import { TestWorkspace } from "#lib/testing/workspace";

test.each([
  ["a denial without the code of its reason", "deny", null],
  ["an approval with the code of a denial", "approve", "not_now"],
] as const)("the database doesn't store %s", async (_, decision, code) => {
  const workspace = await TestWorkspace.open();
  const owner = await workspace.person("Olga Owner");
  const requestId = await workspace.request(await workspace.agent("Refund bot", owner), { state: "denied" });
  const id = await workspace.decision(requestId, owner, "deny");
  const other = { id: `${id}2`, round: 2, decision, reason_code: code };
  const insert = workspace.db.$client`
    insert into approvals select (jsonb_populate_record(a, ${JSON.stringify(other)}::text::jsonb)).* from approvals a where a.id = ${id}`;
  await expect(insert).rejects.toMatchObject({ constraint_name: "approvals_code_is_of_a_denial" });
});
