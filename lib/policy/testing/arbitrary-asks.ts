import fc from "fast-check";
import type { Json } from "#lib/canonical";
import type { PolicyAsk } from "../context.ts";
import { agents, names, number, text, types } from "./arbitrary-words.ts";

const leaf: fc.Arbitrary<Json> = fc.oneof(
  number,
  text,
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom<Json>(
    { __extn: { fn: "decimal", arg: "1.0" } },
    { __entity: { type: "Agent", id: "agt_one" } },
    ["USD"],
    {},
  ),
);

// Through JSON, as on the wire: JSON.parse makes `__proto__` a member like any other.
const params = fc
  .record({
    others: fc.array(fc.tuple(fc.constantFrom(...names.filter((one) => !one.includes("."))), leaf), {
      maxLength: 3,
    }),
    amount: fc.option(number, { nil: undefined }),
    deep: fc.option(number, { nil: undefined }),
    currency: fc.constantFrom("USD", "USD", "EUR", "JPY", undefined),
  })
  .map(({ others, amount, deep, currency }) => {
    const members = new Map<string, Json>();
    if (amount !== undefined) members.set("amount", amount);
    if (deep !== undefined) members.set("deep", { amount: deep });
    if (currency !== undefined) members.set("currency", currency);
    for (const [key, value] of others) members.set(key, value);
    const json = [...members].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
    return JSON.parse(`{${json.join(",")}}`);
  });

export const ask: fc.Arbitrary<PolicyAsk> = fc
  .record(
    {
      agent: fc.constantFrom(...agents),
      type: fc.constantFrom(...types),
      params,
      resource: text,
      audience: text,
    },
    { requiredKeys: ["agent", "type", "params"] },
  )
  .map(({ agent, ...action }) => ({ agent, owner: "per_one", action }));
