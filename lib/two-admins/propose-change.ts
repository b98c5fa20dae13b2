import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { proposals } from "#db/schema/proposals";
import { CountersignError } from "#lib/kernel/errors";
import { lockActiveAdmins } from "#lib/people/admins";
import { closeProposals } from "#lib/proposals/close-proposals";
import { insertProposal } from "#lib/proposals/insert-proposal";
import { proposalDigest } from "#lib/proposals/proposal-digest";
import type { ProposedChange } from "#lib/proposals/proposed-change";
import type { Authority, ConfirmedProposal } from "./requires-second-admin.ts";

/** A verb's result when the change waits for a second admin. Nothing was changed. */
export interface Proposed {
  proposalId: string;
}

/** Input for a verb that never proposes: without a passkey, or after the second admin. */
type Decided<Input extends Authority> = Input &
  ({ confirmedWith?: undefined } | { confirmed: ConfirmedProposal });

/** A verb that can loosen control. */
interface ProposableVerb<Input extends Authority, Result> {
  (db: Database | Transaction, input: Decided<Input>): Promise<Result>;
  (db: Database | Transaction, input: Input): Promise<Result | Proposed>;
}

/** Types a verb by its input: a decided change is always made, any other can become a proposal. */
export function proposable<Input extends Authority, Result>(
  verb: (db: Database | Transaction, input: Input) => Promise<Result | Proposed>,
): ProposableVerb<Input, Result> {
  return verb as ProposableVerb<Input, Result>;
}

/**
 * Proposes a change instead of making it. The same admin with the same change and passkey gets the
 * open proposal; another passkey replaces it.
 * @throws {CountersignError} `passkey_refused` without the passkey that confirmed the act;
 * `conflict` when another admin proposed the same change
 */
export async function proposeChange(
  tx: Transaction,
  change: ProposedChange,
  { actor, confirmedWith, now }: Authority,
): Promise<Proposed> {
  if (confirmedWith === undefined)
    throw new CountersignError("passkey_refused", `no passkey confirmed the proposal of ${change.act}`, {
      userMessage: "This change needs two admins. Reload the page and propose it with your passkey.",
    });
  const { personId } = actor;
  const digest = proposalDigest(change);
  const same = await findSame(tx, digest, now);
  if (same) {
    if (same.proposedBy !== personId)
      throw new CountersignError("conflict", `${same.proposedBy} proposed the same change`, {
        userMessage:
          "Another admin already proposed this change. Open Settings, Proposed changes to confirm it.",
      });
    if (same.proposedWith === confirmedWith) return { proposalId: same.id };
    // A proposal by a passkey removed since counts with no other admin (invariant 18).
    await closeProposals(tx, eq(proposals.id, same.id), { state: "superseded", actor: { personId }, now });
  }
  return { proposalId: await insertProposal(tx, { change, digest, personId, confirmedWith, now }) };
}

async function findSame(tx: Transaction, digest: string, now: Date) {
  const which = and(eq(proposals.digest, digest), eq(proposals.state, "open"));
  const [same] = await tx.select().from(proposals).where(which).for("update");
  if (!same) return undefined;
  const system = { type: "system" as const, id: "propose-change" };
  if (same.expiresAt <= now) {
    await closeProposals(tx, which, { state: "expired", actor: system, now });
    return undefined;
  }
  if ((await lockActiveAdmins(tx, [same.proposedBy])).size === 1) return same;
  await closeProposals(tx, which, { state: "withdrawn", actor: system, now });
  return undefined;
}
