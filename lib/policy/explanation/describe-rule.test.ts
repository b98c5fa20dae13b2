import { expect, test } from "vitest";
import type { Rule } from "#lib/policy/language/rule";
import { rule } from "#lib/policy/testing/judge";
import { defaultCatalog, defaultRules } from "#lib/policy/versions/defaults";
import { describeRule } from "./describe-rule.ts";
import { durationWords } from "./phrases.ts";

const names = {
  actions: new Map(defaultCatalog.map(({ type, title }) => [type, title])),
  agents: new Map([["agt_1", "Support agent"]]),
  groups: new Map([["grp_1", "Finance"]]),
};

test("a rule is described in plain words", () => {
  const large = defaultRules.find(({ id }) => id === "refund-large") ?? rule({ outcome: "block" });
  expect(describeRule(large, names)).toEqual({
    title: "Refunds over 5,000 need 2 approvals",
    outcome: "Require 2 approvals",
    actions: "Refund a payment",
    when: ["amount is over 5,000 and up to 50,000, in USD, EUR or GBP"],
    who: [],
    lives: ["request expires after 15 minutes", "grant valid for 5 minutes"],
    hasUsualLives: true,
    until: undefined,
    isEnabled: true,
    isMonitored: false,
  });
});

test("every kind of condition has words", () => {
  const words = describeRule(
    rule({
      outcome: "block",
      actions: ["data.read", "infra.*", "*"],
      conditions: [
        { kind: "number", param: "count", is: "up_to", value: 1234.5 },
        { kind: "text", param: "table", is: "none_of", values: ["people", "salaries"] },
        { kind: "text", param: "path", is: "like", values: ["/etc/*"] },
        { kind: "text", param: "payee", is: "one_of", values: ["a"], list: "Payees" },
        { kind: "text", param: "payee", is: "none_of", values: ["b", "c"], list: "Blocked" },
        { kind: "flag", param: "force", is: false },
        { kind: "presence", param: "filter", is: "absent" },
        {
          kind: "total",
          of: "sum",
          per: "agent",
          window: "24h",
          currencies: ["USD", "EUR"],
          over: 1000,
          upTo: 5000,
        },
        { kind: "total", of: "count", per: "resource", window: "1h", over: 3 },
        { kind: "total", of: "count", per: "action", window: "1h", over: 1 },
        { kind: "total", of: "count", per: "action", window: "24h", over: 0, upTo: 1 },
        { kind: "total", of: "count", per: "action", window: "7d", over: 3 },
      ],
      resource: "db/*",
      agents: ["agt_1", "agt_2"],
      labels: ["prod", "eu"],
      hours: {
        is: "outside",
        days: ["fri", "mon", "tue", "wed", "sun"],
        from: "09:00",
        to: "17:00",
        timeZone: "Europe/Berlin",
      },
      isMonitored: true,
      expiresAt: "2026-06-01T08:30:00Z",
    }),
    names,
  );
  expect(words).toMatchObject({
    outcome: "Block",
    actions: "Read data, every infra.* action or every action",
    when: [
      "count is up to 1,234.5",
      "table isn't “people” or “salaries”",
      "path matches “/etc/*”",
      "payee is on the list “Payees” (1 value)",
      "payee isn't on the list “Blocked” (2 values)",
      "force is false",
      "filter is absent",
      "total amount per agent in 24 hours is over 1,000 and up to 5,000, in USD or EUR",
      "number of requests per resource in 1 hour is over 3",
      "the same action is pending or was approved or auto-approved in the last hour",
      "the same action isn't pending and wasn't approved or auto-approved in the last 24 hours",
      "number of requests for the same action in 7 days is over 3",
      "resource matches “db/*”",
      "agent is Support agent or agt_2",
      "agent is labeled prod or eu",
      "time is outside Mon–Wed, Fri and Sun 09:00–17:00 Europe/Berlin",
    ],
    lives: [],
    until: "until 2026-06-01 08:30 UTC",
    isMonitored: true,
  });
});

test.each<[Partial<Rule>, string[]]>([
  [{}, []],
  [{ approvers: { kind: "owner" } }, ["approved by the owner"]],
  [{ approvers: { kind: "owner_or_backups" } }, ["approved by the owner or a backup approver"]],
  [
    { approvers: { kind: "owner_and_group", group: "grp_1" }, approvals: 2, escalateAfterSeconds: 600 },
    ["approved by the owner and 1 other member of Finance", "backup approvers can decide after 10 minutes"],
  ],
  [
    { approvers: { kind: "group", group: "grp_1", ownerExcluded: true }, approvals: 3 },
    ["approved by members of Finance, excluding the owner"],
  ],
  [
    { numberMatching: true, readingSeconds: 5, allowEdits: true },
    ["number matching", "read for at least 5 seconds", "can be edited before approval"],
  ],
  [{ approvers: { kind: "group", group: "grp_2", ownerExcluded: false } }, ["approved by a member of grp_2"]],
])("the approvers of %j are described", (parts, who) => {
  expect(describeRule(rule({ outcome: "step_up", ...parts }), names).who).toEqual(who);
});

test.each([
  [30, "30 seconds"],
  [60, "1 minute"],
  [90, "90 seconds"],
  [7200, "2 hours"],
  [604_800, "7 days"],
])("%d seconds are %s", (seconds, words) => {
  expect(durationWords(seconds)).toBe(words);
});
