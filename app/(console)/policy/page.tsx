import { runtime } from "#app/runtime/runtime";
import { pageTitle, requireViewer } from "#app/web/open-page";
import { singleValues } from "#app/web/query/search-params";
import { PolicyRules } from "#components/policy/policy-rules";
import { PolicyTabs } from "#components/policy/policy-tabs";
import { personNames } from "#lib/people/person-names";
import type { Draft } from "#lib/policy/drafts/draft";
import { inspectDraft } from "#lib/policy/drafts/next-version";
import { compareThresholds } from "#lib/policy/thresholds/compare-thresholds";
import { comparePolicies } from "#lib/policy/versions/compare";
import { versionInForce } from "#lib/policy/versions/versions";
import { findDraftProposal } from "#lib/proposals/draft-proposal";
import { DefaultOutcomeForm, UnclassifiedForm } from "./draft/default-outcome-form.tsx";
import { DraftBar } from "./draft-bar.tsx";
import { listedRules, marksOf } from "./draft-marks.ts";
import { DraftNotices } from "./draft-notices.tsx";
import { EditableRules } from "./editable-rules.tsx";
import { PolicyHeader } from "./policy-header.tsx";
import {
  Published,
  UncheckableTypes,
  UnclassifiedTypes,
  UnpublishedChanges,
  UnreadableDraft,
} from "./policy-notices.tsx";
import { PolicySheet } from "./policy-sheet.tsx";
import { groupsOf, policyWords } from "./policy-view.ts";

export const metadata = pageTitle("Policy");

/**
 * Admins see a changed draft, with the live version one press away, and editors as sheets
 * (`?sheet=thresholds/refund`). `?rule=` opens the threshold of a rule, so that `#rule-…` is
 * visible.
 */
export default async function PolicyPage(props: PageProps<"/policy">) {
  const viewer = await requireViewer();
  const query = singleValues(await props.searchParams);
  const { view, sheet, rule } = query;
  const isAdmin = viewer.roles.includes("admin");
  const policy = await loadPolicies();
  const { inForce, inspection, count, now } = policy;
  const shown = isAdmin && (view !== "live" || count === 0) ? inspection.draft : undefined;
  const words = shown
    ? await policyWords(viewer, shown, { catalog: policy.removedTypes, rules: policy.removed })
    : await policyWords(viewer, inForce);
  return (
    <>
      <PolicyHeader
        viewer={viewer}
        version={inForce.version}
        policy={shown ?? inForce}
        draft={count > 0 && isAdmin ? { isShown: shown !== undefined } : undefined}
        isEditable={shown !== undefined}
      />
      <PolicyTabs roles={viewer.roles} />
      <Published
        {...{ inForce, viewer, now }}
        revision={inspection.revision}
        isDraftChanged={!inspection.draft || count > 0}
      />
      {inspection.draft ? null : (
        <UnreadableDraft
          revision={inspection.revision}
          versionInForce={inForce.version}
          mayDiscard={isAdmin}
        />
      )}
      <UnpublishedChanges count={isAdmin && !policy.proposer ? 0 : count} proposer={policy.proposer} />
      {isAdmin ? <UncheckableTypes version={inForce.version} /> : null}
      {isAdmin ? <UnclassifiedTypes policy={inForce} /> : null}
      {shown ? (
        <ShownDraft draft={shown} policy={policy} words={words} openRule={rule} />
      ) : (
        <PolicyRules groups={groupsOf(inForce.rules, words)} openRule={rule} />
      )}
      {isAdmin ? (
        <DraftBar count={count} revision={inspection.revision} versionInForce={inForce.version} />
      ) : null}
      {isAdmin && inspection.draft && sheet ? (
        <PolicySheet viewer={viewer} sheet={sheet} query={query} />
      ) : null}
    </>
  );
}

function ShownDraft(props: {
  draft: Draft;
  policy: Awaited<ReturnType<typeof loadPolicies>>;
  words: Awaited<ReturnType<typeof policyWords>>;
  openRule: string | undefined;
}) {
  const { draft, policy, words, openRule } = props;
  const { revision, defaultOutcome, unclassified } = draft;
  return (
    <>
      <DraftNotices
        draft={draft}
        count={policy.count}
        versionInForce={policy.inForce.version}
        words={words}
      />
      <EditableRules
        groups={groupsOf(listedRules(draft.rules, policy.removed), words, policy.marks)}
        revision={revision}
        openRule={openRule}
      />
      <div key={revision} className="mt-4 grid gap-4 lg:grid-cols-2" id="unclassified">
        <DefaultOutcomeForm revision={revision} defaultOutcome={defaultOutcome} />
        <UnclassifiedForm revision={revision} unclassified={unclassified} />
      </div>
    </>
  );
}

async function loadPolicies() {
  const { db, clock } = runtime();
  const now = clock();
  const [inForce, inspection, proposal] = await Promise.all([
    versionInForce(db),
    inspectDraft(db),
    findDraftProposal(db, now),
  ]);
  const by = proposal && ((await personNames(db, [proposal.by])).get(proposal.by) ?? "An admin");
  const after = inspection.draft ?? inForce;
  const whole = comparePolicies(inForce, after);
  const difference = compareThresholds(whole, inForce.rules, after.rules);
  return {
    ...{ inForce, inspection, now, proposer: by, count: difference.count },
    marks: marksOf(whole, difference, inForce.rules, after.rules),
    removed: whole.removed,
    removedTypes: difference.actionTypes.removed,
  };
}
