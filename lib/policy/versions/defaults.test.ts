import { describe, expect, test } from "vitest";
import type { Json } from "#lib/json/canonical";
import { compileParamsSchema, paramsSchemaFaults } from "#lib/policy/action-types/params-schema";
import { judge, usd } from "#lib/policy/testing/judge";
import { defaultCatalog, defaultRules } from "./defaults.ts";

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

describe("the default schemas", () => {
  test.each(defaultCatalog)("$type accepts exactly its named parameters", ({ schema, ...entry }) => {
    expect(paramsSchemaFaults(schema)).toEqual([]);
    const validate = compileParamsSchema(schema);
    const least = entry.amountParam ? usd(1) : {};
    expect(validate(least)).toBe(true);
    for (const name of ["Amount", "currency2", "note", "constructor"])
      expect(validate({ ...least, [name]: 1 }), name).toBe(false);
  });

  test.each<[string, Record<string, Json>]>([
    ["data.read", { source: "crm", table: "orders", fields: ["id", "total"], ids: ["1"], limit: 10 }],
    ["refund.create", { ...usd(1), payment: "pay_1", customer: "cus_1", reason: "Billed twice" }],
    ["payment.create", { ...usd(1), recipient: "Acme", account: "DE89", invoice: "7", reference: "May" }],
    ["infra.change", { environment: "production", service: "web", change: "scale", replicas: 3 }],
    ["record.delete", { count: 2, table: "orders", ids: ["1", "2"] }],
    ["message.send", { to: "al@example.com", cc: [], subject: "Hello", body: "Hello" }],
    ["message.send", { to: ["al@example.com", "bo@example.com"], body: "Hello" }],
  ])("%s accepts %j", (type, params) => {
    const { schema = {} } = defaultCatalog.find((entry) => entry.type === type) ?? {};
    expect(compileParamsSchema(schema)(params)).toBe(true);
  });
});
