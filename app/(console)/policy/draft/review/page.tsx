import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { runtime } from "#app/process/runtime";
import { requireViewer } from "#app/web/session/viewer";
import { DifferenceList } from "#components/policy/difference/difference-list";
import { DigestText } from "#components/policy/difference/digest-text";
import { Button } from "#components/ui/button";
import { Card, CardHeader, CardTitle } from "#components/ui/card";
import { Fact, Facts } from "#components/ui/facts";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { personNames } from "#lib/people/person-names";
import { inspectDraft } from "#lib/policy/drafts/inspect-draft";
import { foreseeNextVersion } from "#lib/policy/drafts/next-version";
import { latestReplay } from "#lib/policy/replay/find-replay";
import { comparePolicies } from "#lib/policy/versions/compare";
import { contentDigest } from "#lib/policy/versions/version-digest";
import { versionInForce } from "#lib/policy/versions/versions";
import { foreseePending } from "#lib/publishing/foresee-pending";
import { findPublishingStep } from "#lib/publishing/publishing-step";
import { differenceView } from "../../difference-view.ts";
import { policyWords } from "../../policy-view.ts";
import { OutdatedDraft } from "../outdated-draft.tsx";
import { AffectedPending } from "./affected-pending.tsx";
import { ProposalNotice, PublishingButton } from "./publishing-step.tsx";
import { ReplayPanel } from "./replay-panel.tsx";

export const metadata: Metadata = { title: "Review and publish" };

export default async function ReviewPage() {
  const viewer = await requireViewer("admin");
  const { db, clock } = runtime();
  // The policy page shows the error of an unreadable draft, and offers to discard the draft.
  if (!(await inspectDraft(db)).draft) redirect("/policy");
  const [inForce, next, step] = await Promise.all([
    versionInForce(db),
    foreseeNextVersion(db),
    findPublishingStep(db, { personId: viewer.personId, now: clock() }),
  ]);
  const words = await policyWords(viewer, next, { catalogue: [], rules: inForce.rules });
  const difference = comparePolicies(inForce, next);
  // Publishing leads here too: the draft is then identical to the live version.
  if (difference.count === 0) redirect("/policy");
  const isOutdated = next.version <= inForce.version;
  const proposedBy = step.step === "publish" ? step.proposal?.by : undefined;
  const [pending, replay] = await Promise.all([
    foreseePending(db, { viewer, content: next, now: words.now }),
    latestReplay(db, viewer),
  ]);
  const owners = (replay?.summary?.load ?? []).map(({ ownerId }) => ownerId);
  const names = await personNames(db, proposedBy ? [proposedBy, ...owners] : owners);
  return (
    <>
      <PageHeader
        title={isOutdated ? "This draft is out of date" : `Publish version ${next.version}`}
        back={{ href: "/policy/draft", label: "Draft" }}
        description="Review what changes the moment you publish."
      >
        <Button asChild variant="outline">
          <Link href="/policy/draft">Back to draft</Link>
        </Button>
        <PublishingButton step={step} next={next} versionInForce={inForce.version} />
      </PageHeader>
      {isOutdated ? <OutdatedDraft made={next.version - 1} inForce={inForce.version} /> : null}
      <ProposalNotice step={step} proposer={proposedBy && names.get(proposedBy)} />
      <Facts className="mb-5">
        <Fact name="Digest">
          <DigestText digest={next.digest} />
        </Fact>
      </Facts>
      <div className="grid gap-4">
        <Card>
          <CardHeader>
            <CardTitle>Changes from version {inForce.version}</CardTitle>
          </CardHeader>
          <div className="border-t">
            <DifferenceList
              difference={differenceView(difference, { before: inForce, after: next }, words)}
            />
          </div>
        </Card>
        <AffectedPending pending={pending} next={next} names={words.names} />
        <ReplayPanel replay={replay} draftDigest={contentDigest(next)} names={names} now={words.now} />
      </div>
    </>
  );
}
