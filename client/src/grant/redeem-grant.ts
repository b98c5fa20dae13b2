import type { CheckedAction } from "../action.ts";
import type { Answer, Issuer } from "../issuer/issuer.ts";
import type { SigningKey } from "../keys.ts";
import { signedHeaders } from "../keys.ts";
import { isRefusalCode, Refusal } from "../refusal.ts";
import type { VerifiedGrant } from "./verify-grant.ts";
import type { Presented } from "./verify-proof.ts";

/** A redeemed grant: the action may run, once. */
export type Redemption = VerifiedGrant & {
  action: CheckedAction;
  redeemedAt: Date;
  approvals: Approval[];
  reportWithinSeconds: number | undefined;
};

interface Approval {
  id: string;
  by: string;
  at: string;
  capacity?: string;
  on_behalf_of?: string;
  receipt: string;
}

/** Codes by which the server says that the caller's own signature is wrong. */
const aboutCaller = new Set([
  "invalid_signature",
  "missing_signature",
  "stale_timestamp",
  "invalid_json",
  "invalid_body",
]);

/**
 * Redeems a verified grant. The call is repeated when no response arrives: if an earlier attempt
 * redeemed the grant, the refusal is `outcome_unknown` and nothing runs.
 * @throws {Refusal}
 */
export async function redeemGrant(
  issuer: Issuer,
  key: SigningKey,
  {
    presented,
    verified,
    action,
    reportWithinSeconds,
  }: { presented: Presented; verified: VerifiedGrant; action: CheckedAction; reportWithinSeconds?: number },
): Promise<Redemption> {
  const { grant, dpop, agentProof } = presented;
  const body = JSON.stringify({
    grant,
    action,
    dpop: verified.thumbprint === undefined ? undefined : dpop,
    agent_proof: verified.thumbprint === undefined ? agentProof : undefined,
    execution: reportWithinSeconds === undefined ? undefined : { report_within: reportWithinSeconds },
  });
  const headers = () => signedHeaders(key, { body });
  const answer = await issuer.call("/api/v1/grants/redemptions", { method: "POST", body, headers });
  if (answer.status !== 200) throw refusalOf(answer);
  const redeemedAt = new Date(answer.body?.grant?.redeemed_at);
  // A proxy's page or another server's answer also has the status 200.
  const isRedemption =
    answer.body?.grant?.state === "redeemed" &&
    answer.body.grant.id === verified.grantId &&
    answer.body.request?.id === verified.requestId &&
    !Number.isNaN(redeemedAt.getTime()) &&
    Array.isArray(answer.body.approvals);
  if (!isRedemption)
    throw new Refusal(
      "invalid_answer",
      "Countersign's answer isn't the redemption of this grant. Nothing runs.",
    );
  return Object.freeze({
    ...verified,
    action,
    redeemedAt,
    approvals: answer.body.approvals,
    reportWithinSeconds,
  });
}

/** The refusal in an error answer. */
export function refusalOf({ status, body, wasRepeated }: Answer): Refusal {
  const serverCode = typeof body?.code === "string" ? body.code : undefined;
  const detail = typeof body?.detail === "string" ? body.detail.slice(0, 1000) : `HTTP ${status}`;
  if (serverCode === undefined)
    return new Refusal(
      "invalid_answer",
      `Countersign answered without an error code (HTTP ${status}). Nothing runs.`,
    );
  if (serverCode === "grant_already_redeemed" && wasRepeated)
    return new Refusal(
      "outcome_unknown",
      "An earlier attempt got no response and may have redeemed this grant. Treat the grant as redeemed and ask again.",
      { serverCode },
    );
  if (aboutCaller.has(serverCode))
    return new Refusal("not_set_up", `Countersign refused the caller's own signature or body: ${detail}`, {
      serverCode,
    });
  const code = isRefusalCode(serverCode) ? serverCode : "redemption_refused";
  return new Refusal(code, detail, { serverCode });
}
