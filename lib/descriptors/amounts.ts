import type { Descriptor } from "./descriptor.ts";
import { currencyDigits } from "./formats/numbers.ts";
import { type Formatted, innerFormats } from "./inner-formats.ts";

/** A format within a descriptor, with the steps from the field. */
type Place = [Formatted, (string | number)[]];

function amountsOf({ fields }: Pick<Descriptor, "fields">): Place[] {
  return fields
    .flatMap((field, index): Place[] => [
      [field, [index]],
      ...innerFormats(field).map(([inner, at]): Place => [inner, [index, ...at]]),
    ])
    .filter(([{ format }]) => format === "amount");
}

/** The parameters with the currency of an amount, by JSON Pointer. */
export function currencyPointers(descriptor: Pick<Descriptor, "fields">): ReadonlySet<string> {
  const currencies = amountsOf(descriptor).map(([{ params }]) => params?.currency);
  return new Set(currencies.filter((one) => typeof one === "string" && one.startsWith("/")) as string[]);
}

/** Amounts in a fixed currency with wrong `minorUnits`: every action would be shown raw. */
export function minorUnitFaults(descriptor: Pick<Descriptor, "fields">): { path: string; message: string }[] {
  return amountsOf(descriptor).flatMap(([{ params }, at]) => {
    const { currency, minorUnits } = { ...params } as { currency?: string; minorUnits?: number };
    if (minorUnits === undefined || currency === undefined || currency.startsWith("/")) return [];
    const digits = currencyDigits(currency);
    if (digits === minorUnits) return [];
    const message =
      digits === undefined
        ? `ISO 4217 has no minor units of ${currency}: leave minorUnits out`
        : `ISO 4217 gives ${currency} ${digits} digits after the point, not ${minorUnits}`;
    return [{ path: `/fields/${at.join("/")}/params/minorUnits`, message }];
  });
}
