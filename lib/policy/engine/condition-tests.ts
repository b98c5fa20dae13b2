import type { Condition } from "#lib/policy/language/condition";
import { cedarDecimal, tenThousandths } from "#lib/policy/language/decimal";
import { historyOf } from "#lib/policy/language/history";
import { totalOf } from "#lib/policy/language/total";
import { globMatcher } from "#lib/text/glob";
import { attributeOf, type Read, type Value } from "./attribute.ts";
import { cedarPattern, cedarString } from "./cedar/cedar-text.ts";

export interface Test {
  /** The comparison's part of the rule: `conditions.0`, `resource`. */
  field: string;
  read: Read;
  /** The comparison in Cedar, true or false wherever the attribute is there. */
  expression: string;
  /** The same comparison on the attribute's value: the predicate that decides. */
  matches: (value: Value) => boolean;
  /** The only matching texts, if limited: the value is one of them, or has one of them. */
  texts?: readonly string[];
  /** Of a total: whether it matches anywhere between two values. */
  reaches?: (from: Value, to: Value) => boolean;
}

type ConditionTest = Omit<Test, "field">;
type Of<Kind extends Condition["kind"]> = Condition & { kind: Kind };

/** The comparisons for a condition of a rule about these action types. All must match. */
export function testsOfCondition(condition: Condition, actions: readonly string[]): ConditionTest[] {
  switch (condition.kind) {
    case "amount":
      return [amountTest(condition), oneOf(parameter("text", condition.currency), condition.currencies)];
    case "number":
      return [numberTest(condition)];
    case "text":
      return [textTest(condition)];
    case "flag":
      return [isTest(parameter("flag", condition.param), condition.is)];
    case "presence":
      return [isTest(parameter("presence", condition.param), condition.is === "present")];
    case "total":
      return totalTests(condition, actions);
    case "history":
      return [historyTest(condition)];
  }
}

function amountTest({ amount, over, upTo }: Of<"amount">): ConditionTest {
  return test(
    parameter("number", amount),
    (value) => within(value, { over, upTo }),
    (value) => (value as number) > over && (upTo === undefined || (value as number) <= upTo),
  );
}

// The upper limit first: most rules of a threshold fail there, and Cedar stops at the first
// comparison that fails.
function within(value: string, { over, upTo }: { over: number; upTo?: number | undefined }): string {
  return [
    ...(upTo === undefined ? [] : [`${value}.lessThanOrEqual(${decimalLiteral(upTo)})`]),
    `${value}.greaterThan(${decimalLiteral(over)})`,
  ].join(" && ");
}

/** Each comparison as what follows the value in Cedar, and as a predicate. */
const comparisons: Record<
  Of<"number">["is"],
  [cedar: (bound: string) => string, matches: (value: number, bound: number) => boolean]
> = {
  under: [(bound) => `.lessThan(${bound})`, (value, bound) => value < bound],
  up_to: [(bound) => `.lessThanOrEqual(${bound})`, (value, bound) => value <= bound],
  equal_to: [(bound) => ` == ${bound}`, (value, bound) => value === bound],
  from: [(bound) => `.greaterThanOrEqual(${bound})`, (value, bound) => value >= bound],
  over: [(bound) => `.greaterThan(${bound})`, (value, bound) => value > bound],
};

function numberTest({ param, is, value: bound }: Of<"number">): ConditionTest {
  const [cedar, matches] = comparisons[is];
  return test(
    parameter("number", param),
    (value) => `${value}${cedar(decimalLiteral(bound))}`,
    (value) => matches(value as number, bound),
  );
}

function textTest({ param, is, values }: Of<"text">): ConditionTest {
  const read = parameter("text", param);
  if (is === "one_of") return oneOf(read, values);
  if (is === "none_of") {
    const excepted = new Set(values);
    const none = (value: string) => `!${literalSet(values)}.contains(${value})`;
    return test(read, none, (value) => !excepted.has(value as string));
  }
  const matchers = values.map(globMatcher);
  return test(
    read,
    (value) => `(${values.map((glob) => `${value} like ${cedarPattern(glob)}`).join(" || ")})`,
    (value) => matchers.some((fits) => fits(value as string)),
  );
}

function isTest(read: Read, is: boolean): ConditionTest {
  return test(
    read,
    (flag) => (is ? flag : `!${flag}`),
    (value) => value === is,
  );
}

function historyTest({ is, ...condition }: Of<"history">): ConditionTest {
  const { name, path } = historyOf(condition);
  return isTest({ attribute: name, as: "history", path }, is === "new");
}

// A sum has one currency: the rule does not apply to another currency, and is indeterminate for a
// request without a currency.
function totalTests(condition: Of<"total">, actions: readonly string[]): ConditionTest[] {
  const { over, upTo, currencies } = condition;
  const [lower, upper] = [scaled(over), upTo === undefined ? undefined : scaled(upTo)];
  const reaches = (from: Value, to: Value) =>
    (to as bigint) > lower && (upper === undefined || (from as bigint) <= upper);
  const compared = test(
    { attribute: totalOf(condition, actions).name, as: "total", path: [] },
    (value) => within(value, condition),
    (value) => reaches(value, value),
  );
  const total = { ...compared, reaches };
  if (currencies === undefined) return [total];
  return [total, oneOf({ attribute: "currency", as: "currency", path: [] }, currencies)];
}

function oneOf(read: Read, values: string[]): ConditionTest {
  const listed = new Set(values);
  const contains = test(
    read,
    (value) => `${literalSet(values)}.contains(${value})`,
    (value) => listed.has(value as string),
  );
  return { ...contains, texts: values };
}

function test(
  read: Read,
  expression: (attribute: string) => string,
  matches: (value: Value) => boolean,
): ConditionTest {
  return { read, expression: expression(attributeOf(read)), matches };
}

function parameter(as: Read["as"], param: string): Read {
  return { attribute: `${as}.${param}`, as, path: param.split(".") };
}

function literalSet(values: string[]): string {
  return `[${values.map(cedarString).join(", ")}]`;
}

// The rule's schema ensures that every number fits.
function decimalLiteral(number: number): string {
  return `decimal("${cedarDecimal(number)}")`;
}

function scaled(number: number): bigint {
  return tenThousandths(String(cedarDecimal(number))) ?? 0n;
}
