import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { openPage, orNotFound, pageTitle, requireViewer } from "#app/web/open-page";
import { DifferenceList } from "#components/policy/difference-list";
import { DigestText } from "#components/policy/digest-text";
import { PolicyRules } from "#components/policy/policy-rules";
import { Time } from "#components/text/time";
import { LinkButton } from "#components/ui/button";
import { Card, CardHead, Fact, Facts } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { personNames } from "#lib/people/person-names";
import { inspectDraft } from "#lib/policy/drafts/next-version";
import { comparePolicies } from "#lib/policy/versions/compare";
import { findVersion, versionInForce } from "#lib/policy/versions/versions";
import { defaultWords } from "../../default-words.ts";
import { differenceView } from "../../difference-view.ts";
import { groupsOf, policyWords } from "../../policy-view.ts";
import { RestoreVersion } from "./restore-version.tsx";

type Props = PageProps<"/policy/versions/[version]">;

const versionNumber = /^[1-9]\d{0,8}$/;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requireViewer();
  const { version } = await params;
  return versionNumber.test(version) ? pageTitle("Policy", `Version ${version}`) : {};
}

export default async function VersionPage(props: Props) {
  const { viewer, db } = await openPage();
  const { version: text } = await props.params;
  if (!versionNumber.test(text)) notFound();
  const version = await orNotFound(findVersion(db, Number(text)));
  const words = await policyWords(viewer, version);
  const names = await personNames(db, [version.publishedBy, version.proposedBy ?? ""]);
  const before = version.version > 1 ? await findVersion(db, version.version - 1) : undefined;
  const inForce = await versionInForce(db);
  const isEarlier = version.version < inForce.version;
  const inspection = isEarlier && viewer.roles.includes("admin") ? await inspectDraft(db) : undefined;
  return (
    <>
      <PageHeader
        title={`Policy version ${version.version}`}
        back={{ href: "/policy/versions", label: "Version history" }}
        description={defaultWords(version)}
      >
        <LinkButton href={`/policy/cedar?version=${version.version}`} variant="outline">
          View as Cedar
        </LinkButton>
        {isEarlier ? (
          <LinkButton
            href={`/policy/versions/compare?from=${version.version}&to=${inForce.version}`}
            variant="outline"
          >
            Compare with version {inForce.version}
          </LinkButton>
        ) : null}
        {inspection ? (
          <RestoreVersion
            version={version.version}
            revision={inspection.revision}
            isDraftChanged={!inspection.draft || comparePolicies(inForce, inspection.draft).count > 0}
          />
        ) : null}
      </PageHeader>
      <Facts className="mb-5">
        <Fact name="Published">
          <Time at={version.publishedAt} now={words.now} isAlone />
        </Fact>
        <Fact name="Published by">{names.get(version.publishedBy) ?? "Initial setup"}</Fact>
        {version.proposedBy ? (
          <Fact name="Proposed by">{names.get(version.proposedBy) ?? version.proposedBy}</Fact>
        ) : null}
        <Fact name="Digest">
          <DigestText digest={version.digest} />
        </Fact>
      </Facts>
      {before ? (
        <Card className="mb-4">
          <CardHead title="Changes" />
          <div className="border-t">
            <DifferenceList
              difference={differenceView(comparePolicies(before, version), { before, after: version }, words)}
            />
          </div>
        </Card>
      ) : null}
      <PolicyRules groups={groupsOf(version.rules, words)} />
    </>
  );
}
