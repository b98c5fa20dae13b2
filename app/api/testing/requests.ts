import type { Database } from "#db/client";
import type { CallingAgent } from "./calling-agent.ts";

/**
 * A refund. The default policy requires one approval for 1250; other amounts are auto-approved,
 * need two approvals or are blocked.
 */
export function refund(amount: unknown = 1250, more: object = {}) {
  return { type: "refund.create", resource: "charge/ch_81", params: { amount, currency: "USD" }, ...more };
}

/** The `code` of a problem document. */
export async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { code: string }).code;
}

/** The grant of an action that the policy allows. */
export async function grantFor(agent: CallingAgent, action: unknown): Promise<string> {
  const response = await agent.ask({ action });
  const { grant } = (await response.json()) as { grant?: string };
  if (!grant) throw new Error("no grant");
  return grant;
}

/** A new request for a refund. */
export async function requestRefund(agent: CallingAgent, amount = 1250): Promise<string> {
  const response = await agent.ask({ action: refund(amount) });
  return ((await response.json()) as { request: { id: string } }).request.id;
}

/** The state of a request, with its numbers of approvals, decisions and grants. */
export async function decisionState(db: Database, id: string) {
  const [row] = await db.$client`
    select r.state, r.approvals_given as given, (select count(*)::int from approvals where request_id = r.id) as decisions,
      (select count(*)::int from grants where request_id = r.id) as grants
    from requests r where id = ${id}`;
  return row;
}

/** The state of a grant. */
export async function grantState(db: Database, grant: string): Promise<unknown> {
  const { jti } = JSON.parse(Buffer.from(grant.split(".")[1] ?? "", "base64url").toString());
  const [row] = await db.$client`select state from grants where id = ${jti}`;
  return row?.state;
}

/** The status, and the code of an error or `ok`. */
export async function refusal(response: Promise<Response>): Promise<[number, string]> {
  const answer = await response;
  return [answer.status, answer.ok ? "ok" : await codeOf(answer)];
}

/** The reasons of the approvals of a request that became void. */
export async function voidReasons(db: Database, requestId: string): Promise<string[]> {
  const rows = await db.$client`
    select convert_from(body, 'UTF8')::json -> 'data' ->> 'reason' as reason from audit_events
    where request_id = ${requestId} and type = 'request.approval_voided'`;
  return rows.map(({ reason }) => reason);
}
