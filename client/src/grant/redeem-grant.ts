import type { CheckedAction } from "../action.ts";
import type { CallInit, Issuer } from "../issuer.ts";
import type { Untyped } from "../json/untyped.ts";
import { type SigningKey, signedHeaders } from "../keys.ts";
import { Refusal } from "../refusal.ts";
import { refusalOf } from "../refusal-of.ts";
import { randomId } from "../text.ts";
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
  /** Of a draw: no person was asked, and this one was signed before. */
  standing_approval?: string;
  receipt: string;
}

/** `boundary`: the registered boundary that redeems, `bnd_...`. `id`: the `webhook-id`. */
export interface Redeeming {
  presented: Presented;
  verified: VerifiedGrant;
  action: CheckedAction;
  reportWithinSeconds?: number | undefined;
  boundary?: string | undefined;
  id?: string | undefined;
}

/**
 * Redeems a verified grant. The call is repeated when no response arrives: if an earlier attempt
 * redeemed the grant, the refusal is `outcome_unknown` and nothing runs.
 * @throws {Refusal}
 */
export async function redeemGrant(issuer: Issuer, key: SigningKey, given: Redeeming): Promise<Redemption> {
  const { grant, approvals } = await postRedemption(issuer, key, given);
  const redeemedAt = new Date(grant.redeemed_at);
  const { verified, action, reportWithinSeconds } = given;
  return Object.freeze({ ...verified, action, redeemedAt, approvals, reportWithinSeconds });
}

/** {@link redeemGrant}, with the server's own answer. @throws {Refusal} */
export async function postRedemption(
  issuer: Issuer,
  key: SigningKey,
  { presented, verified, action, reportWithinSeconds, boundary, id = randomId("msg") }: Redeeming,
  call: Pick<CallInit, "patienceSeconds"> = {},
): Promise<Untyped> {
  const { grant, dpop, agentProof } = presented;
  const body = JSON.stringify({
    grant,
    action,
    dpop: verified.thumbprint === undefined ? undefined : dpop,
    agent_proof: verified.thumbprint === undefined ? agentProof : undefined,
    execution: announcedExecution({ reportWithinSeconds, boundary }),
  });
  const headers = (at: number) => signedHeaders(key, { id, body, at });
  const answer = await issuer.call("/api/v1/grants/redemptions", { ...call, method: "POST", body, headers });
  if (answer.status !== 200) throw refusalOf(answer);
  const { grant: redeemed, request, approvals } = Object(answer.body);
  // A proxy's page, or a foreign server's answer, also has status 200.
  const isRedeemed = redeemed?.state === "redeemed" && redeemed.id === verified.grantId;
  const isComplete = !Number.isNaN(Date.parse(redeemed?.redeemed_at)) && Array.isArray(approvals);
  if (!isRedeemed || !isComplete || request?.id !== verified.requestId) throw notRedeemed();
  return answer.body;
}

/** The member `execution` of a redemption, and of an ask that redeems its grant. */
export function announcedExecution({
  reportWithinSeconds,
  boundary,
}: Pick<Redeeming, "reportWithinSeconds" | "boundary">) {
  return reportWithinSeconds === undefined ? undefined : { report_within: reportWithinSeconds, boundary };
}

function notRedeemed() {
  return new Refusal(
    "invalid_answer",
    "Countersign's answer isn't the redemption of this grant. Nothing runs.",
  );
}
