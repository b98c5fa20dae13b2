import { pointer } from "#client/json/pointer";
import { currencyPointers } from "#lib/descriptors/amounts";
import type { ActionType } from "#lib/policy/action-types/action-type";
import type { Action } from "#lib/policy/language/action";
import { type Difference, leavesOf, mayDifferAt } from "./bounds.ts";

/** More values at one place are too many to read. */
const mostValues = 20;

type Leaves = ReadonlyMap<string, string>;
type Amounts = Pick<ActionType, "amountParam" | "currencyParam" | "standing" | "descriptor">;

/**
 * Where approved actions differ from the read one: in their amount, and in one other place at most, with
 * the values seen there. The amount is up to one that was approved with each of these values, so nothing is
 * inside that combines what was approved apart; a value with smaller amounts than the read one is left out,
 * so that the read action is inside. The currency never differs: a sum is of one.
 */
export function differencesOf(
  action: Action,
  approved: readonly Action[],
  { amountParam, currencyParam, standing, descriptor }: Amounts,
): Difference[] {
  const read = leavesOf(action);
  const amountAt = placeOf(amountParam);
  const currencies = descriptor ? [...currencyPointers(descriptor)].map((path) => `/params${path}`) : [];
  const fixed = [amountAt, placeOf(currencyParam), ...currencies];
  const alike = approved.map((one) => leavesOf(one)).filter((leaves) => hasSamePlaces(read, leaves));
  const ofPlace = (place?: string) =>
    alike.filter((leaves) =>
      [...read].every(([path, value]) => path === place || path === amountAt || leaves.get(path) === value),
    );
  const amountsOf = (leaves: Leaves[], place = "", value?: string) =>
    leaves
      .filter((one) => value === undefined || one.get(place) === value)
      .map((one) => JSON.parse(one.get(amountAt ?? "") ?? "null"))
      .filter((amount) => typeof amount === "number" && amount > 0 && amount <= (standing?.amount ?? 0));
  const readAmount = Math.max(0, ...amountsOf([read]));
  const isUsable = (value: string, leaves: Leaves[], place: string) =>
    isScalar(value) &&
    (amountAt === undefined ||
      amountsOf(leaves, place, value).some((amount) => readAmount > 0 && amount >= readAmount));
  const [widest] = [...read.keys()]
    .filter((path) => mayDifferAt(path) && !fixed.includes(path))
    .map((path) => {
      const leaves = ofPlace(path);
      const seen = [...new Set(leaves.map((one) => one.get(path) ?? "null"))];
      return { path, leaves, values: seen.filter((value) => isUsable(value, leaves, path)).sort() };
    })
    .filter(({ values }) => values.length > 1 && values.length <= mostValues)
    .sort((one, other) => other.values.length - one.values.length);
  const most = (amounts: number[]) => Math.max(0, ...amounts);
  const upTo = widest
    ? Math.min(...widest.values.map((value) => most(amountsOf(widest.leaves, widest.path, value))))
    : most(amountsOf(ofPlace()));
  return [
    ...(widest ? [{ path: widest.path, one_of: widest.values.map((value) => JSON.parse(value)) }] : []),
    ...(amountAt !== undefined && upTo > 0 ? [{ path: amountAt, up_to: upTo }] : []),
  ];
}

/** The place of a parameter of the action type, by JSON Pointer into the action. */
export function placeOf(parameter: string | null | undefined): string | undefined {
  return parameter === null || parameter === undefined
    ? undefined
    : parameter.split(".").reduce(pointer, "/params");
}

function hasSamePlaces(read: Leaves, leaves: Leaves): boolean {
  return leaves.size === read.size && [...read.keys()].every((path) => leaves.has(path));
}

function isScalar(value: string): boolean {
  const read: unknown = JSON.parse(value);
  return read !== null && typeof read !== "object";
}
