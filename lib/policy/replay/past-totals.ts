import { type CountedAmount, countedAmount } from "#lib/policy/action-types/action-amount";
import { type LoadedPolicy, totalsRead } from "#lib/policy/engine/rule-index";
import type { Action } from "#lib/policy/language/action";
import { cappedText, cedarDecimal, greatest, tenThousandths } from "#lib/policy/language/decimal";
import { concerns } from "#lib/policy/language/rule";
import { idIn, type Total, windowSeconds } from "#lib/policy/language/total";
import { SlidingLedger } from "./sliding-ledger.ts";

export interface Made {
  agentId: string;
  ownerId: string;
  action: Action;
  /** In milliseconds since the epoch, as `until`. */
  at: number;
  /** When the request stopped counting: never if allowed or approved, `at` if blocked. */
  until: number;
}

/**
 * The totals of past requests, each at the moment of the request: requests then pending count,
 * regardless of their later outcome; requests already closed without an approval do not. Whether an
 * approved request was still pending at a later moment isn't known, so other owners' requests count
 * in full, and a preview blocks where an ask may only need approval. Requests have to come in the
 * order of their creation.
 */
export class PastTotals {
  readonly #ledgers: { total: Total; ledger: SlidingLedger; windowMs: number }[];

  constructor(private readonly policy: LoadedPolicy) {
    const enforced = policy.rules.filter(({ rule }) => !rule.isMonitored);
    this.#ledgers = totalsRead(enforced).map((total) => ({
      ...{ total, ledger: new SlidingLedger(), windowMs: windowSeconds[total.window] * 1000 },
    }));
  }

  /** How far back totals look, in milliseconds; 0 when the policy reads none. */
  get reachMs(): number {
    return Math.max(0, ...this.#ledgers.map(({ windowMs }) => windowMs));
  }

  add({ action, at, until, ...made }: Made): void {
    if (until <= at) return;
    const amount = this.#amountOf(action);
    for (const { total, ledger, windowMs } of this.#ledgers) {
      const key = concerns(total, action.type) ? keyOf(total, made, action, amount) : undefined;
      const value = total.of === "count" ? oneRequest : amount?.currency && worthOf(amount.amount);
      if (key !== undefined && value) ledger.add(key, value, Math.min(until, at + windowMs));
    }
  }

  /** A request's totals at its own moment, with itself. Impossible totals are left out. */
  of({ action, at, ...made }: Made): Record<string, string> {
    const totals: Record<string, string> = {};
    const amount = this.#amountOf(action);
    for (const { total, ledger } of this.#ledgers) {
      const key = keyOf(total, made, action, amount);
      const own = total.of === "count" ? oneRequest : amount && ownWorth(amount.amount);
      if (key === undefined || own === undefined) continue;
      totals[total.name] = cappedText(ledger.sumAt(key, at) + own);
    }
    return totals;
  }

  #amountOf(action: Action): CountedAmount | undefined {
    return countedAmount(action, this.policy.catalog.get(action.type));
  }
}

/** A request, counted in ten-thousandths like all totals. */
const oneRequest = 10_000n;

function keyOf(
  { per, of }: Total,
  made: Pick<Made, "agentId" | "ownerId">,
  action: Action,
  amount: CountedAmount | undefined,
): string | undefined {
  const scope = idIn(per, { ...made, action });
  if (scope === undefined || of === "count") return scope;
  return amount && `${amount.currency ?? ""} ${scope}`;
}

// Negative amounts never reduce a sum; an amount too large for Cedar has no total.
function ownWorth(amount: number): bigint | undefined {
  return cedarDecimal(amount) === undefined ? undefined : worthOf(amount);
}

function worthOf(amount: number): bigint {
  const text = cedarDecimal(Math.max(0, amount));
  const exact = text === undefined ? undefined : tenThousandths(text);
  if (exact !== undefined) return exact;
  // Rounded up: more digits than a decimal has, or more than Cedar's maximum.
  return amount > 922_337_203_685_477 ? greatest : BigInt(Math.ceil(amount * 10_000));
}
