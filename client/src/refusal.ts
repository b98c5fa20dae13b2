import type { Untyped } from "./json/untyped.ts";

/**
 * Every reason for which nothing runs, with the HTTP status for the agent's call. `isChallenge`: a
 * new grant would help, so the response tells the agent what to ask for. Codes that the server
 * shares are spelled as in docs/agents.md.
 */
export const refusals = {
  grant_missing: { status: 401, isChallenge: true },
  invalid_grant: { status: 401, isChallenge: true },
  grant_expired: { status: 401, isChallenge: true },
  grant_not_yet_valid: { status: 401, isChallenge: false },
  grant_revoked: { status: 401, isChallenge: true },
  action_mismatch: { status: 401, isChallenge: true },
  audience_mismatch: { status: 401, isChallenge: true },
  insufficient_approval: { status: 401, isChallenge: true },
  invalid_proof: { status: 401, isChallenge: false },
  key_revoked: { status: 401, isChallenge: false },
  key_expired: { status: 401, isChallenge: false },
  // No challenge: an agent that asks again automatically could run a lost call twice.
  grant_already_redeemed: { status: 409, isChallenge: false },
  outcome_unknown: { status: 409, isChallenge: false },
  conflict: { status: 409, isChallenge: false },
  agent_quarantined: { status: 403, isChallenge: false },
  frozen: { status: 403, isChallenge: false },
  agent_revoked: { status: 403, isChallenge: false },
  owner_inactive: { status: 403, isChallenge: false },
  blocked_by_policy: { status: 403, isChallenge: false },
  /** A code unknown to this version: see `serverCode`. */
  refused: { status: 403, isChallenge: false },
  invalid_action: { status: 400, isChallenge: false },
  rate_limited: { status: 503, isChallenge: false },
  issuer_unavailable: { status: 503, isChallenge: false },
  invalid_answer: { status: 502, isChallenge: false },
  // The tool's or the agent's own key, clock or settings.
  not_set_up: { status: 500, isChallenge: false },
  // Agents only.
  idempotency_conflict: { status: 409, isChallenge: false },
  already_decided: { status: 409, isChallenge: false },
  payload_too_large: { status: 400, isChallenge: false },
  invalid_wait_token: { status: 403, isChallenge: false },
  not_found: { status: 403, isChallenge: false },
  pending: { status: 403, isChallenge: false },
  denied: { status: 403, isChallenge: false },
  request_expired: { status: 403, isChallenge: false },
  request_cancelled: { status: 403, isChallenge: false },
  untrusted_challenge: { status: 403, isChallenge: false },
} as const;

type RefusalCode = keyof typeof refusals;

/** Why nothing ran. `code` is stable; `message` is for people and can change. */
export class Refusal extends Error {
  readonly serverCode: string | undefined;
  readonly requestId: string | undefined;
  readonly approvalUrl: string | undefined;
  readonly denialCode: string | undefined;
  /** The server's HTTP status, and the answer as JSON, if any. */
  readonly answer: { status: number; body: Untyped } | undefined;
  /** False only if the server certainly didn't get the call. */
  readonly mayHaveArrived: boolean;
  /** @param details `denialCode`: the approver's reason, such as `wrong_amount` */
  constructor(
    readonly code: RefusalCode,
    message: string,
    details: {
      cause?: unknown;
      status?: number | undefined;
      body?: Untyped;
      mayHaveArrived?: boolean;
      requestId?: string;
      approvalUrl?: string;
      denialCode?: string | undefined;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = "Refusal";
    const { status, body, mayHaveArrived = true } = details;
    this.answer = status === undefined ? undefined : { status, body };
    this.mayHaveArrived = mayHaveArrived;
    this.serverCode = typeof body?.code === "string" ? body.code : undefined;
    this.requestId = details.requestId;
    this.approvalUrl = details.approvalUrl;
    this.denialCode = details.denialCode;
  }

  /** The HTTP status for the refused call. */
  get status(): number {
    return refusals[this.code].status;
  }

  /** Whether the agent can ask for a new grant. */
  get isChallenge(): boolean {
    return refusals[this.code].isChallenge;
  }
}

/** Thrown by the code that performs an action, if its outcome is unknown. Reported as `uncertain`. */
export class UncertainError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "UncertainError";
  }
}

export function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusals, code);
}
