import { canonicalJson } from "#client/json/canonical";

export interface Decimal {
  sign: string;
  whole: string;
  fraction: string;
}

/** The digits of a JSON number or its text, never rounded; undefined for other values and exponents. */
export function decimalOf(value: unknown): Decimal | undefined {
  const text = typeof value === "number" ? canonicalJson(value) : value;
  if (typeof text !== "string") return undefined;
  const [, sign = "", whole = "", fraction = ""] =
    /^(-?)(0|[1-9]\d{0,29})(?:\.(\d{1,30}))?$/.exec(text) ?? [];
  return whole ? { sign, whole, fraction } : undefined;
}

/** A decimal with grouped thousands: "1,250.5". `leastFraction`: the fewest digits after the point. */
export function groupedText({ sign, whole, fraction }: Decimal, leastFraction: number = 0) {
  const digits = fraction.padEnd(leastFraction, "0");
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${digits ? `.${digits}` : ""}`;
}

/** The number with its point moved left (`places` above 0) or right. */
export function movePoint({ sign, whole, fraction }: Decimal, places: number) {
  const digits =
    places >= 0 ? whole.padStart(places + 1, "0") + fraction : whole + fraction.padEnd(-places, "0");
  const point = places >= 0 ? digits.length - fraction.length - places : whole.length - places;
  const rest = digits.slice(point).replace(/0+$/, "");
  return { sign, whole: digits.slice(0, point).replace(/^0+(?=\d)/, ""), fraction: rest };
}
