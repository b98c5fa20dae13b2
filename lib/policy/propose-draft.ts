import type { Database, Transaction } from "#db/client";
import { policyDraft } from "#db/schema/policy";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { listGroupIds } from "#lib/directory/list-groups";
import { lockActiveAdmins } from "#lib/directory/lock-active-admins";
import { holdPublishingSetting } from "#lib/directory/publishing-setting";
import { CountersignError } from "#lib/errors";
import { announceProposal } from "#lib/notices/announce-proposal";
import { checkRules } from "./check-rules.ts";
import { lockDraft } from "./draft.ts";
import { currentPolicyVersion } from "./load.ts";
import { foreseeNextVersion } from "./next-version.ts";
import { findProposal } from "./proposal.ts";
import { changedWhileLooking, noActiveAdmin, publishedMeanwhile } from "./publish-refusals.ts";

/**
 * Proposes the draft to the other admins, one of whom has to publish it: the first of the two that publishing takes here.
 * @param digest the {@link versionDigest} in the act that the actor confirmed with a passkey.
 * @param confirmedWith that passkey (credential id): it must not be under one control with the publisher's.
 * @throws {CountersignError} `not_found` when the actor is no admin; `conflict` when publishing takes one admin only, another active
 *   admin proposed it before, or the draft makes another version by now; `invalid_input` when its rules are refused.
 */
export async function proposeDraft(
  db: Database,
  {
    actor,
    digest,
    confirmedWith,
    now,
  }: { actor: Viewer; digest: string; confirmedWith?: string | undefined; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    const { needsSecondAdmin } = await holdPublishingSetting(tx);
    if (!needsSecondAdmin) throw oneIsEnough();
    const { baseVersion } = await lockDraft(tx, actor, now);
    if ((await currentPolicyVersion(tx)) !== baseVersion) throw publishedMeanwhile(baseVersion);
    const next = await foreseeNextVersion(tx);
    if (next.digest !== digest) throw changedWhileLooking(next.digest, digest);
    await requireNoOther(tx, actor);
    checkRules(next.rules, next.catalogue, await listGroupIds(tx));
    const proposal = { proposedBy: actor.personId, proposedDigest: digest, proposedAt: now };
    await tx.update(policyDraft).set({ ...proposal, proposedWith: confirmedWith ?? null });
    const by = { type: "person" as const, id: actor.personId };
    const subject = { policy_version: String(next.version) };
    const data = { version: next.version, digest, confirmed: `policy/propose/${digest}` };
    await announceProposal(tx, { by: actor.personId, now });
    await recordAudit(tx, { type: "policy.proposed", actor: by, subject, data }, now);
  });
}

// Of two who propose at once the second learns that it is theirs to publish.
async function requireNoOther(tx: Transaction, actor: Viewer): Promise<void> {
  const by = (await findProposal(tx))?.by ?? actor.personId;
  const standing = await lockActiveAdmins(tx, [actor.personId, by]);
  if (!standing.has(actor.personId)) throw noActiveAdmin(actor.personId);
  if (by === actor.personId || !standing.has(by)) return;
  throw new CountersignError("conflict", `${by} proposed it before`, {
    userMessage: "Another admin proposed this version meanwhile: reload the page, and you can publish it.",
  });
}

function oneIsEnough(): CountersignError {
  return new CountersignError("conflict", "publishing takes one admin", {
    userMessage: "Publishing takes one admin here, you need not propose it. Reload the page.",
  });
}
