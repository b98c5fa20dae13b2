import { describe, expect, test } from "vitest";
import type { Json } from "#lib/canonical";
import { defaultRules } from "./defaults.ts";
import { judge, usd } from "./testing/judge.ts";

describe("the default rules", () => {
  test.each<[string, Record<string, Json>, string, number]>([
    ["data.read", { table: "orders" }, "allow", 0],
    ["refund.create", usd(100), "allow", 0],
    ["refund.create", usd(100.01), "step_up", 1],
    ["refund.create", usd(5000.01), "step_up", 2],
    ["refund.create", usd(50_000.01), "block", 0],
    ["refund.create", { amount: 1, currency: "JPY" }, "step_up", 2],
    ["refund.create", usd("1"), "step_up", 2],
    ["payment.create", usd(1), "step_up", 1],
    ["payment.create", usd(5001), "step_up", 2],
    ["payment.create", usd(50_001), "block", 0],
    ["infra.change", {}, "step_up", 1],
    ["record.delete", { count: 1 }, "step_up", 1],
    ["record.delete", { count: 101 }, "step_up", 2],
    ["record.delete", {}, "step_up", 2],
    ["message.send", {}, "step_up", 1],
    ["anything.else", {}, "step_up", 1],
  ])("%s %j: %s", (type, params, outcome, approvalsRequired) => {
    expect(judge(defaultRules, params, type)).toMatchObject({ outcome, approvalsRequired });
  });
});
