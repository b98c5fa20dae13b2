/** Cedar's decimal is a signed 64-bit count of ten-thousandths; larger whole numbers do not fit. */
const largest = 922_337_203_685_477;
/** In ten-thousandths: a total above it exceeds every possible threshold. */
export const greatest = 2n ** 63n - 1n;

/**
 * A JSON number as the text of a Cedar decimal
 * (https://docs.cedarpolicy.com/policies/syntax-datatypes.html#datatype-decimal), such as `1250.0`;
 * undefined for more than four fraction digits or a number too large. Uses the number's canonical
 * form (RFC 8785 section 3.2.2.3), like the digest.
 */
export function cedarDecimal(number: number): string | undefined {
  if (!(Math.abs(number) <= largest)) return undefined;
  const text = String(number);
  if (Number.isInteger(number)) return `${text}.0`;
  return /^-?\d+\.\d{1,4}$/.test(text) ? text : undefined;
}

/** A decimal's text, as PostgreSQL writes it, in ten-thousandths; undefined for other text. */
export function tenThousandths(text: string): bigint | undefined {
  const [, sign, whole = "", fraction = ""] = /^(-?)(\d{1,15})(?:\.(\d{1,4})0*)?$/.exec(text) ?? [];
  if (whole === "") return undefined;
  const count = BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, "0"));
  if (count > greatest) return undefined;
  return sign === "-" ? -count : count;
}

/** As {@link decimalText}, at most the greatest decimal. */
export function cappedText(count: bigint): string {
  return decimalText(count > greatest ? greatest : count);
}

/** A count of ten-thousandths as the text of a Cedar decimal. */
export function decimalText(count: bigint): string {
  const digits = String(count < 0n ? -count : count).padStart(5, "0");
  const fraction = digits.slice(-4).replace(/0{1,3}$/, "");
  return `${count < 0n ? "-" : ""}${digits.slice(0, -4)}.${fraction}`;
}
