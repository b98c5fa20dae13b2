import { type Action, parameterAt } from "#lib/policy/language/action";
import type { ActionType } from "./action-type.ts";

/** The parts of an action that totals count by. */
export interface CountedAmount {
  amount: number;
  currency: string | undefined;
}

/** The amount of an action, if its type names the parameter and the value is a number. */
export function countedAmount(
  { params }: Action,
  entry: Pick<ActionType, "amountParam" | "currencyParam"> | undefined,
): CountedAmount | undefined {
  const amount = entry?.amountParam ? parameterAt(params, entry.amountParam.split(".")) : undefined;
  const currency = entry?.currencyParam ? parameterAt(params, entry.currencyParam.split(".")) : undefined;
  if (typeof amount !== "number") return undefined;
  return { amount, currency: isNameable(currency) ? currency : undefined };
}

/** The longest nameable by a rule. */
const longestCurrency = 500;

// PostgreSQL cannot store U+0000, and no rule can name such a text.
function isNameable(currency: unknown): currency is string {
  return typeof currency === "string" && currency.length <= longestCurrency && !currency.includes("\u0000");
}
