import type { Metadata } from "next";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { PolicyRules } from "#components/policy/policy-rules";
import { Alert } from "#components/ui/alert";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { comparePolicies } from "#lib/policy/compare";
import { readDraft } from "#lib/policy/draft";
import { versionInForce } from "#lib/policy/versions";
import { defaultOutcomeWords } from "./default-words.ts";
import { PolicyFile } from "./policy-file.tsx";
import { groupsOf, policyWords } from "./policy-view.ts";

export const metadata: Metadata = { title: "Policy" };

export default async function PolicyPage() {
  const viewer = await requireViewer();
  const { db } = runtime();
  const [inForce, draft] = await Promise.all([versionInForce(db), readDraft(db)]);
  const words = await policyWords(viewer, inForce.catalogue);
  const isAdmin = viewer.roles.includes("admin");
  const { count } = comparePolicies(inForce, draft);
  return (
    <>
      <PageHeader
        title="Policy"
        badges={<Badge variant="primary">Version {inForce.version} in force</Badge>}
        description={`Which actions run by themselves, which wait for people, and which never run. Rules have no order: the strictest that applies wins. ${defaultOutcomeWords(inForce.defaultOutcome)}`}
      >
        <Button asChild variant="outline">
          <Link href="/policy/try">Try it</Link>
        </Button>
        <Button asChild variant="outline">
          <Link href="/policy/cedar">Cedar</Link>
        </Button>
        <Button asChild variant="outline">
          <Link href="/policy/versions">Versions</Link>
        </Button>
        {isAdmin ? (
          <Button asChild variant="outline">
            <Link href="/policy/actions">Action catalogue</Link>
          </Button>
        ) : null}
        {isAdmin ? (
          <Button asChild>
            <Link href="/policy/draft">{count > 0 ? "Open the draft" : "Change rules"}</Link>
          </Button>
        ) : null}
      </PageHeader>
      {count > 0 ? (
        <Alert
          className="mb-4"
          title={count === 1 ? "A draft changes 1 thing" : `A draft changes ${count} things`}
        >
          Nothing of it is in force until an admin publishes it.
        </Alert>
      ) : null}
      <PolicyRules groups={groupsOf(inForce.rules, words)} />
      {isAdmin || viewer.roles.includes("auditor") ? (
        <PolicyFile version={inForce.version} isAdmin={isAdmin} />
      ) : null}
    </>
  );
}
