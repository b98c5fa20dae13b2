import fc from "fast-check";

const mostly = <T>(weight: number, usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>) =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare });

const usual = {
  amount: fc.constantFrom(150, 400, 900, 1250, 1900),
  resource: fc.constantFrom("charge/a", "charge/a", "charge/b"),
  currency: fc.constant("USD"),
};
const any = fc.record({
  // Auto-approved, above the ceiling, of two people, blocked.
  amount: mostly(6, usual.amount, fc.constantFrom(50, 2500, 6000, 60_000)),
  resource: usual.resource,
  currency: mostly(6, usual.currency, fc.constant("EUR")),
});

const terms = fc.integer({ min: 1, max: 5 }).chain((count) =>
  fc.record({
    days: fc.constantFrom(1, 9),
    count: fc.constant(count),
    per_hour: fc.integer({ min: 1, max: count }),
    total: fc.constantFrom(500, 2500, 6000),
  }),
);

const which = fc.nat(5);
const of = <K extends string, T extends object>(
  kind: K,
  members: { [Name in keyof T]: fc.Arbitrary<T[Name]> },
) => fc.record(members as object).map((made) => ({ kind, ...(made as T) }));

const read = of("ask and approve", { refund: fc.record(usual), seconds: fc.constant(10) });
const sign = of("sign", { which, terms });
/** An ask for a part of what was signed, which is inside, or with one difference. */
const alike = of("ask alike", {
  part: fc.constantFrom(0.3, 0.5, 0.9, 1),
  difference: mostly(
    4,
    fc.constant({}),
    fc.constantFrom({ resource: "charge/b" }, { currency: "EUR" }, { larger: true }),
  ),
});

const hold = of("hold", {});
const release = of("release", {});
const denied = of("deny", { which });
const cancelled = of("cancel", { which });
const failed = of("report failed", { which });
const wait = of("wait", { seconds: fc.constantFrom(60, 1800, 3601, 90_000, 400_000) });
const ask = of("ask", { refund: any });
const approve = of("ask and approve", { refund: any, seconds: fc.constantFrom(10, 10, 0) });

// What ends a standing approval is followed by an ask that it covered, most often.
const steps = fc.oneof(
  { weight: 16, arbitrary: fc.tuple(alike) },
  { weight: 3, arbitrary: fc.tuple(fc.oneof(ask, approve)) },
  { weight: 4, arbitrary: fc.tuple(sign) },
  { weight: 3, arbitrary: fc.tuple(wait) },
  { weight: 4, arbitrary: fc.tuple(fc.oneof(denied, cancelled, failed, failed), alike) },
  { weight: 2, arbitrary: fc.tuple(hold, fc.oneof(alike, release), alike, release) },
);

/** 6 to 20 steps. The first three sign something, except in a few. */
export const histories = fc
  .tuple(read, read, sign, fc.array(steps, { minLength: 3, maxLength: 17, size: "max" }))
  .map(([one, other, signed, later]) => [one, other, signed, ...later.flat()].slice(0, 20));

type Made<A> = A extends fc.Arbitrary<infer S> ? S : never;
export type Step = Made<typeof histories>[number];
export type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;
