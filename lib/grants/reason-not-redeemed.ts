import type { Database } from "#db/client";
import { CountersignError } from "#lib/errors";
import type { RedemptionInput } from "./redeem.ts";

/** Why a redemption changed nothing. It changes nothing either: it only finds out what to say. */
export async function reasonNotRedeemed(
  db: Database,
  { claims, agent, now }: Pick<RedemptionInput, "claims" | "agent" | "now">,
): Promise<CountersignError> {
  const [row] = await db.$client<
    { state: string; expiresAt: string; redeemedBy: string | null; closedAt: string | null }[]
  >`
    select state, expires_at as "expiresAt", redeemed_by as "redeemedBy", closed_at as "closedAt"
    from grants where id = ${claims.jti} and agent_id = ${agent.id}`;
  if (!row)
    return new CountersignError("invalid_grant", `no grant ${claims.jti} of ${agent.id}`, {
      userMessage:
        "This is not a grant of this agent. Send the JWT exactly as the answer to the ask held it.",
    });
  if (row.state === "redeemed") {
    return new CountersignError("grant_already_redeemed", `${claims.jti} was redeemed before`, {
      userMessage: "This grant was redeemed already. A grant is good for one use: ask again for another.",
      details: {
        redeemed_by: row.redeemedBy,
        redeemed_at: row.closedAt && new Date(row.closedAt).toISOString(),
      },
    });
  }
  if (row.state === "revoked" || claims.owner_epoch !== agent.ownerEpoch) {
    return new CountersignError("grant_revoked", `${claims.jti} was revoked`, {
      userMessage:
        "This grant was revoked: the agent's owner or standing, or that of somebody who approved it, changed after it was issued. Ask again.",
    });
  }
  if (row.state === "expired" || new Date(row.expiresAt) <= now) {
    return new CountersignError("grant_expired", `${claims.jti} expired at ${row.expiresAt}`, {
      userMessage: "This grant has expired. Ask again, and redeem within its lifetime.",
    });
  }
  return new CountersignError("conflict", "the agent, a key or the policy changed during the redemption", {
    userMessage:
      "The agent, its owner, a key or the policy changed while the grant was being redeemed. Nothing was redeemed: try again.",
    retryAfterSeconds: 1,
  });
}
