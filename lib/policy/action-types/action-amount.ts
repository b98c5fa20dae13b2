import { type Action, parameterAt } from "#lib/policy/language/action";
import type { ActionType } from "./action-type.ts";

/** An action's amount. `currency`, and a text as `value`, are the agent's: untrusted. */
export interface ActionAmount {
  /** A number's canonical form (RFC 8785) with the signed digits, or the agent's text. */
  value: string;
  currency?: string;
}

/** The amount of an action by its type's parameter; undefined without a readable amount. */
export function actionAmount(
  action: Action,
  entry: Pick<ActionType, "amountParam" | "currencyParam"> | undefined,
): ActionAmount | undefined {
  const value = scalarAt(action, entry?.amountParam);
  if (value === undefined) return undefined;
  const currency = scalarAt(action, entry?.currencyParam);
  return currency === undefined ? { value } : { value, currency };
}

function scalarAt({ params }: Action, parameter: string | null | undefined): string | undefined {
  if (!parameter) return undefined;
  const value = parameterAt(params, parameter.split("."));
  return typeof value === "number" || typeof value === "string" ? String(value) : undefined;
}

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

const longestCurrency = 500;

// PostgreSQL cannot store U+0000, and no rule can name such a text.
function isNameable(currency: unknown): currency is string {
  return typeof currency === "string" && currency.length <= longestCurrency && !currency.includes("\u0000");
}
