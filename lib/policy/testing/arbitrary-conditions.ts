import fc from "fast-check";
import type { Condition } from "#lib/policy/language/condition";
import { mostRepeats } from "#lib/policy/language/total";
import { bound, glob, line, name } from "./arbitrary-words.ts";

const total = fc
  .record({
    of: fc.constantFrom("sum", "count"),
    per: fc.constantFrom("agent", "resource", "action"),
    window: fc.constantFrom("24h", "24h", "7d"),
    currencies: fc.array(fc.constantFrom("USD", "EUR"), { minLength: 1, maxLength: 2 }),
    over: bound,
    upTo: fc.option(bound, { nil: undefined }),
  })
  .map(({ currencies, ...drawn }) => {
    const tier = drawn.per === "action" ? repeats(drawn) : drawn;
    return {
      kind: "total" as const,
      ...tier,
      currencies: tier.of === "sum" ? currencies : undefined,
      upTo: tier.upTo !== undefined && tier.upTo > tier.over ? tier.upTo : undefined,
    };
  }) as fc.Arbitrary<Condition>;

/** A total per action is a count with low limits. */
function repeats<Tier extends { of: string; over: number; upTo: number | undefined }>(tier: Tier): Tier {
  const lowered = (limit: number) => Math.min(limit, mostRepeats);
  return { ...tier, of: "count", over: lowered(tier.over), upTo: tier.upTo && lowered(tier.upTo) };
}

/** A name stands for the same values in all rules. */
const list = fc.constantFrom<{ list?: string; values: string[] }>(
  { list: "Currencies", values: ["USD", "EUR", "été"] },
  { list: 'x" || true', values: ['x" || true', "\\"] },
);

/** One condition of a rule. */
export const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .record({
      amount: fc.constantFrom("amount", "deep.amount"),
      currencies: fc.array(fc.constantFrom("USD", "EUR"), { minLength: 1, maxLength: 2 }),
      over: bound,
      upTo: fc.option(bound, { nil: undefined }),
    })
    .map((tier) => ({
      kind: "amount" as const,
      currency: "currency",
      ...tier,
      upTo: tier.upTo !== undefined && tier.upTo > tier.over ? tier.upTo : undefined,
    })),
  fc.record({
    kind: fc.constant("number" as const),
    param: name,
    is: fc.constantFrom("under", "up_to", "equal_to", "from", "over"),
    value: bound,
  }),
  fc
    .record({
      param: name,
      is: fc.constantFrom("one_of", "none_of"),
      among: fc.oneof(
        fc.array(line, { minLength: 1, maxLength: 3 }).map((values) => ({ values })),
        list,
      ),
    })
    .map(({ among, ...drawn }) => ({ kind: "text" as const, ...drawn, ...among })),
  fc.record({
    kind: fc.constant("text" as const),
    param: name,
    is: fc.constant("like" as const),
    values: fc.array(glob, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant("flag" as const), param: name, is: fc.boolean() }),
  fc.record({
    kind: fc.constant("presence" as const),
    param: name,
    is: fc.constantFrom("present", "absent"),
  }),
  fc.record(
    {
      kind: fc.constant("history" as const),
      param: name,
      is: fc.constantFrom("new", "known"),
      days: fc.constantFrom(7, 90),
    },
    { requiredKeys: ["kind", "is"] },
  ),
  total,
);
