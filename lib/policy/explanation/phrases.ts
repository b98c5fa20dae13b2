const plain = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 20 });
const money = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 20 });

/** A number, or a decimal's text, formatted with all digits: "1,234.5". */
export function numberWords(number: number | string): string {
  return plain.format(number as Intl.StringNumericLiteral);
}

/** The same with two fraction digits at the least: "1,250.00". */
export function moneyWords(number: number | string): string {
  return money.format(number as Intl.StringNumericLiteral);
}

export function quote(text: string): string {
  return `“${text}”`;
}

/** "a", "a or b", "a, b or c". */
export function either(words: readonly string[]): string {
  return listed(words, "or");
}

/** "a", "a and b", "a, b and c". */
export function both(words: readonly string[]): string {
  return listed(words, "and");
}

function listed(words: readonly string[], join: string): string {
  const [last = "", ...others] = words.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(", ")} ${join} ${last}`;
}

/** A number of seconds in the largest whole unit: "15 minutes". */
export function durationWords(seconds: number): string {
  const units: [number, string][] = [
    [86_400, "day"],
    [3600, "hour"],
    [60, "minute"],
    [1, "second"],
  ];
  for (const [size, unit] of units)
    if (seconds % size === 0) return `${seconds / size} ${unit}${seconds === size ? "" : "s"}`;
  return `${seconds} seconds`;
}
