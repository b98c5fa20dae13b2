/** An amount as signed: a number in canonical form and a currency, both from the agent. */
export interface Sum {
  value: string;
  currency: string;
}

const plainNumber = /^(-?)(\d+)(?:\.(\d+))?$/;
const plainCurrency = /^[A-Za-z]{1,8}$/;

/**
 * The exact total in each currency, in the order of first amounts; undefined if an amount is
 * missing or can't be read with certainty. Adds digits: no value is ever rounded.
 */
export function totalsOf(sums: readonly (Sum | undefined)[]): Sum[] | undefined {
  const ofCurrencies = new Map<string, string[]>();
  for (const sum of sums) {
    if (!sum || !plainCurrency.test(sum.currency) || !plainNumber.test(sum.value)) return undefined;
    ofCurrencies.set(sum.currency, [...(ofCurrencies.get(sum.currency) ?? []), sum.value]);
  }
  return [...ofCurrencies].map(([currency, values]) => ({ value: totalOf(values), currency }));
}

function totalOf(values: string[]): string {
  const parts = values.map((value) => plainNumber.exec(value) ?? []);
  const digits = Math.max(...parts.map(([, , , fraction = ""]) => fraction.length));
  let total = 0n;
  for (const [, sign = "", whole = "", fraction = ""] of parts)
    total += BigInt(`${sign}${whole}${fraction.padEnd(digits, "0")}`);
  const text = String(total < 0n ? -total : total).padStart(digits + 1, "0");
  const [whole, fraction] = [text.slice(0, text.length - digits), text.slice(text.length - digits)];
  return `${total < 0n ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`;
}
