import { expect, test } from "vitest";
import { isSameStatement } from "./break-glass-request.ts";

const shown = {
  v: 1,
  action: { type: "refund.create", params: { amount: 1250 } },
  approver: "per_a",
  nonce: "a",
  issued_at: "1",
};
const withReason = { ...shown, nonce: "b", issued_at: "2", break_glass_reason: "Nobody else is awake" };
const same = (change: object, reason = "Nobody else is awake") =>
  isSameStatement(JSON.stringify({ ...withReason, ...change }), JSON.stringify(shown), reason);

test("a statement that adds only the typed reason, a nonce and a time matches the page", () => {
  expect(same({})).toBe(true);
});

test.each([
  ["another amount", { action: { type: "refund.create", params: { amount: 12500 } } }],
  ["another approver", { approver: "per_b" }],
  ["one more member", { on_behalf_of: "per_c" }],
  ["another reason", { break_glass_reason: "Because" }],
])("%s is not", (_, change) => {
  expect(same(change)).toBe(false);
});
