import type { Database } from "#db/client";
import { groupCommitPerDatabase, writeBounds } from "#lib/batching/group-commit-per-database";
import { type GrantUse, redeemGrants } from "./redeem-statement.ts";

export interface Redeemed {
  grantId: string;
  requestId: string;
  /** Whether the request was drawn from a standing approval. */
  isDrawn: boolean;
}

export interface UseResult {
  redeemed: Redeemed | undefined;
  /** The live policy version during the decision. */
  versionInForce: number;
}

const redeemTogether = groupCommitPerDatabase(
  (db, uses: GrantUse[]) => redeemAll(db, uses, { mayWait: false }),
  { mostTogether: 128, ...writeBounds },
);

/** One statement decides concurrent uses; a use with a locked row is then tried alone. */
export async function redeemOnce(db: Database, use: GrantUse): Promise<UseResult> {
  const together = await redeemTogether(db, use);
  if (together.redeemed || together.versionInForce !== use.policyVersion) return together;
  const [retried = together] = await redeemAll(db, [use], { mayWait: true });
  return retried;
}

async function redeemAll(db: Database, uses: GrantUse[], wait: { mayWait: boolean }): Promise<UseResult[]> {
  const rows = await redeemGrants(db.$client, uses, wait);
  return rows.map(({ grantId, requestId, isDrawn, versionInForce }) => {
    const isRedeemed = grantId !== null && requestId !== null;
    const redeemed = isRedeemed ? { grantId, requestId, isDrawn: isDrawn === true } : undefined;
    return { redeemed, versionInForce };
  });
}
