/** Cedar's decimal holds a signed 64-bit count of ten-thousandths; whole numbers beyond this do not fit. */
const largest = 922_337_203_685_477;

/**
 * A JSON number as the text of a Cedar decimal (https://docs.cedarpolicy.com/policies/syntax-datatypes.html#datatype-decimal),
 * such as `1250.0`; undefined when it has more than four fraction digits or does not fit. What counts is the number's
 * canonical form (RFC 8785 section 3.2.2.3), which is also what the digest covers.
 */
export function cedarDecimal(number: number): string | undefined {
  if (!(Math.abs(number) <= largest)) return undefined;
  const text = String(number);
  if (Number.isInteger(number)) return `${text}.0`;
  return /^-?\d+\.\d{1,4}$/.test(text) ? text : undefined;
}
