import type { Database, Transaction } from "#db/client";
import { requireTwo } from "#lib/passkeys/control/require-two";
import { lockActiveAdmins, noLongerAdmin } from "#lib/people/admins";
import { checkCatalog } from "#lib/policy/action-types/check-action-types";
import { prepareCheck } from "#lib/policy/action-types/prepare-check";
import { compileValidators } from "#lib/policy/action-types/validators";
import { lockDraft, readDraft } from "#lib/policy/drafts/draft";
import { rebasePublishedDraft } from "#lib/policy/drafts/rebase-draft";
import { lockHead } from "#lib/policy/versions/insert-version";
import { versionDigest } from "#lib/policy/versions/versions";
import { endDraftProposal, findDraftProposal } from "#lib/proposals/draft-proposal";
import { requireRole } from "#lib/sessions/require-role";
import { shareLockPublishingSetting } from "#lib/two-admins/publishing-setting";
import type { Authority } from "#lib/two-admins/requires-second-admin";
import { type Published, publishPolicy } from "./publish.ts";
import { changedWhileLooking, notProposed, proposedYourself } from "./publish-refusals.ts";

/**
 * Publishes the draft, if it results in the version (`digest`) that the actor confirmed with a passkey and,
 * where publishing takes two admins, that another active admin proposed.
 * @throws {CountersignError} `conflict` when another version results or was published, or the second admin
 * is missing; else as {@link publishPolicy}.
 */
export async function publishDraft(
  db: Database,
  publication: Authority & { digest: string },
): Promise<Published> {
  const { actor, digest, confirmedWith, now } = publication;
  requireRole(actor, "admin");
  // Takes seconds for a large policy, so before the transaction. A draft changed since has another
  // digest.
  const prepared = await prepareCheck((await readDraft(db)).catalog);
  return db.transaction(async (tx) => {
    const { needsSecondAdmin } = await shareLockPublishingSetting(tx);
    const draft = await lockDraft(tx, actor, now);
    const { rules, defaultOutcome, unclassified, catalog, baseVersion } = draft;
    const expected = versionDigest({ ...draft, version: baseVersion + 1 });
    // Before the head's lock, because asks wait for it.
    if (expected !== digest) throw changedWhileLooking(expected, digest);
    checkCatalog(catalog, prepared);
    // Fills the cache: loading compiles nothing.
    await compileValidators(catalog);
    await lockHead(tx);
    const proposedBy = await requireActiveAdmins(tx, publication, needsSecondAdmin);
    const published = await publishPolicy(tx, {
      ...{ actor, rules, defaultOutcome, unclassified, catalog, expectedVersion: baseVersion, now },
      confirmedAct: `policy/publish/${digest}`,
      ...{ proposedBy, prepared },
    });
    // The digest of the stored row: the confirmed content becomes live, or nothing happens.
    if (published.digest !== digest) throw changedWhileLooking(published.digest, digest);
    await rebasePublishedDraft(tx, { version: published.version, revision: draft.revision + 1 });
    const state = proposedBy === undefined ? ("superseded" as const) : ("confirmed" as const);
    const end = { state, actor, ...(confirmedWith ? { confirmedWith } : {}), now };
    const wasOpen = await endDraftProposal(tx, end);
    // Another admin ended the proposal since.
    if (proposedBy !== undefined && !wasOpen) throw notProposed();
    return published;
  });
}

/** Proposer and publisher are active admins until the commit. @returns the proposer, if required. */
async function requireActiveAdmins(
  tx: Transaction,
  { actor, digest, confirmedWith, now }: Authority & { digest: string },
  needsSecondAdmin: boolean,
): Promise<string | undefined> {
  const proposal = needsSecondAdmin ? await findDraftProposal(tx, now) : undefined;
  const activeAdmins = await lockActiveAdmins(tx, [actor.personId, proposal?.by ?? actor.personId]);
  if (!activeAdmins.has(actor.personId)) throw noLongerAdmin(actor.personId);
  if (!needsSecondAdmin) return undefined;
  if (!proposal || !activeAdmins.has(proposal.by)) throw notProposed();
  if (proposal.by === actor.personId) throw proposedYourself();
  if (proposal.digest !== digest) throw changedWhileLooking(proposal.digest, digest);
  const proposer = { personId: proposal.by, credentialId: proposal.confirmedWith };
  await requireTwo(tx, proposer, { personId: actor.personId, credentialId: confirmedWith });
  return proposal.by;
}
