/** An amount with its currency, if known: "1,250.00 USD". */
export function sumText(amount: string, currency: string | null | undefined): string {
  return [amountText(amount), currency].filter(Boolean).join(" ");
}

/**
 * A decimal number for reading, "1,250.00": grouped thousands, at least two fraction digits. Works on
 * the digits, so that no value is rounded. Another format, such as 1e+21, stays unchanged.
 */
export function amountText(amount: string): string {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (!whole) return amount;
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${fraction.padEnd(2, "0")}`;
}
