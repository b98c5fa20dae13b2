import fc from "fast-check";
import type { Refund, SignedTerms } from "./standing-model.ts";

type Which = { which: number };

export type Step =
  | { kind: "ask"; refund: Refund }
  /** For a part of what was signed, with a difference. */
  | { kind: "ask alike"; part: number; difference: Partial<Omit<Refund, "amount">> & { more?: number } }
  | { kind: "ask and approve"; refund: Refund; seconds: number }
  | ({ kind: "sign"; terms: SignedTerms } & Which)
  | { kind: "wait"; seconds: number }
  | ({ kind: "deny" } & Which)
  | ({ kind: "cancel" } & Which)
  | ({ kind: "report failed" } & Which)
  | { kind: "hold" }
  | { kind: "release" };
export type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;

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

const terms = mostly(3, fc.constant(6), fc.integer({ min: 1, max: 5 })).chain((count) =>
  fc.record({
    days: fc.constantFrom(1, 9),
    count: fc.constant(count),
    per_hour: mostly(2, fc.constant(count), fc.integer({ min: 1, max: count })),
    total: mostly(3, fc.constant(6000), fc.constantFrom(500, 2500)),
  }),
);

const which = fc.nat(3);
const of = <K extends Step["kind"]>(
  kind: K,
  members: { [Name in keyof Omit<Of<K>, "kind">]: fc.Arbitrary<Of<K>[Name]> },
): fc.Arbitrary<Step> =>
  fc.record(members as Record<string, fc.Arbitrary<unknown>>).map((made) => ({ ...made, kind }) as Step);

const alike = (difference: fc.Arbitrary<Of<"ask alike">["difference"]>) =>
  of("ask alike", { part: fc.constantFrom(0.3, 0.5, 0.9, 1), difference });
const inside = alike(fc.constant({}));
const different = alike(fc.constantFrom({ currency: "EUR" }, { more: 1 }, { resource: "charge/b" }));

const read = of("ask and approve", { refund: fc.record(usual), seconds: fc.constant(10) });
const sign = of("sign", { which, terms });
const ask = of("ask", { refund: any });
const approve = of("ask and approve", { refund: any, seconds: fc.constantFrom(10, 0) });
const wait = of("wait", { seconds: fc.constantFrom(60, 1800, 3601, 90_000, 400_000) });
const hold = of("hold", {});
const release = of("release", {});
const denied = of("deny", { which });
const cancelled = of("cancel", { which });
const failed = of("report failed", { which: mostly(3, fc.constant(0), which) });

/** What may end a standing approval, and lets the person sign again. */
const surprises = fc.oneof(
  { weight: 7, arbitrary: fc.tuple(different) },
  { weight: 1, arbitrary: fc.tuple(inside, cancelled) },
  { weight: 1, arbitrary: fc.tuple(fc.oneof(ask, approve)) },
);
/** What keeps the person from signing again, most often. */
const lasting = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(inside, failed) },
  { weight: 1, arbitrary: fc.tuple(denied) },
  { weight: 1, arbitrary: fc.tuple(hold, fc.oneof(inside, release), release) },
);
const uses = fc.array(mostly(3, inside, wait), { maxLength: 2, size: "max" });
const signed = (ends: fc.Arbitrary<Step[]>) =>
  fc.tuple(sign, uses, ends, inside).map(([first, used, ended, last]) => [first, ...used, ...ended, last]);
const surprised = fc.array(signed(surprises), { maxLength: 3, size: "max" }).map((all) => all.flat());

/** 6 to 20 steps. */
export const histories = fc
  .tuple(read, read, surprised, signed(lasting), fc.tuple(inside))
  .map(([one, other, ...later]) => [one, other, ...later.flat()].slice(0, 20));
