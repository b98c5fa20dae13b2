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
import { comparePolicies } from "#lib/policy/compare";
import { foreseeNextVersion } from "#lib/policy/next-version";
import { versionInForce } from "#lib/policy/versions";
import { differenceView, policyWords } from "../../policy-view.ts";
import { PublishDraft } from "./publish-draft.tsx";

export const metadata: Metadata = { title: "Publish the draft" };

export default async function ReviewPage() {
  const viewer = await requireViewer("admin");
  const { db } = runtime();
  const [inForce, next] = await Promise.all([versionInForce(db), foreseeNextVersion(db)]);
  const words = await policyWords(viewer, next.catalogue);
  const difference = comparePolicies(inForce, next);
  // Also where publishing leads: then the draft is what is in force.
  if (difference.count === 0) redirect("/policy");
  return (
    <>
      <PageHeader
        title={`Publish version ${next.version}`}
        back={{ href: "/policy/draft", label: "Policy draft" }}
        description="What will be different from the moment you publish."
      >
        <Button asChild variant="outline">
          <Link href="/policy/draft">Back to the draft</Link>
        </Button>
        <PublishDraft version={next.version} digest={next.digest} />
      </PageHeader>
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
