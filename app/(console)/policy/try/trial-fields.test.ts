import { expect, test } from "vitest";
import { CountersignError } from "#lib/kernel/errors";
import { paramsFaultWords, trialFields } from "./trial.ts";

const typed = {
  policy: "in_force",
  agentId: "agt_1",
  type: " refund.create ",
  params: '{"amount": 5}',
  resource: "",
  audience: "",
  at: "",
};

test("empty fields are left out, including an empty time", () => {
  expect(trialFields.parse(typed)).toEqual({
    policy: "in_force",
    agentId: "agt_1",
    action: { type: "refund.create", params: { amount: 5 } },
    at: undefined,
  });
});

test("a time is in UTC", () => {
  const { at, action } = trialFields.parse({ ...typed, at: "2026-05-01T09:30:00Z", resource: "charge/1" });
  expect(at?.toISOString()).toBe("2026-05-01T09:30:00.000Z");
  expect(action.resource).toBe("charge/1");
});

test.each([
  [{ params: '{\n"a": 1,\n"a": 2}' }, "params", /^Line 3 isn't valid JSON: duplicate member/],
  [{ params: "[]" }, "params", /JSON object/],
  [{ type: "Refund" }, "type", /lower-case words/],
  [{ at: "tomorrow" }, "at", /date/],
  [{ policy: "version 7" }, "policy", /./],
])("%j is refused at its field", (parts, field, words) => {
  const { error } = trialFields.safeParse({ ...typed, ...parts });
  expect(error?.issues.map(({ path }) => path[0])).toEqual([field]);
  expect(error?.issues[0]?.message).toMatch(words);
});

test("schema errors are shown with their lines", () => {
  const errors = [{ path: "/action/params/amount", message: "must be >= 0" }];
  const refusal = new CountersignError("invalid_action", "no", { userMessage: "no", details: { errors } });
  expect(paramsFaultWords('{\n"amount": -1}', refusal)).toContain("Line 2, /amount: must be >= 0");
});
