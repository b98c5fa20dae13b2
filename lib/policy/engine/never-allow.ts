import type { ActionType } from "#lib/policy/action-types/action-type";
import { type Action, parameterAt } from "#lib/policy/language/action";
import { cedarDecimal } from "#lib/policy/language/decimal";
import type { NamedCurrencies } from "#lib/policy/language/named-currencies";
import { agentText, type Phrase, unreadable } from "#lib/policy/language/phrase";
import type { PolicyAsk } from "./context.ts";
import { type LoadedPolicy, sliceFor } from "./rule-index.ts";
import { commandObstacles, shellCommand } from "./shell-commands.ts";

type Among = "enforced" | "all";

/**
 * The obstacles to auto-approval, independent of the rules. Most asks have none. The obstacles are:
 * - the type is not in the catalog;
 * - the type has no descriptor, unless the policy lets rules auto-approve such types;
 * - its amount, if any, is not a number Cedar can represent, or is below zero;
 * - its currency, or a currency read by a limit on amounts, is not text, or has no limit (`usd`,
 *   `USD ` or a text with a hidden character);
 * - it has a shell command, and isn't of the type for shell commands;
 * - it is a shell command that no rule lists exactly, or that can't be inspected.
 *
 * A broad allow rule without a condition on the amount must not allow an amount no threshold could
 * read (invariant 1).
 * @param among the rules whose limits count: the deciding rules, or also the rules in monitor mode.
 */
export function obstaclesTo(
  policy: LoadedPolicy,
  { action }: PolicyAsk,
  among: Among = "enforced",
): Phrase[] {
  const entry = policy.catalog.get(action.type);
  if (!entry) return [["this action type isn't defined"]];
  return [
    ...descriptorObstacles(policy, entry),
    ...(action.type === shellCommand
      ? shellObstacles(policy, action, among)
      : parameterObstacles(policy, entry, action, among)),
  ];
}

// Its approvers would see raw parameters, and no one has said what such an action is.
function descriptorObstacles({ unclassified }: LoadedPolicy, { type, descriptor }: ActionType): Phrase[] {
  // Of other types, no rule lists whole commands. A list or a table can't hold a command.
  if (type !== shellCommand && descriptor?.fields.some(({ format }) => format === "command"))
    return [[`commands are auto-approved only as ${shellCommand}`]];
  if (unclassified === "allow" || descriptor !== undefined) return [];
  return [["this action type has no description"]];
}

function shellObstacles(policy: LoadedPolicy, { type, params }: Action, among: Among): Phrase[] {
  const { enforced, monitored } = sliceFor(policy, type);
  const slices = among === "all" ? [enforced, monitored] : [enforced];
  return commandObstacles(params, slices, policy.inspectCommand);
}

function parameterObstacles(
  policy: LoadedPolicy,
  entry: ActionType,
  { type, params }: Action,
  among: Among,
): Phrase[] {
  const { currencies } = sliceFor(policy, type);
  return [
    ...amountObstacles(entry, params),
    ...currencyObstacles(entry.currencyParam, currencies[among], params),
  ];
}

function amountObstacles({ amountParam }: ActionType, params: Action["params"]): Phrase[] {
  if (amountParam === null) return [];
  const amount = parameterAt(params, amountParam.split("."));
  if (typeof amount !== "number" || cedarDecimal(amount) === undefined)
    return [unreadable(amountParam, amount, "number")];
  return amount < 0 ? [[`${amountParam} is below 0`]] : [];
}

// Compared exactly, as in the limits: two spellings of a currency are two currencies.
function currencyObstacles(
  currencyParam: string | null,
  currencies: NamedCurrencies,
  params: Action["params"],
): Phrase[] {
  const read = new Set([...(currencyParam === null ? [] : [currencyParam]), ...currencies.keys()]);
  return [...read].flatMap((param) => {
    const currency = parameterAt(params, param.split("."));
    if (typeof currency !== "string") return [unreadable(param, currency, "text")];
    if (currencies.get(param)?.has(currency) ?? true) return [];
    return [[`${param} `, agentText(currency), " is a currency that no rule with a limit names"]];
  });
}
