import { differenceView } from "#app/(console)/policy/difference-view";
import { policyWords } from "#app/(console)/policy/policy-view";
import { runtime } from "#app/runtime/runtime";
import { personNames } from "#lib/people/person-names";
import { foreseeNextVersion, inspectDraft } from "#lib/policy/drafts/next-version";
import { latestReplay, publishingPreview } from "#lib/policy/replay/find-replay";
import { comparePolicies } from "#lib/policy/versions/compare";
import { contentDigest, versionInForce } from "#lib/policy/versions/versions";
import { foreseeEndedStanding } from "#lib/publishing/end-standing-of-changed";
import { foreseePending } from "#lib/publishing/foresee-pending";
import { findPublishingStep } from "#lib/publishing/publishing-step";
import type { Viewer } from "#lib/sessions/session";
import { proposal, publication } from "./publication.ts";

export type LoadedReview = NonNullable<Awaited<ReturnType<typeof loadReview>>>;

/** The review before publishing. Undefined without changes, or with an unreadable draft. */
export async function loadReview(viewer: Viewer) {
  const { db, clock } = runtime();
  const changes = await loadChanges();
  if (!changes) return undefined;
  const { inForce, next, difference } = changes;
  const words = await policyWords(viewer, next, { catalog: [], rules: inForce.rules });
  const isOutdated = next.version <= inForce.version;
  const step = await findPublishingStep(db, { personId: viewer.personId, now: clock() });
  const proposedBy = step.step === "publish" ? step.proposal?.by : undefined;
  const [pending, preview, names] = await Promise.all([
    foreseePending(db, { viewer, content: next, now: words.now }),
    previewOf(viewer, changes),
    personNames(db, proposedBy ? [proposedBy] : []),
  ]);
  const action = step.step === "propose" ? proposal : publication;
  return {
    title: isOutdated ? "This draft is out of date" : `Review version ${next.version}`,
    ...{ inForce, next, step, isOutdated, pending, names: words.names, preview },
    difference: differenceView(difference, { before: inForce, after: next }, words),
    proposer: proposedBy && names.get(proposedBy),
    /** The question that the server asks for the passkey's confirmation. */
    question: await action.question({ digest: next.digest }, { version: next.version }, viewer),
  };
}

/** The impact preview alone; undefined as {@link loadReview}. */
export async function loadPreview(viewer: Viewer) {
  const changes = await loadChanges();
  return changes && previewOf(viewer, changes);
}

type Changes = NonNullable<Awaited<ReturnType<typeof loadChanges>>>;

async function loadChanges() {
  const { db } = runtime();
  if (!(await inspectDraft(db)).draft) return undefined;
  const [inForce, next] = await Promise.all([versionInForce(db), foreseeNextVersion(db)]);
  const difference = comparePolicies(inForce, next);
  return difference.count === 0 ? undefined : { inForce, next, difference };
}

async function previewOf(viewer: Viewer, { inForce, next, difference }: Changes) {
  const { db, clock } = runtime();
  const draftDigest = contentDigest(next);
  const [ended, replay, publishing] = await Promise.all([
    foreseeEndedStanding(db, { viewer, difference, now: clock() }),
    latestReplay(db, viewer),
    publishingPreview(db, viewer, { draftDigest, inForce: inForce.version }),
  ]);
  const owners = (replay?.summary?.load ?? []).map(({ ownerId }) => ownerId);
  return {
    ended,
    replay,
    publishing,
    draftDigest,
    inForce: inForce.version,
    names: await personNames(db, owners),
    now: clock(),
  };
}
