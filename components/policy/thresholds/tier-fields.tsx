import { TextField } from "#components/forms/controlled-field";
import { ApprovalFields } from "#components/policy/rule/approval-fields";
import { grantLifetimes, LifetimeSelect, requestLifetimes } from "#components/policy/rule/lifetime-select";
import { SafeguardFields } from "#components/policy/rule/safeguard-fields";
import type { Measure } from "#lib/policy/thresholds/threshold";
import type { TierCount } from "./past-counts.ts";
import type { TierDraft } from "./threshold-draft.ts";

export interface ThresholdTierProps {
  tier: TierDraft;
  index: number;
  total: number;
  measure: Measure;
  range: { over: number; upTo: number | undefined };
  /** The number of past requests in the tier, and in total; undefined without past data. */
  past: (TierCount & { of: number }) | undefined;
  madeTitle: string;
  groups: { id: string; name: string }[];
  onType: (typed: string) => void;
  onChange: (change: Partial<TierDraft>) => void;
  onSplit: () => void;
  onRemove: () => void;
  errorOf: (field: string) => string | undefined;
}

/** A tier's approvers, lifetimes and title. */
export default function TierFields(props: ThresholdTierProps) {
  const { tier, onChange, errorOf, groups } = props;
  return (
    <div className="grid gap-4">
      {tier.outcome === "step_up" ? (
        <ApprovalFields
          value={tier}
          onChange={onChange}
          groups={groups}
          hasCountElsewhere
          errorOf={errorOf}
        />
      ) : null}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {tier.outcome === "step_up" ? (
          <LifetimeSelect
            label="Request expires after"
            hint="If no one decides."
            choices={requestLifetimes}
            seconds={tier.requestTtlSeconds}
            onChange={(requestTtlSeconds) => onChange({ requestTtlSeconds })}
            error={errorOf("requestTtlSeconds")}
          />
        ) : null}
        {tier.outcome === "block" ? null : (
          <LifetimeSelect
            label="Grant valid for"
            hint="The agent must use it within this time."
            choices={grantLifetimes}
            seconds={tier.grantTtlSeconds}
            onChange={(grantTtlSeconds) => onChange({ grantTtlSeconds })}
            error={errorOf("grantTtlSeconds")}
          />
        )}
      </div>
      {tier.outcome === "step_up" ? (
        <SafeguardFields value={tier} onChange={onChange} errorOf={errorOf} />
      ) : null}
      <TextField
        label="Rule name"
        optional
        hint={`Shown to approvers. Leave empty to use “${props.madeTitle}”.`}
        error={errorOf("title")}
        maxLength={120}
        autoComplete="off"
        value={tier.title}
        onChange={(title) => onChange({ title })}
      />
    </div>
  );
}
