import { expect, test } from "vitest";
import { addSeconds } from "#lib/kernel/clock";
import type { Condition } from "#lib/policy/language/condition";
import { rule } from "#lib/policy/testing/judge";
import { actor } from "#lib/policy/testing/workspace";
import { now, refund, TestWorkspace } from "#lib/testing/workspace";
import { countMatches } from "./count-matches.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const agent = await workspace.agent("Support", await workspace.person("Ada"));
for (const amount of [20, 150, 300])
  await workspace.request(agent, { wanted: { ...refund, params: { amount, currency: "USD" } } });

const over100 = {
  ...{ kind: "amount" as const, amount: "amount", currency: "currency", currencies: ["USD"] },
  over: 100,
};
const count = (parts: Parameters<typeof rule>[0], mostRequests?: number) =>
  countMatches(db, {
    ...{ viewer: actor("admin"), rule: rule(parts), now },
    ...(mostRequests !== undefined && { mostRequests }),
  });

test("counts the recent requests that a rule matches, whatever its outcome or state", async () => {
  expect(await count({ outcome: "allow" })).toEqual({ matched: 3, of: 3, isCut: false });
  expect(await count({ outcome: "step_up", conditions: [over100] })).toMatchObject({ matched: 2 });
  expect(await count({ outcome: "block", enabled: false, isMonitored: true })).toMatchObject({ matched: 3 });
  expect(await count({ outcome: "block", actions: ["data.read"] })).toMatchObject({ matched: 0 });
});

test("counts a rule of one agent for that agent alone, and one with safeguards, approvers or an end", async () => {
  expect(await count({ outcome: "allow", agents: [agent.id] })).toMatchObject({ matched: 3 });
  expect(await count({ outcome: "allow", agents: ["agt_other"] })).toMatchObject({ matched: 0, of: 3 });
  const approval = { approvals: 2, numberMatching: true, readingSeconds: 5, allowEdits: true } as const;
  expect(await count({ outcome: "step_up", ...approval })).toMatchObject({ matched: 3 });
  expect(await count({ outcome: "step_up", approvers: { kind: "owner" } })).toMatchObject({ matched: 3 });
  const expiresAt = addSeconds(now, -86_400).toISOString();
  expect(await count({ outcome: "block", expiresAt })).toMatchObject({ matched: 3 });
});

test("does not count a request that the rule can't be checked on", async () => {
  const over: Condition = { kind: "number", param: "absent", is: "over", value: 1 };
  expect(await count({ outcome: "block", conditions: [over] })).toMatchObject({ matched: 0, of: 3 });
});

test("counts among the newest requests alone, and says that there were more", async () => {
  expect(await count({ outcome: "allow" }, 2)).toEqual({ matched: 2, of: 2, isCut: true });
  expect(await count({ outcome: "allow" }, 3)).toEqual({ matched: 3, of: 3, isCut: false });
  // The last of three requests is one of 300.
  const over200 = { ...over100, over: 200 };
  expect(await count({ outcome: "block", conditions: [over200] }, 1)).toMatchObject({ matched: 1, of: 1 });
});

test("does not count a rule over a total or the history, and answers admins alone", async () => {
  const total = {
    ...{ kind: "total" as const, of: "count" as const, per: "agent" as const },
    window: "1h" as const,
  };
  expect(await count({ outcome: "block", conditions: [{ ...total, over: 1 }] })).toBeUndefined();
  const history = { kind: "history" as const, is: "new" as const };
  expect(await count({ outcome: "block", conditions: [history] })).toBeUndefined();
  const approver = { viewer: actor("approver"), rule: rule({ outcome: "allow" }), now };
  await expect(countMatches(db, approver)).rejects.toMatchObject({ code: "not_found" });
});

test("is for admins", async () => {
  const asked = { rule: rule({ outcome: "allow" }), now };
  for (const role of ["approver", "auditor"] as const)
    await expect(countMatches(db, { viewer: actor(role), ...asked })).rejects.toMatchObject({
      code: "not_found",
    });
});
