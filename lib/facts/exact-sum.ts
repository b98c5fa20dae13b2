/** A decimal number of any length: `digits` × 10^-`scale`. */
export class ExactSum {
  static readonly zero = new ExactSum(0n, 0);

  private constructor(
    private readonly digits: bigint,
    private readonly scale: number,
  ) {}

  /** The number in a text of PostgreSQL's `numeric`, or of a JavaScript number. */
  static of(text: string): ExactSum {
    const [mantissa = "0", power = "0"] = text.split("e");
    const [whole = "0", fraction = ""] = mantissa.split(".");
    const scale = fraction.length - Number(power);
    const digits = BigInt(whole + fraction);
    return scale >= 0 ? new ExactSum(digits, scale) : new ExactSum(digits * 10n ** BigInt(-scale), 0);
  }

  plus(other: ExactSum): ExactSum {
    const scale = Math.max(this.scale, other.scale);
    return new ExactSum(this.digitsAt(scale) + other.digitsAt(scale), scale);
  }

  minus(other: ExactSum): ExactSum {
    return this.plus(new ExactSum(-other.digits, other.scale));
  }

  /** The number of ten-thousandths, rounded up. For a sum that isn't below zero. */
  ceilTenThousandths(): bigint {
    if (this.scale <= 4) return this.digitsAt(4);
    const divisor = 10n ** BigInt(this.scale - 4);
    return (this.digits + divisor - 1n) / divisor;
  }

  private digitsAt(scale: number): bigint {
    return this.digits * 10n ** BigInt(scale - this.scale);
  }
}
