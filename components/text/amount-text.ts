/** An amount with its currency, if known: "1,250.00 USD". */
export function sumText(amount: string, currency: string | null | undefined): string {
  return [amountText(amount), currency].filter(Boolean).join(" ");
}

/** "1,250.00": grouped thousands, two fraction digits or more. By digits: no value is rounded. */
export function amountText(amount: string): string {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (!whole) return amount;
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${fraction.padEnd(2, "0")}`;
}
