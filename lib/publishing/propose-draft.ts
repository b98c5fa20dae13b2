import type { Database, Transaction } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { lockAdmins, noLongerAdmin } from "#lib/people/admins";
import { listGroupIds } from "#lib/people/list-groups";
import { checkRules } from "#lib/policy/checks/check-rules";
import { lockDraft } from "#lib/policy/drafts/draft";
import { foreseeNextVersion } from "#lib/policy/drafts/next-version";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { findDraftProposal } from "#lib/proposals/draft-proposal";
import { requireRole } from "#lib/sessions/require-role";
import { proposeChange } from "#lib/two-admins/propose-change";
import { shareLockPublishingSetting } from "#lib/two-admins/publishing-setting";
import type { Authority } from "#lib/two-admins/requires-second-admin";
import { changedWhileLooking, publishedMeanwhile } from "./publish-refusals.ts";

/**
 * Proposes the draft, as the {@link versionDigest} confirmed with a passkey, for another admin to publish.
 * @throws {CountersignError} `not_found` when the actor is not an admin; `conflict` when publishing takes one
 * admin, another active admin proposed the draft, or it results in another version; `invalid_input`.
 */
export async function proposeDraft(db: Database, proposal: Authority & { digest: string }): Promise<void> {
  const { actor, digest, now } = proposal;
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    // The draft is locked before the admins, as by publishDraft.
    if (!(await shareLockPublishingSetting(tx)).needsSecondAdmin) throw oneIsEnough();
    const { baseVersion } = await lockDraft(tx, actor, now);
    if ((await currentPolicyVersion(tx)) !== baseVersion) throw publishedMeanwhile(baseVersion);
    const next = await foreseeNextVersion(tx);
    if (next.digest !== digest) throw changedWhileLooking(next.digest, digest);
    await requireNoOther(tx, proposal);
    checkRules(next.rules, next.catalog, await listGroupIds(tx));
    await proposeChange(tx, { act: "policy.publish", version: next.version, digest }, proposal);
    const subject = { policy_version: String(next.version) };
    const data = { version: next.version, digest, confirmed: `policy/propose/${digest}` };
    await recordAudit(tx, { type: "policy.proposed", actor, subject, data }, now);
  });
}

/** Locks the proposer's row: the second of two proposers learns of the first. */
async function requireNoOther(tx: Transaction, { actor, now }: Authority): Promise<void> {
  const by = (await findDraftProposal(tx, now))?.by ?? actor.personId;
  // Admins in one order: the notices lock the others' rows.
  const active = new Set((await lockAdmins(tx)).map(({ id }) => id));
  if (!active.has(actor.personId)) throw noLongerAdmin(actor.personId);
  if (by === actor.personId || !active.has(by)) return;
  throw new CountersignError("conflict", `${by} proposed it before`, {
    userMessage: "Another admin already proposed this version. Reload the page to publish it.",
  });
}

function oneIsEnough(): CountersignError {
  return new CountersignError("conflict", "publishing takes one admin", {
    userMessage: "This workspace doesn't require two admins to publish. Reload the page.",
  });
}
