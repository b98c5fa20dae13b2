/** An amount as signed: a number in canonical form and a currency, both from the agent. */
export interface Sum {
  value: string;
  currency: string;
}

const plainNumber = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * The exact total of amounts in one currency; undefined for several currencies, or for a number that
 * isn't a plain decimal. Adds digits: no value is ever rounded.
 */
export function totalOf(sums: readonly (Sum | undefined)[]): Sum | undefined {
  const [first] = sums;
  if (!first || !/^[A-Za-z]{1,8}$/.test(first.currency)) return undefined;
  const parts = sums.map((sum) => (sum?.currency === first.currency ? plainNumber.exec(sum.value) : null));
  const digits = Math.max(...parts.map((part) => part?.[3]?.length ?? 0));
  let total = 0n;
  for (const part of parts) {
    if (!part) return undefined;
    const [, sign, whole, fraction = ""] = part;
    total += BigInt(`${sign}${whole}${fraction.padEnd(digits, "0")}`);
  }
  const text = String(total < 0n ? -total : total).padStart(digits + 1, "0");
  const [whole, fraction] = [text.slice(0, text.length - digits), text.slice(text.length - digits)];
  const value = `${total < 0n ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`;
  return { value, currency: first.currency };
}
