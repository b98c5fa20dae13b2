import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { requireViewer } from "#app/web/session/viewer";
import { PolicyRules } from "#components/policy/policy-rules";
import { Alert } from "#components/ui/alert";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { personNames } from "#lib/people/person-names";
import { inspectDraft } from "#lib/policy/drafts/inspect-draft";
import { comparePolicies } from "#lib/policy/versions/compare";
import { type VersionSummary, versionInForce } from "#lib/policy/versions/versions";
import { findDraftProposal } from "#lib/proposals/draft-proposal";
import type { Viewer } from "#lib/sessions/session";
import { defaultWords } from "./default-words.ts";
import { PolicyFile } from "./policy-file.tsx";
import { groupsOf, policyWords } from "./policy-view.ts";
import { UncheckableTypes } from "./uncheckable-types.tsx";
import { UnclassifiedTypes } from "./unclassified-types.tsx";
import { UnreadableDraft } from "./unreadable-draft.tsx";

export const metadata: Metadata = { title: "Policy" };

export default async function PolicyPage() {
  const viewer = await requireViewer();
  const { db, clock } = runtime();
  const [inForce, inspection] = await Promise.all([versionInForce(db), inspectDraft(db)]);
  const words = await policyWords(viewer, inForce);
  const isAdmin = viewer.roles.includes("admin");
  const proposal = await findDraftProposal(db, clock());
  const proposer = proposal && (await personNames(db, [proposal.by])).get(proposal.by);
  const isAnyMonitored = inForce.rules.some(({ enabled, isMonitored }) => enabled && isMonitored);
  const { draft } = inspection;
  const count = draft ? comparePolicies(inForce, draft).count : 0;
  return (
    <>
      <PageHeader
        title="Policy"
        badges={<Badge variant="primary">Version {inForce.version} · Live</Badge>}
        description={`Decides which actions are auto-approved, need approval or are blocked. When several rules match, the strictest wins. ${defaultWords(inForce)}`}
      >
        <Button asChild variant="outline">
          <Link href="/policy/try">Test a request</Link>
        </Button>
        <Button asChild variant="outline">
          <Link href="/policy/cedar">View as Cedar</Link>
        </Button>
        <Button asChild variant="outline">
          <Link href="/policy/versions">Version history</Link>
        </Button>
        {isAnyMonitored && (isAdmin || viewer.roles.includes("auditor")) ? (
          <Button asChild variant="outline">
            <Link href="/policy/monitor">Monitor mode</Link>
          </Button>
        ) : null}
        {isAdmin ? (
          <Button asChild variant="outline">
            <Link href="/policy/actions">Action types</Link>
          </Button>
        ) : null}
        {isAdmin && draft ? (
          <Button asChild>
            <Link href="/policy/draft">{count > 0 ? "Continue editing" : "Edit policy"}</Link>
          </Button>
        ) : null}
      </PageHeader>
      {isJustPublished(inForce, viewer, clock()) ? (
        <Alert role="status" variant="success" className="mb-4" title={`Version ${inForce.version} is live`}>
          <Link
            href={`/policy/versions/${inForce.version - 1}`}
            className="text-link underline underline-offset-3"
          >
            View version {inForce.version - 1}
          </Link>{" "}
          to restore it to the draft.
        </Alert>
      ) : null}
      {inspection.draft ? null : (
        <UnreadableDraft
          revision={inspection.revision}
          versionInForce={inForce.version}
          mayDiscard={isAdmin}
        />
      )}
      {count > 0 ? (
        <Alert className="mb-4" title={count === 1 ? "1 unpublished change" : `${count} unpublished changes`}>
          {proposal
            ? `${proposer ?? "An admin"} proposed this draft. It goes live when another admin publishes it.`
            : "The draft isn't live until an admin publishes it."}
        </Alert>
      ) : null}
      {isAdmin ? <UncheckableTypes version={inForce.version} /> : null}
      {isAdmin ? <UnclassifiedTypes policy={inForce} /> : null}
      <PolicyRules groups={groupsOf(inForce.rules, words)} />
      {isAdmin || viewer.roles.includes("auditor") ? (
        <PolicyFile version={inForce.version} isAdmin={isAdmin} />
      ) : null}
    </>
  );
}

const confirmedMilliseconds = 2 * 60_000;

/** Whether the viewer published this version a moment ago. Version 1 is the workspace's first. */
function isJustPublished(
  { version, publishedBy, publishedAt }: VersionSummary,
  { personId }: Viewer,
  now: Date,
): boolean {
  const age = now.getTime() - publishedAt.getTime();
  return version > 1 && publishedBy === personId && age < confirmedMilliseconds;
}
