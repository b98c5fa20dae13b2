import { OutcomeBadge } from "#components/badges/request-badges";
import { RuleSentence, type RuleView } from "#components/policy/rule-row";
import {
  type ThresholdChangeView,
  ThresholdDifference,
} from "#components/policy/thresholds/threshold-difference";
import type { ListChange } from "#lib/policy/versions/compare-lists";
import { ActionTypeDifferences, type ActionTypeDifferencesView } from "./action-type-differences.tsx";
import { BeforeAndAfter, DifferenceEntry, DifferenceLine } from "./difference-entry.tsx";
import { Fold } from "./fold.tsx";

/** What differs between two policies, ready to be shown. */
export interface DifferenceView {
  count: number;
  /** Changed thresholds; their tiers are not repeated rule by rule. */
  thresholds: ThresholdChangeView[];
  added: RuleView[];
  removed: RuleView[];
  changed: { before: RuleView; after: RuleView }[];
  actionTypes: ActionTypeDifferencesView;
  lists: ListChange[];
  defaultOutcome?: { before: string; after: string } | undefined;
  unclassified?: { before: string; after: string } | undefined;
}

/** The difference, rule by rule and type by type, with both versions of changed entries. */
export function DifferenceList({ difference }: { difference: DifferenceView }) {
  const { thresholds, added, removed, changed, actionTypes, lists, defaultOutcome, unclassified } =
    difference;
  return (
    <ul className="divide-y">
      {defaultOutcome ? (
        <DifferenceEntry kind="changed" what="Default outcome changed">
          <BeforeAndAfter {...defaultOutcome} />
        </DifferenceEntry>
      ) : null}
      {unclassified ? (
        <DifferenceEntry kind="changed" what="Undescribed actions changed">
          <BeforeAndAfter {...unclassified} />
        </DifferenceEntry>
      ) : null}
      {thresholds.map((change) => (
        <ThresholdDifference key={change.id} change={change} />
      ))}
      {changed.map(({ before, after }) => (
        <DifferenceEntry key={after.id} kind="changed" what="Rule changed">
          <BeforeAndAfter before={<Summary rule={before} />} after={<Summary rule={after} />} />
        </DifferenceEntry>
      ))}
      {added.map((rule) => (
        <DifferenceEntry key={rule.id} kind="added" what="Rule added">
          <Summary rule={rule} />
        </DifferenceEntry>
      ))}
      {removed.map((rule) => (
        <DifferenceEntry key={rule.id} kind="removed" what="Rule removed">
          <Summary rule={rule} />
        </DifferenceEntry>
      ))}
      {lists.map((list) => (
        <ListDifference key={list.name} list={list} />
      ))}
      <ActionTypeDifferences difference={actionTypes} />
    </ul>
  );
}

function ListDifference({ list: { name, kind, added, removed } }: { list: ListChange }) {
  return (
    <DifferenceEntry kind={kind} what={`List ${kind}`}>
      <span className="[overflow-wrap:anywhere]">{name}</span>
      <Values label="Added" values={added} />
      <Values label="Removed" values={removed} />
    </DifferenceEntry>
  );
}

/** Values that a list gained or lost: all of them, because each loosens or tightens a rule. */
function Values({ label, values }: { label: string; values: string[] }) {
  if (values.length === 0) return null;
  const all = (
    <ul>
      {values.map((value) => (
        <li key={value}>{value}</li>
      ))}
    </ul>
  );
  return (
    <DifferenceLine label={label}>
      {values.length > 10 ? <Fold title={`${values.length} values`}>{all}</Fold> : all}
    </DifferenceLine>
  );
}

function Summary({ rule }: { rule: RuleView }) {
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 [overflow-wrap:anywhere]">{rule.words.title}</span>
        <OutcomeBadge outcome={rule.outcome} words={rule.words.outcome} />
        {rule.words.isEnabled ? null : <span className="text-muted-foreground text-sm">disabled</span>}
        {rule.words.isMonitored ? <span className="text-muted-foreground text-sm">monitor mode</span> : null}
      </div>
      <RuleSentence words={rule.words} />
    </div>
  );
}
