import { unreadable } from "./comparison-words.ts";
import { type PolicyAsk, parameterAt } from "./context.ts";
import { cedarDecimal } from "./decimal.ts";
import type { LoadedPolicy } from "./load.ts";
import type { Phrase } from "./phrase.ts";

/**
 * What makes allowing unthinkable whatever the rules say: the type is not in the catalogue, or its amount, if it has one, is no number that
 * Cedar can hold, below zero, or has no currency that is text. A broad allow rule that looks at no amount must not let
 * an amount through that no threshold could read (invariant 1). Nothing for most asks.
 */
export function obstaclesTo(policy: Pick<LoadedPolicy, "catalogue">, { action }: PolicyAsk): Phrase[] {
  const entry = policy.catalogue.get(action.type);
  if (!entry) return [["this type of action is not in the action catalogue"]];
  const obstacles: Phrase[] = [];
  if (entry.amountParam !== null) {
    const amount = parameterAt(action.params, entry.amountParam.split("."));
    if (typeof amount !== "number" || cedarDecimal(amount) === undefined)
      obstacles.push(unreadable(entry.amountParam, amount, "number"));
    else if (amount < 0) obstacles.push([`${entry.amountParam} is below 0`]);
  }
  if (entry.currencyParam === null) return obstacles;
  const currency = parameterAt(action.params, entry.currencyParam.split("."));
  if (typeof currency !== "string") obstacles.push(unreadable(entry.currencyParam, currency, "text"));
  return obstacles;
}
