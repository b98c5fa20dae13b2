import type { Refused } from "#app/api/boundary/decide-for-gateway";

/** An Access Evaluation response (Authorization API 1.0, section 6.2). */
export interface Decision {
  decision: boolean;
  context?: Record<string, unknown>;
}

/** How long a gateway should wait before it evaluates a pending action again, in seconds. */
const pollSeconds = 5;

/** A denial with its reason (section 5.5.1). `id` tells programs what happened. */
export function denial(id: string, message: string, more: Record<string, unknown> = {}): Decision {
  return { decision: false, context: { id, reason_user: { en: message }, ...more } };
}

/** An evaluation of a batch that failed (section 7.2.1). */
export function failure(status: number, message: string): Decision {
  return { decision: false, context: { id: "error", error: { status, message } } };
}

/**
 * The denial of a call that must not run. For a pending request with an obligation of the Obligations
 * Profile (draft 1, 2026-07-03). It is of the type `custom` (section 5.4): the draft's `step-up`
 * (section 5.1) tells the gateway to authenticate the subject again, but here another person decides.
 */
export function refusalOf({ why, message, request }: Refused): Decision {
  const code = request?.denial?.reason_code;
  if (why !== "pending" || !request)
    return denial(why, message, request && { request: request.id, ...(code && { reason_code: code }) });
  const obligation = {
    ...{ type: "custom", id: "obl-1", vendor: "countersign", action: "approval" },
    ...{ request: request.id, approval_url: request.approval_url, expires_at: request.expires_at },
    poll_after: pollSeconds,
  };
  return denial(why, message, { request: request.id, obligations: [obligation] });
}
