/** What is unusual compared with earlier requests, by exact rules from rows: no score. */
export type Finding = ApprovedBefore | DeniedBefore | AmountFinding | FirstTime | PolicyChange | Differences;

/** People or policy approved the same before; the strongest of several. */
export interface ApprovedBefore {
  kind: "approved_before";
  /**
   * `action`: exactly the same action. `resource_amount`: the same amount, resource and type, by
   * any agent. `counterparty_amount`: the same amount, counterparty and type, by the same agent
   * within a day.
   */
  same: "action" | "resource_amount" | "counterparty_amount";
  requestId: string;
  /** Null for the same agent. */
  agent: string | null;
  at: Date;
  /** Null if policy auto-approved. */
  by: { names: string[]; isYou: boolean } | null;
  outcome: RepeatOutcome;
  /** When the grant was redeemed; without a redemption, when the request was approved. */
  outcomeAt: Date;
  /** How many earlier requests are the same, with the same end. */
  times: number;
}

/** Whether exactly the same action was carried out. */
export function isDoneBefore({ same, outcome }: ApprovedBefore): boolean {
  return same === "action" && outcome === "carried_out";
}

/**
 * `carried_out`: the grant was redeemed. `failed`: redeemed, but reported or found not to have run.
 * `uncertain`: redeemed, and maybe run. `approved`: can still be redeemed. `unused`: expired or
 * revoked.
 */
export type RepeatOutcome = "carried_out" | "uncertain" | "approved" | "failed" | "unused";

/** The last decision on the same action, or on the same resource, was a denial. */
export interface DeniedBefore {
  kind: "denied_before";
  /** `action`: exactly the same. `resource`: this type for this resource. */
  same: "action" | "resource";
  requestId: string;
  at: Date;
  by: string;
  /** The person's text; null without one. */
  reason: string | null;
}

/**
 * The amount is larger or smaller than nearly all of the agent's last approved amounts of the type,
 * in the same currency. Exact decimals, as text.
 */
export interface AmountFinding {
  kind: "amount";
  amount: string;
  /** A code of three letters; null where the action type has no currency. */
  currency: string | null;
  position: "larger" | "smaller";
  /** How many of the approved amounts this amount is larger or smaller than. */
  than: number;
  count: number;
  min: string;
  /** Half of the amounts are at most as large. */
  median: string;
  max: string;
  /** The approved amounts, newest first. */
  values: string[];
}

/** No approved request of the agent had this type, tool, or (for the type) resource. */
export interface FirstTime {
  kind: "first_for_agent" | "first_for_tool" | "first_for_resource";
  /** How many approved requests were looked at. */
  among: number;
  /** Whether the list is complete. */
  isAll: boolean;
}

export interface PolicyChange {
  kind: "policy_changed";
  before: number;
  now: number;
  publishedAt: Date;
}

export interface Differences {
  kind: "differences";
  requestId: string;
  at: Date;
  shown: ShownDifference[];
  more: number;
  /** Only for viewers of the agent's whole history, and with enough of it. */
  fromLast?: FromLast | undefined;
}

/** The difference from the last approved requests of the agent and type. Nothing that an agent wrote. */
export interface FromLast {
  /** How many requests were compared. */
  count: number;
  /** An amount larger or smaller than all of its approved amounts. */
  amount?: AmountFinding;
  /** Labels of values that none of the requests had. */
  differing: string[];
  /** How many such values have no label. */
  unlabeled: number;
  /** Labels of counterparties that all of the requests had. */
  same: string[];
}

/** A difference as text of bounded length, values as canonical JSON. Written by the agent: untrusted. */
export interface ShownDifference {
  /** A JSON Pointer (RFC 6901) into the action, such as `/params/amount`. */
  pointer: Excerpt;
  /** Null where the earlier request has nothing. */
  before: Excerpt | null;
  /** Null for an absent value. */
  after: Excerpt | null;
  /** As the page shows the parameter, where both values are shown in full. */
  described?: DescribedDifference | undefined;
}

/** Values in the formats of a descriptor, made of its words and a closed set of characters. */
export interface DescribedDifference {
  label: string;
  before: string;
  after: string;
}

export interface Excerpt {
  text: string;
  /** The length of the whole text; null if `text` is the whole text. */
  of: number | null;
}
