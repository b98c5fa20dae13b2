/**
 * Whether a JSON number survives reading into a double (IEEE 754): written out again, the decimal
 * value is the same. `1.10` and `1e2` survive; `1234567890123456.7`, `9007199254740993` and
 * `1e-400` change. Integers beyond 2^53 are always refused (RFC 7493 section 2.2), since other
 * readers may change them.
 */
export function isExactNumber(text: string): boolean {
  // Up to 15 significant digits always survive (DBL_DIG); without an exponent the magnitude cannot
  // be out of range either.
  if (text.length <= 15 && !/e/i.test(text)) return true;
  const value = Number(text);
  if (!Number.isFinite(value)) return false;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false;
  const [written, read] = [decimalOf(text), decimalOf(String(value))];
  return written.digits === read.digits && written.exponent === read.exponent;
}

/** Digits × 10^exponent of a decimal. By hand: a pattern is quadratic on a hostile text. */
function decimalOf(text: string) {
  const [mantissa = "", power = "0"] = text.replace(/^-/, "").split(/e/i);
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = whole + fraction;
  let [start, end] = [0, digits.length];
  while (digits[start] === "0") start++;
  while (end > start && digits[end - 1] === "0") end--;
  if (start === end) return { digits: "", exponent: 0 };
  return {
    digits: digits.slice(start, end),
    exponent: Number(power) - fraction.length + (digits.length - end),
  };
}
