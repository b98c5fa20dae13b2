import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { DifferenceList } from "#components/policy/difference-list";
import { DigestText } from "#components/policy/digest-text";
import { Button } from "#components/ui/button";
import { Card, CardHeader, CardTitle } from "#components/ui/card";
import { Fact, Facts } from "#components/ui/facts";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { personNames } from "#lib/directory/person-names";
import { comparePolicies } from "#lib/policy/compare";
import { foreseeNextVersion } from "#lib/policy/next-version";
import { findPublishingStep } from "#lib/policy/publishing-step";
import { versionInForce } from "#lib/policy/versions";
import { differenceView, policyWords } from "../../policy-view.ts";
import { ProposalNotice, PublishingButton } from "./publishing-step.tsx";

export const metadata: Metadata = { title: "Publish the draft" };

export default async function ReviewPage() {
  const viewer = await requireViewer("admin");
  const { db, clock } = runtime();
  const [inForce, next, step] = await Promise.all([
    versionInForce(db),
    foreseeNextVersion(db),
    findPublishingStep(db, viewer.personId),
  ]);
  const words = await policyWords(viewer, next.catalogue);
  const difference = comparePolicies(inForce, next);
  // Also where publishing leads: then the draft is what is in force.
  if (difference.count === 0) redirect("/policy");
  const proposedBy = step.step === "publish" ? step.proposal?.by : undefined;
  const names = await personNames(db, proposedBy ? [proposedBy] : []);
  return (
    <>
      <PageHeader
        title={`Publish version ${next.version}`}
        back={{ href: "/policy/draft", label: "Policy draft" }}
        description="What will be different from the moment it is published."
      >
        <Button asChild variant="outline">
          <Link href="/policy/draft">Back to the draft</Link>
        </Button>
        <PublishingButton step={step} next={next} />
      </PageHeader>
      <ProposalNotice step={step} proposer={proposedBy && names.get(proposedBy)} now={clock()} />
      <Facts className="mb-5">
        <Fact name="Digest">
          <DigestText digest={next.digest} />
        </Fact>
      </Facts>
      <Card>
        <CardHeader>
          <CardTitle>Differences from version {inForce.version}</CardTitle>
        </CardHeader>
        <div className="border-t">
          <DifferenceList difference={differenceView(difference, words)} />
        </div>
      </Card>
    </>
  );
}
