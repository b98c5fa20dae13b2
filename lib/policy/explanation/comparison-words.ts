import type { Value } from "#lib/policy/engine/attribute";
import { totalWords } from "#lib/policy/explanation/condition-words";
import { both, either, moneyWords, numberWords, quote } from "#lib/policy/explanation/phrases";
import type { Condition } from "#lib/policy/language/condition";
import { decimalText } from "#lib/policy/language/decimal";
import { agentText, type Phrase } from "#lib/policy/language/phrase";

type Of<Kind extends Condition["kind"]> = Condition & { kind: Kind };
interface Range {
  over: number;
  upTo?: number | undefined;
}

/** How a value compares with a range: "amount 1,250.00 is over 1,000.00". */
export function rangeComparison(name: string, value: Value, range: Range, isMoney: boolean): Phrase {
  const words = (number: string | number) => (isMoney ? moneyWords(number) : numberWords(number));
  const text = typeof value === "bigint" ? decimalText(value) : String(value);
  const { over, upTo } = range;
  const [number, upper] = [Number(text), upTo ?? Number.POSITIVE_INFINITY];
  const start = `${name} ${words(text)} is`;
  if (number > upper) return [`${start} over ${words(upper)}`];
  if (number <= over) return [`${start} not over ${words(over)}`];
  if (upTo === undefined) return [`${start} over ${words(over)}`];
  return [`${start} ${over === 0 ? "" : `over ${words(over)} and `}not over ${words(upTo)}`];
}

/** "total amount per agent in 24 hours: 1,250.00 is over 1,000.00". */
export function totalComparison(condition: Of<"total">, value: Value): Phrase {
  return rangeComparison(`${totalWords(condition)}:`, value, condition, condition.of === "sum");
}

/** "count 120 is over 100". */
export function numberComparison({ param, is, value: bound }: Of<"number">, value: Value): Phrase {
  const number = value as number;
  const words = {
    under: number < bound ? "under" : "not under",
    up_to: number <= bound ? "not over" : "over",
    equal_to: number === bound ? "equal to" : "not",
    from: number >= bound ? "not under" : "under",
    over: number > bound ? "over" : "not over",
  };
  return [`${param} ${numberWords(number)} is ${words[is]} ${numberWords(bound)}`];
}

/** "table people is neither orders nor items". */
export function textComparison(condition: Of<"text">, value: Value, matches: boolean): Phrase {
  const { param, is, values, list } = condition;
  const quoted = values.map(quote);
  const start = [`${param} `, agentText(value as string)];
  if (list !== undefined)
    return [...start, ` is ${matches === (is === "one_of") ? "" : "not "}on the list ${quote(list)}`];
  if (is === "like") return [...start, ` ${matches ? "matches" : "doesn't match"} ${either(quoted)}`];
  if (is === "one_of") return [...start, matches ? " is one the rule lists" : ` is not ${either(quoted)}`];
  return [...start, matches ? ` is not ${either(quoted)}` : ` is one of the excepted ${both(quoted)}`];
}

/** "the currency EUR is not USD". */
export function currencyComparison(
  name: string,
  currencies: string[],
  value: Value,
  matches: boolean,
): Phrase {
  return [
    `${name} `,
    agentText(value as string),
    matches ? " is one the rule lists" : ` is not ${either(currencies)}`,
  ];
}

/** "force is true". */
export function flagComparison({ param, is }: Of<"flag">, matches: boolean): Phrase {
  return [`${param} is ${matches ? is : `${!is}, not ${is}`}`];
}

/** "filter is there, not absent". */
export function presenceComparison({ param, is }: Of<"presence">, matches: boolean): Phrase {
  const opposite = is === "present" ? "absent" : "present";
  return [`${param} is ${matches ? is : `${opposite}, not ${is}`}`];
}
