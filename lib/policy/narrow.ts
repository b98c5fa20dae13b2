import type { Json } from "#lib/canonical";
import type { CompiledRule } from "./compile.ts";
import type { Condition } from "./condition.ts";
import { parameterAt } from "./context.ts";
import { cedarDecimal } from "./decimal.ts";
import { type Slice, sliceOf } from "./slice.ts";

/** Distinct narrowings kept for a slice; agents choose the parameters, and must not fill the memory with them. */
const mostNarrowings = 64;

/**
 * Leaves out of a slice the rules that one readable amount, number or text rules out, as all bands of a ladder but one are.
 * Cedar would find them not to apply, only slower: evaluating a decimal comparison costs it more than everything here. Whatever is
 * missing, unreadable or of another kind rules nothing out, so that doubts and everything that does apply stay for Cedar to judge.
 */
export function narrow(slice: Slice, params: Record<string, Json>): Slice {
  const kept = [...slice.rules.values()].filter(
    ({ rule }) => !rule.conditions.some((condition) => rulesOut(condition, params)),
  );
  if (kept.length === slice.rules.size) return slice;
  const key = kept.map(({ rule }) => rule.id).join(" ");
  const known = slice.narrowings.get(key);
  if (known) return known;
  if (slice.narrowings.size >= mostNarrowings) return slice;
  return remember(slice, key, kept);
}

function remember(slice: Slice, key: string, kept: CompiledRule[]): Slice {
  const narrower = sliceOf(kept);
  slice.narrowings.set(key, narrower);
  return narrower;
}

function rulesOut(condition: Condition, params: Record<string, Json>): boolean {
  switch (condition.kind) {
    case "amount":
      return (
        isOutside(parameterAt(params, condition.amount.split(".")), condition) ||
        isOther(parameterAt(params, condition.currency.split(".")), condition.currencies)
      );
    case "text":
      return isSettled(parameterAt(params, condition.param.split(".")), condition);
    default:
      return false;
  }
}

// Decimals of at most four digits compare as the numbers that they were read from.
function isOutside(value: Json | undefined, band: Condition & { kind: "amount" }): boolean {
  if (typeof value !== "number" || cedarDecimal(value) === undefined) return false;
  return value <= band.over || (band.upTo !== undefined && value > band.upTo);
}

function isOther(value: Json | undefined, texts: string[]): boolean {
  return typeof value === "string" && !/\p{Cs}/u.test(value) && !texts.includes(value);
}

function isSettled(value: Json | undefined, { is, values }: Condition & { kind: "text" }): boolean {
  if (is === "one_of") return isOther(value, values);
  return is === "none_of" && typeof value === "string" && values.includes(value);
}
