import type { Condition } from "#lib/policy/language/condition";
import type { HistoryCondition } from "#lib/policy/language/history";
import type { Hours } from "#lib/policy/language/hours";
import { weekdays } from "#lib/policy/language/minute-of-week";
import type { TotalCondition } from "#lib/policy/language/total";
import { both, either, numberWords, quote } from "./phrases.ts";

/** A condition in words: "amount is over 100 and up to 5,000, in USD or EUR". */
export function conditionWords(condition: Condition): string {
  switch (condition.kind) {
    case "amount":
      return `${condition.amount} is ${rangeWords(condition)}, in ${either(condition.currencies)}`;
    case "number":
      return `${condition.param} is ${condition.is.replaceAll("_", " ")} ${numberWords(condition.value)}`;
    case "text":
      return textWords(condition);
    case "flag":
    case "presence":
      return `${condition.param} is ${condition.is}`;
    case "history":
      return historyWords(condition, condition.is === "new");
    case "total": {
      if (condition.per === "action") return repeatWords(condition);
      const inCurrencies = condition.currencies ? `, in ${either(condition.currencies)}` : "";
      return `${totalWords(condition)} is ${rangeWords(condition)}${inCurrencies}`;
    }
  }
}

/** Whether a text is new: "customer is new to the agent", "the resource wasn't approved for the agent in the last 90 days". */
export function historyWords(
  { param = "the resource", days }: Pick<HistoryCondition, "param" | "days">,
  isNew: boolean,
): string {
  const time = days === undefined ? "before" : `in the last ${days === 1 ? "day" : `${days} days`}`;
  if (!isNew) return `${param} was approved for the agent ${time}`;
  return days === undefined
    ? `${param} is new to the agent`
    : `${param} wasn't approved for the agent ${time}`;
}

/** A request for exactly the same action: "the same action is pending or was approved in the last 7 days". */
function repeatWords(condition: TotalCondition): string {
  const { over, upTo, window } = condition;
  const time = `in the last ${window === "1h" ? "hour" : windowWords[window]}`;
  if (over === 1 && upTo === undefined)
    return `the same action is pending or was approved or auto-approved ${time}`;
  if (over === 0 && upTo === 1)
    return `the same action isn't pending and wasn't approved or auto-approved ${time}`;
  return `${totalWords(condition)} is ${rangeWords(condition)}`;
}

const windowWords = { "1h": "1 hour", "24h": "24 hours", "7d": "7 days" } as const;

/** What a total is of: "total amount per agent in 24 hours". */
export function totalWords({ of, per, window }: Pick<TotalCondition, "of" | "per" | "window">): string {
  const time = windowWords[window];
  if (per === "action") return `number of requests for the same action in ${time}`;
  return `${of === "sum" ? "total amount" : "number of requests"} per ${per} in ${time}`;
}

// "over 100 and up to 5,000".
function rangeWords({ over, upTo }: { over: number; upTo?: number | undefined }): string {
  if (upTo === undefined) return `over ${numberWords(over)}`;
  return `${over === 0 ? "" : `over ${numberWords(over)} and `}up to ${numberWords(upTo)}`;
}

/** "Mon–Fri 09:00–17:00 Europe/Berlin". */
export function hoursWords({ days, from, to, timeZone }: Hours): string {
  return `${dayWords(days)} ${from}–${to} ${timeZone}`;
}

// Three or more days in a row are a span.
function dayWords(days: Hours["days"]): string {
  const runs: string[][] = [];
  let last = -2;
  for (const [index, day] of weekdays.entries()) {
    if (!days.includes(day)) continue;
    if (index === last + 1) runs.at(-1)?.push(capital(day));
    else runs.push([capital(day)]);
    last = index;
  }
  return both(runs.flatMap((run) => (run.length > 2 ? [`${run[0]}–${run.at(-1)}`] : run)));
}

function textWords({ param, is, values, list }: Condition & { kind: "text" }): string {
  const quoted = values.map(quote);
  if (list !== undefined) {
    const size = `${numberWords(values.length)} ${values.length === 1 ? "value" : "values"}`;
    return `${param} ${is === "one_of" ? "is" : "isn't"} on the list ${quote(list)} (${size})`;
  }
  if (is === "like") return `${param} matches ${either(quoted)}`;
  return `${param} ${is === "one_of" ? "is" : "isn't"} ${either(quoted)}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
