import { expect, test } from "vitest";
import { defaultCatalogue, defaultRules } from "./defaults.ts";
import { describeRule, durationWords } from "./describe-rule.ts";
import { rule } from "./testing/judge.ts";

const names = {
  actions: new Map(defaultCatalogue.map(({ type, title }) => [type, title])),
  agents: new Map([["agt_1", "Support agent"]]),
};

test("a rule is told in plain words", () => {
  const large = defaultRules.find(({ id }) => id === "refund-large") ?? rule({ outcome: "block" });
  expect(describeRule(large, names)).toEqual({
    title: "Refunds over 5,000 need two approvals",
    outcome: "Needs 2 approvals",
    actions: "Refund a payment",
    when: ["amount is over 5,000 and up to 50,000, in USD, EUR or GBP"],
    lives: ["a request waits 15 minutes", "its grant lives 5 minutes"],
    hasUsualLives: true,
    until: undefined,
    isEnabled: true,
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
        { kind: "flag", param: "force", is: false },
        { kind: "presence", param: "filter", is: "absent" },
      ],
      resource: "db/*",
      agents: ["agt_1", "agt_2"],
      expiresAt: "2026-06-01T08:30:00Z",
    }),
    names,
  );
  expect(words).toMatchObject({
    outcome: "Never runs",
    actions: "Read data, every infra.* action or every action",
    when: [
      "count is up to 1,234.5",
      "table is neither “people” nor “salaries”",
      "path is like “/etc/*”",
      "force is false",
      "filter is absent",
      "resource is like “db/*”",
      "agent is Support agent or agt_2",
    ],
    lives: [],
    until: "until 2026-06-01 08:30 UTC",
  });
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
