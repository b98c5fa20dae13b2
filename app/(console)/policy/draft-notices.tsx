import { act } from "#app/(console)/acts/act";
import { ActButton } from "#components/forms/act-button";
import { Alert } from "#components/ui/alert";
import { Link } from "#components/ui/link";
import { currencyFaults } from "#lib/policy/checks/lint-rules";
import type { Draft } from "#lib/policy/drafts/draft";
import type { Rule } from "#lib/policy/language/rule";
import { brokenThresholds, undrawnThresholds } from "#lib/policy/thresholds/threshold-of-rules";
import type { PolicyWords } from "./policy-view.ts";

export function DraftNotices(props: {
  draft: Draft;
  count: number;
  versionInForce: number;
  words: PolicyWords;
}) {
  const { draft, count, versionInForce, words } = props;
  return (
    <>
      {draft.baseVersion < versionInForce && count > 0 ? (
        <OutdatedDraft made={draft.baseVersion} inForce={versionInForce} />
      ) : null}
      <BrokenThresholds rules={draft.rules} />
      <UncappedAllows draft={draft} />
      <UndrawnThresholds rules={draft.rules} revision={draft.revision} words={words} />
    </>
  );
}

/** Lists rules that no longer form a threshold, so that an admin does not search for the threshold. */
function BrokenThresholds({ rules }: { rules: Rule[] }) {
  return brokenThresholds(rules).map((tiers) => (
    <Alert
      key={tiers[0]?.threshold}
      variant="warning"
      className="mb-4"
      title="Some rules no longer fit their threshold"
    >
      {tiers.map(({ title }) => `“${title}”`).join(", ")} no longer form a continuous range. They still apply
      individually. Fix their limits, or remove them and create a new threshold.
    </Alert>
  ));
}

/** Lists allow rules without a currency next to limits with a currency, which prevent publishing. */
function UncappedAllows({ draft }: { draft: Draft }) {
  const faults = currencyFaults(draft.rules, draft.catalog);
  if (faults.length === 0) return null;
  return (
    <Alert variant="warning" className="mb-4" title="You can't publish this draft yet">
      <ul className="grid gap-1">
        {faults.map(({ ruleId, message }) => (
          <li key={ruleId}>
            {message} <Link href={`/policy/draft/rules/${ruleId}`}>Edit this rule</Link>
          </li>
        ))}
      </ul>
    </Alert>
  );
}

/** Offers to convert rules that together form a threshold, except for the name. */
function UndrawnThresholds(props: { rules: Rule[]; revision: number; words: PolicyWords }) {
  return [...undrawnThresholds(props.rules)].map(([thresholdId, tiers]) => {
    const action = tiers[0]?.actions[0] ?? "";
    const title = props.words.names.actions.get(action) ?? action;
    return (
      <Alert
        key={thresholdId}
        className="mb-4"
        title={`${title}: ${tiers.length} rules can be combined into a threshold`}
      >
        <p className="mb-2">
          {tiers.map((rule) => `“${rule.title}”`).join(", ")} cover adjacent ranges. As a threshold they mean
          the same, and you can edit their limits together.
        </p>
        <ActButton
          action={act("draft/draw-threshold")}
          fields={{ thresholdId, revision: props.revision }}
          className="grid gap-2"
          isMessageFirst
          size="sm"
          isNarrow
          label="Convert to threshold"
          working="Converting…"
        >
          <span className="sr-only">: {title}</span>
        </ActButton>
      </Alert>
    );
  });
}

export function OutdatedDraft({ made, inForce }: { made: number; inForce: number }) {
  return (
    <Alert
      variant="warning"
      className="mb-4"
      title={`Version ${inForce} was published after this draft was started`}
    >
      This draft is based on version {made} and can't be published. Copy what you need, discard it, and redo
      your changes on version {inForce}.
    </Alert>
  );
}
