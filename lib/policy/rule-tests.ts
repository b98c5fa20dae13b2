import { cedarPattern, cedarString } from "./cedar-text.ts";
import type { Condition } from "./condition.ts";
import { cedarDecimal } from "./decimal.ts";
import type { Rule } from "./rule.ts";
import { totalOf } from "./total.ts";

/** What of an ask an attribute of Cedar's context holds. */
export interface Read {
  /** The attribute's name: `number.amount`, `text.currency`, `resource`. */
  attribute: string;
  as: "number" | "text" | "flag" | "presence" | "resource" | "audience" | "now" | "type" | "total";
  /** Where in params; empty for what is no parameter. */
  path: string[];
}

/** One comparison of one attribute: `expression` is true or false wherever the attribute is there. */
export interface Test {
  read: Read;
  expression: string;
}

/**
 * The comparisons that must all hold for a rule to apply, without its action types, agents and expiry. They are written so
 * that each reads one attribute, because then an absent attribute makes exactly one comparison unanswerable.
 */
export function testsOf(rule: Rule): Test[] {
  const tests = rule.conditions.flatMap((condition) => testsOfCondition(condition, rule.actions));
  if (rule.resource !== undefined)
    tests.push(like({ attribute: "resource", as: "resource", path: [] }, rule.resource));
  if (rule.audience !== undefined)
    tests.push(like({ attribute: "audience", as: "audience", path: [] }, rule.audience));
  return tests;
}

/** An attribute of the context, in Cedar. */
export function attributeOf(read: Read): string {
  return `context[${cedarString(read.attribute)}]`;
}

function testsOfCondition(condition: Condition, actions: readonly string[]): Test[] {
  switch (condition.kind) {
    case "amount":
      return amountTests(condition);
    case "number":
      return [numberTest(condition)];
    case "text":
      return [textTest(condition)];
    case "flag":
      return [test(parameter("flag", condition.param), (flag) => (condition.is ? flag : `!${flag}`))];
    case "presence":
      return [
        test(parameter("presence", condition.param), (flag) =>
          condition.is === "present" ? flag : `!${flag}`,
        ),
      ];
    case "total":
      return [
        test({ attribute: totalOf(condition, actions).name, as: "total", path: [] }, (value) =>
          within(value, condition),
        ),
      ];
  }
}

// The upper end first: most rules of a ladder fail there, and Cedar stops at the first comparison that fails.
function amountTests({ amount, currency, currencies, over, upTo }: Condition & { kind: "amount" }): Test[] {
  const range = test(parameter("number", amount), (value) => within(value, { over, upTo }));
  return [range, oneOf(parameter("text", currency), currencies)];
}

function within(value: string, { over, upTo }: { over: number; upTo?: number | undefined }): string {
  return [
    ...(upTo === undefined ? [] : [`${value}.lessThanOrEqual(${decimalLiteral(upTo)})`]),
    `${value}.greaterThan(${decimalLiteral(over)})`,
  ].join(" && ");
}

function numberTest(condition: Condition & { kind: "number" }): Test {
  const bound = decimalLiteral(condition.value);
  return test(parameter("number", condition.param), (value) => {
    switch (condition.is) {
      case "under":
        return `${value}.lessThan(${bound})`;
      case "up_to":
        return `${value}.lessThanOrEqual(${bound})`;
      case "from":
        return `${value}.greaterThanOrEqual(${bound})`;
      case "over":
        return `${value}.greaterThan(${bound})`;
      case "equal_to":
        return `${value} == ${bound}`;
    }
  });
}

function textTest(condition: Condition & { kind: "text" }): Test {
  const read = parameter("text", condition.param);
  if (condition.is === "one_of") return oneOf(read, condition.values);
  if (condition.is === "none_of")
    return test(read, (value) => `!${literalSet(condition.values)}.contains(${value})`);
  return test(
    read,
    (value) => `(${condition.values.map((glob) => `${value} like ${cedarPattern(glob)}`).join(" || ")})`,
  );
}

function oneOf(read: Read, values: string[]): Test {
  return test(read, (value) => `${literalSet(values)}.contains(${value})`);
}

function like(read: Read, glob: string): Test {
  return test(read, (value) => `${value} like ${cedarPattern(glob)}`);
}

function test(read: Read, expression: (attribute: string) => string): Test {
  return { read, expression: expression(attributeOf(read)) };
}

function parameter(as: Read["as"], param: string): Read {
  return { attribute: `${as}.${param}`, as, path: param.split(".") };
}

function literalSet(values: string[]): string {
  return `[${values.map(cedarString).join(", ")}]`;
}

// The rule's schema has seen to it that every number fits.
function decimalLiteral(number: number): string {
  return `decimal("${cedarDecimal(number)}")`;
}
