import { ceiling } from "./standing-approvals.ts";

/** What the random histories vary about a refund. */
export interface Refund {
  amount: number;
  resource: string;
  currency: string;
}

export interface SignedTerms {
  days: number;
  count: number;
  per_hour: number;
  total: number;
}

export interface Asked extends Refund {
  atMs: number;
}

interface Signed {
  read: Refund;
  /** What the person had approved one by one, when they signed. */
  examples: Refund[];
  terms: SignedTerms;
  atMs: number;
  draws: Asked[];
  sampledMs: number;
  sampled: Refund[];
  isEnded: boolean;
}

const hour = 3_600_000;
const day = 24 * hour;

/**
 * What one person approved and signed for one agent, and what may run by it. Computed as docs/policy.md says
 * it, without the server's code of bounds and differences.
 */
export class StandingModel {
  /** What the person approved one by one, after reading, and whose action did not fail. */
  approved: Asked[] = [];
  /** What was denied, or whose action failed. */
  rejected: Asked[] = [];
  signed: Signed | undefined;
  /** How many requests ran by all that was signed. */
  draws = 0;
  isHeld = false;

  /** What becomes of an ask, by the default policy and what is signed. */
  ask(refund: Asked): "refused" | "allowed" | "blocked" | "pending" | "approved" {
    const nowMs = refund.atMs;
    if (this.isHeld) return "refused";
    if (refund.amount <= 100) return "allowed";
    const { signed } = this;
    const asked = refund.amount > 50_000 ? "blocked" : "pending";
    if (!signed || !isOpen(signed, nowMs)) return asked;
    if (!covers(signed, refund)) {
      this.end();
      return asked;
    }
    if (!hasLeft(signed, refund) || isSampled(signed, refund)) return asked;
    signed.draws.push(refund);
    this.draws++;
    return "approved";
  }

  end(): void {
    if (this.signed) this.signed.isEnded = true;
  }

  /** After a hold, no earlier approval counts. */
  hold(): void {
    this.isHeld = true;
    this.approved = [];
    this.end();
  }

  release(): void {
    this.isHeld = false;
  }

  reject(refund: Asked): void {
    this.rejected.push(refund);
    this.approved = this.approved.filter((one) => one !== refund);
    this.end();
  }

  /** A request was cancelled, or no one decided it in time. */
  giveUp(refund: Refund): void {
    if (this.signed?.sampled.includes(refund)) this.end();
  }

  /** Whether the person can sign, and what is signed then. */
  sign(read: Asked, terms: SignedTerms, nowMs: number): boolean {
    const isRecent = ({ atMs }: Asked) => atMs > nowMs - 30 * day;
    const examples = this.approved.filter(isRecent);
    const unused = { draws: [], sampledMs: nowMs, sampled: [], isEnded: false };
    const signed = { read, examples, terms, atMs: nowMs, ...unused };
    const isRejected = this.rejected.some((one) => isRecent(one) && covers(signed, one));
    const isRead = examples.includes(read);
    if (this.isHeld || isRejected || !isRead || read.amount > ceiling.amount) return false;
    this.signed = signed;
    return true;
  }
}

function isOpen({ isEnded, terms, atMs, draws }: Signed, nowMs: number): boolean {
  const usedMs = draws.at(-1)?.atMs ?? atMs;
  return !isEnded && nowMs < atMs + terms.days * day && nowMs <= usedMs + 7 * day;
}

/**
 * The amount is up to one that was approved for each covered resource. A resource that was only approved with
 * less than the read one isn't covered.
 */
function covers({ read, examples }: Signed, { amount, resource, currency }: Refund): boolean {
  const most = (of: string) =>
    Math.max(
      0,
      ...examples
        .filter((one) => one.resource === of && one.currency === read.currency)
        .map((one) => one.amount)
        .filter((one) => one <= ceiling.amount),
    );
  const covered = [...new Set(examples.map((one) => one.resource))].filter((of) => most(of) >= read.amount);
  const isAmountCovered = covered.every((of) => amount <= most(of));
  return currency === read.currency && covered.includes(resource) && isAmountCovered;
}

function hasLeft({ terms, draws }: Signed, { amount, atMs: nowMs }: Asked): boolean {
  const sum = draws.reduce((before, draw) => before + draw.amount, 0);
  const lastHour = draws.filter(({ atMs }) => atMs > nowMs - hour);
  return draws.length < terms.count && sum + amount <= terms.total && lastHour.length < terms.per_hour;
}

/** One a day goes to the person. The histories exclude chance. */
function isSampled(signed: Signed, refund: Asked): boolean {
  if (signed.sampledMs > refund.atMs - day) return false;
  signed.sampledMs = refund.atMs;
  signed.sampled.push(refund);
  return true;
}
