import type { Json } from "#client/json/pointer";
import type { Descriptor } from "./descriptor.ts";
import { type Decimal, decimalOf, groupedText, movePoint } from "./formats/decimal.ts";

export type Field = Descriptor["fields"][number];

export interface Control {
  /** `lower`: only lower numbers. `choice`: the descriptor's values. */
  kind: "lower" | "choice" | "text";
  current: string;
  unit?: string | undefined;
  /** For `lower`: the upper bound, for people. */
  limit?: string;
  options?: { value: string; label: string }[];
}

/** A control, with the reader of entered values. */
export interface ReadableControl extends Control {
  read: (entered: string) => { value: Json } | { fault: string };
}

/** Lowers a number, never below zero. The form has the format's units; the signed value keeps its type. */
export function numberControl(
  { format, params = {} }: Field,
  value: Json,
  unit: string | undefined,
): ReadableControl | undefined {
  const minorUnits = format === "amount" ? Number(params.minorUnits ?? 0) : 0;
  const signed = decimalOf(value);
  if (!signed || signed.sign) return undefined;
  const before = movePoint(signed, minorUnits);
  const limit = [groupedText(before, format === "amount" ? 2 : 0), unit].filter(Boolean).join(" ");
  const read = (entered: string) => {
    const after = enteredDecimal(entered);
    if (!after) return { fault: "Enter a number such as 900 or 900.50." };
    if (compare(after, before) >= 0) return { fault: `Enter less than ${limit}.` };
    const changed = signedAs(value, movePoint(after, -minorUnits), signed.fraction.length);
    return changed === undefined ? { fault: "Enter fewer digits after the point." } : { value: changed };
  };
  return { kind: "lower", current: plain(before, minorUnits || signed.fraction.length), unit, limit, read };
}

/** An entered number, with or without grouped thousands. */
function enteredDecimal(entered: string): Decimal | undefined {
  const text = entered.trim();
  const isGrouped = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text);
  return /^\d/.test(text) ? decimalOf(isGrouped ? text.replaceAll(",", "") : text) : undefined;
}

/** The signed form: a text stays a text, with as many digits after the point as before. */
function signedAs(before: Json, after: Decimal, fractionDigits: number): Json | undefined {
  if (typeof before === "string") return plain(after, fractionDigits);
  if (Number.isSafeInteger(before) && after.fraction) return undefined;
  const number = Number(plain(after));
  const exact = decimalOf(number);
  return exact && compare(exact, after) === 0 ? number : undefined;
}

function plain({ whole, fraction }: Decimal, leastFraction = 0): string {
  const digits = fraction.padEnd(leastFraction, "0");
  return digits ? `${whole}.${digits}` : whole;
}

function compare(a: Decimal, b: Decimal): number {
  const places = Math.max(a.fraction.length, b.fraction.length);
  const difference = scaled(a, places) - scaled(b, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function scaled({ whole, fraction }: Decimal, places: number): bigint {
  return BigInt(whole + fraction.padEnd(places, "0"));
}
