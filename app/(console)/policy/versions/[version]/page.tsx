import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { found } from "#app/found";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { DifferenceList } from "#components/policy/difference-list";
import { DigestText } from "#components/policy/digest-text";
import { PolicyRules } from "#components/policy/policy-rules";
import { Card, CardHeader, CardTitle } from "#components/ui/card";
import { Fact, Facts } from "#components/ui/facts";
import { PageHeader } from "#components/ui/page-header";
import { Time } from "#components/ui/time";
import { personNames } from "#lib/directory/person-names";
import { comparePolicies } from "#lib/policy/compare";
import { findVersion } from "#lib/policy/versions";
import { defaultOutcomeWords } from "../../default-words.ts";
import { differenceView, groupsOf, policyWords } from "../../policy-view.ts";

export const metadata: Metadata = { title: "Policy version" };

export default async function VersionPage(props: { params: Promise<{ version: string }> }) {
  const viewer = await requireViewer();
  const { db, clock } = runtime();
  const { version: text } = await props.params;
  if (!/^[1-9]\d{0,8}$/.test(text)) notFound();
  const version = await found(findVersion(db, Number(text)));
  const words = await policyWords(viewer, version.catalogue);
  const names = await personNames(db, [version.publishedBy, version.proposedBy ?? ""]);
  const before = version.version > 1 ? await findVersion(db, version.version - 1) : undefined;
  return (
    <>
      <PageHeader
        title={`Policy version ${version.version}`}
        back={{ href: "/policy/versions", label: "Policy versions" }}
        description={defaultOutcomeWords(version.defaultOutcome)}
      />
      <Facts className="mb-5">
        <Fact name="Published">
          <Time at={version.publishedAt} now={clock()} show="both" />
        </Fact>
        <Fact name="By">{names.get(version.publishedBy) ?? "Set-up"}</Fact>
        {version.proposedBy ? (
          <Fact name="Proposed by">{names.get(version.proposedBy) ?? version.proposedBy}</Fact>
        ) : null}
        <Fact name="Digest">
          <DigestText digest={version.digest} />
        </Fact>
      </Facts>
      {before ? (
        <Card className="mb-4">
          <CardHeader>
            <CardTitle>What it changed</CardTitle>
          </CardHeader>
          <div className="border-t">
            <DifferenceList difference={differenceView(comparePolicies(before, version), words)} />
          </div>
        </Card>
      ) : null}
      <PolicyRules groups={groupsOf(version.rules, words)} />
    </>
  );
}
