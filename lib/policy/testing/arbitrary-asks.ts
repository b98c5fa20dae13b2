import fc from "fast-check";
import type { Json } from "#lib/json/canonical";
import type { PolicyAsk } from "#lib/policy/engine/context";
import type { Rule } from "#lib/policy/language/rule";
import { agents, labels, names, number, text, types } from "./arbitrary-words.ts";
import { keyOf } from "./read-directly.ts";

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

// Through JSON, as on the wire: JSON.parse creates `__proto__` as an ordinary member.
const params = fc
  .record({
    others: fc.array(fc.tuple(fc.constantFrom(...names.filter((name) => !name.includes("."))), leaf), {
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

// As PostgreSQL writes numbers, and as nothing should.
const totalTexts = [
  "0",
  "1.0000",
  "99.9999",
  "100",
  "100.0001",
  "100.00010",
  "100.00001",
  "5000.5",
  "-1",
  "922337203685477.0000",
  "922337203685477.5807",
  "922337203685477.5808",
  "1e3",
  "NaN",
  "",
];

const facts = fc.record(
  {
    labels: fc.subarray(labels),
    totals: fc.array(fc.constantFrom(...totalTexts, undefined), { minLength: 1, maxLength: 4 }),
    isNew: fc.array(fc.constantFrom(true, false, undefined), { minLength: 1, maxLength: 4 }),
  },
  { requiredKeys: [] },
);

const asked = fc.record(
  {
    agent: fc.constantFrom(...agents),
    type: fc.constantFrom(...types),
    params,
    resource: text,
    audience: text,
    facts,
  },
  { requiredKeys: ["agent", "type", "params"] },
);

/** An ask under rules that read no totals and no history. */
export const ask: fc.Arbitrary<PolicyAsk> = asked.map((parts) => askOf(parts, []));

/** Rules with asks that have part of the totals and of the history in the rules. */
export function withAsks(
  rules: fc.Arbitrary<Rule[]>,
  count: number,
): fc.Arbitrary<{ all: Rule[]; asks: PolicyAsk[] }> {
  return fc
    .record({ all: rules, parts: fc.array(asked, { minLength: 1, maxLength: count }) })
    .map(({ all, parts }) => ({ all, asks: parts.map((part) => askOf(part, all)) }));
}

interface Parts extends Omit<PolicyAsk["action"], "type" | "params"> {
  agent: string;
  type: string;
  params: PolicyAsk["action"]["params"];
  facts?: { labels?: string[]; totals?: (string | undefined)[]; isNew?: (boolean | undefined)[] };
}

function askOf({ agent, facts: known, ...action }: Parts, rules: Rule[]): PolicyAsk {
  const ask = { agent, owner: "per_one", action };
  if (known === undefined) return ask;
  const { totals: texts = [], isNew = [], ...rest } = known;
  const keys = rules.flatMap(({ conditions }) =>
    conditions.flatMap((one) => (one.kind === "history" ? (keyOf(one, ask) ?? []) : [])),
  );
  const totals = factsBy(namesOfTotals(rules), texts);
  return { ...ask, facts: { ...rest, totals, isNew: factsBy(keys, isNew) } };
}

function factsBy<Fact>(keys: string[], facts: (Fact | undefined)[]): Record<string, Fact> {
  const entries = keys.map((key, index) => [key, facts[index % facts.length]]);
  return Object.fromEntries(entries.filter(([, fact]) => fact !== undefined));
}

function namesOfTotals(rules: Rule[]): string[] {
  const all = rules.flatMap(({ actions, conditions }) =>
    conditions.flatMap((condition) =>
      condition.kind === "total"
        ? [
            `total.${condition.of}.${condition.per}.${condition.window} ${[...new Set(actions)].sort().join(" ")}`,
          ]
        : [],
    ),
  );
  return [...new Set(all)];
}
