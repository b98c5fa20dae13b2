import type { Database } from "#db/client";
import { findFreeze, frozenError } from "#lib/callers/freeze";
import { CountersignError } from "#lib/kernel/errors";
import type { RedemptionInput } from "./require-proof.ts";

/** Why a redemption changed nothing. Reads only, to find the reason. */
export async function reasonNotRedeemed(
  db: Database,
  { claims, agent, now }: Pick<RedemptionInput, "claims" | "agent" | "now">,
): Promise<CountersignError> {
  const [row] = await db.$client<
    {
      state: string;
      isOfEarlierEpoch: boolean;
      isOfThisDatabase: boolean;
      expiresAt: string;
      redeemedBy: string | null;
      closedAt: string | null;
    }[]
  >`
    select state, freeze_epoch < (select freeze_epoch from policy_head) as "isOfEarlierEpoch", fence = database_fence() as "isOfThisDatabase",
      expires_at as "expiresAt", redeemed_by as "redeemedBy", closed_at as "closedAt"
    from grants where id = ${claims.jti} and agent_id = ${agent.id}`;
  if (!row)
    return new CountersignError("invalid_grant", `no grant ${claims.jti} of ${agent.id}`, {
      userMessage: "This grant doesn't belong to this agent. Send the JWT exactly as you received it.",
    });
  if (row.state === "redeemed") {
    return new CountersignError("grant_already_redeemed", `${claims.jti} was redeemed before`, {
      userMessage: "This grant was already used. Grants work once. Ask again for a new one.",
      details: {
        redeemed_by: row.redeemedBy,
        redeemed_at: row.closedAt && new Date(row.closedAt).toISOString(),
      },
    });
  }
  // Whether the lost database redeemed it isn't known: nothing else about the grant matters then.
  if (!row.isOfThisDatabase)
    return new CountersignError("grant_revoked", `${claims.jti} is from before a failover or restore`, {
      userMessage:
        "The database failed over or was restored after this grant was issued. If nothing was executed with it, ask again with a new webhook-id.",
      details: { reason: "database_changed" },
    });
  const freeze = await findFreeze(db);
  if (freeze) return frozenError(freeze);
  if (row.state === "revoked" || row.isOfEarlierEpoch || claims.owner_epoch !== agent.ownerEpoch) {
    return new CountersignError("grant_revoked", `${claims.jti} was revoked`, {
      userMessage:
        "This grant was revoked because all agents were frozen, or the agent's owner or status, or an approver's access, changed. Ask again.",
    });
  }
  if (new Date(row.expiresAt) <= now) {
    return new CountersignError("grant_expired", `${claims.jti} expired at ${row.expiresAt}`, {
      userMessage: "This grant has expired. Ask again and redeem it before it expires.",
    });
  }
  return new CountersignError("conflict", "the agent, a key or the policy changed during the redemption", {
    userMessage:
      "The agent, its owner, a key or the policy changed while the grant was being redeemed. Nothing was redeemed. Try again.",
    retryAfterSeconds: 1,
  });
}
