/**
 * A decimal number as people read it, "1,250.00": thousands grouped, two fraction digits at the least. Works on the digits alone, so that no
 * value is ever rounded. Anything but a plain decimal number, such as 1e+21, stays as it is.
 */
export function amountText(amount: string): string {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (!whole) return amount;
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${fraction.padEnd(2, "0")}`;
}
