import type { Value } from "#lib/policy/engine/attribute";
import type { Test } from "#lib/policy/engine/condition-tests";
import { type Asked, keyOfHistory } from "#lib/policy/engine/context";
import { historyWords, hoursWords, totalWords } from "#lib/policy/explanation/condition-words";
import { either, quote } from "#lib/policy/explanation/phrases";
import { parameterAt } from "#lib/policy/language/action";
import type { Condition } from "#lib/policy/language/condition";
import { comparedValue } from "#lib/policy/language/history";
import type { Hours } from "#lib/policy/language/hours";
import { minuteWords } from "#lib/policy/language/minute-of-week";
import { agentText, type Phrase, unreadable } from "#lib/policy/language/phrase";
import type { Rule } from "#lib/policy/language/rule";
import {
  currencyComparison,
  flagComparison,
  numberComparison,
  presenceComparison,
  rangeComparison,
  textComparison,
  totalComparison,
} from "./comparison-words.ts";

/** The result of a comparison in words. `value` is the ask's; undefined when unreadable. */
export function findingWords(rule: Rule, test: Test, asked: Asked, value: Value | undefined): Phrase {
  const condition = conditionOf(rule, test);
  if (value === undefined) return uncheckableWords(test, asked, condition);
  const matches = test.matches(value);
  if (condition) return conditionFinding(condition, test, value, matches);
  switch (test.field) {
    case "labels":
      return [`the agent ${matches ? "is" : "isn't"} labeled ${either(rule.labels ?? [])}`];
    case "hours":
      return rule.hours ? hoursFinding(rule.hours, value as number, matches) : [];
    default: {
      const glob = (test.field === "resource" ? rule.resource : rule.audience) ?? "";
      return [
        `${nameOf(test.field)} `,
        agentText(value as string),
        ` ${matches ? "matches" : "doesn't match"} ${quote(glob)}`,
      ];
    }
  }
}

function conditionOf(rule: Rule, { field }: Test): Condition | undefined {
  const [part, index] = field.split(".");
  return part === "conditions" ? rule.conditions[Number(index)] : undefined;
}

function conditionFinding(condition: Condition, { read }: Test, value: Value, matches: boolean): Phrase {
  switch (condition.kind) {
    case "amount":
      return read.as === "number"
        ? rangeComparison(condition.amount, value, condition, true)
        : currencyComparison(condition.currency, condition.currencies, value, matches);
    case "total":
      return read.as === "total"
        ? totalComparison(condition, value)
        : currencyComparison("the currency", condition.currencies ?? [], value, matches);
    case "number":
      return numberComparison(condition, value);
    case "text":
      return textComparison(condition, value, matches);
    case "flag":
      return flagComparison(condition, matches);
    case "presence":
      return presenceComparison(condition, matches);
    case "history":
      return [historyWords(condition, value === true)];
  }
}

function hoursFinding(hours: Hours, minute: number, matches: boolean): Phrase {
  const opposite = hours.is === "within" ? "outside" : "within";
  return [`${minuteWords(minute)} is ${matches ? hours.is : opposite} ${hoursWords(hours)}`];
}

function uncheckableWords(
  { field, read }: Test,
  { action }: Asked,
  condition: Condition | undefined,
): Phrase {
  switch (read.as) {
    case "number":
    case "text":
    case "flag":
      return unreadable(read.path.join("."), parameterAt(action.params, read.path), read.as);
    case "total":
      return [`${condition?.kind === "total" ? totalWords(condition) : "a total"} couldn't be calculated`];
    case "history": {
      const found = comparedValue(read.path, action);
      if (found === undefined && read.path.length === 0) return ["the request has no resource"];
      return typeof found === "string" && keyOfHistory({ name: read.attribute, path: read.path }, action)
        ? ["what the agent did before is unknown"]
        : unreadable(read.path.join(".") || "the resource", found, "text");
    }
    case "currency":
      return ["the request has no currency"];
    case "labels":
      return ["the agent's labels are unknown"];
    default:
      return [`the request has no ${nameOf(field)}`];
  }
}

/** What people call a field of an ask. */
function nameOf(field: string): string {
  return field === "audience" ? "tool" : field;
}
