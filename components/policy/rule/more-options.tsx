import { useState } from "react";
import type { Approval } from "#components/policy/rule/approval-draft.ts";
import { HoursField } from "#components/policy/rule/hours-field";
import { LifeFields } from "#components/policy/rule/life-fields";
import { grantLifetimes, LifetimeSelect, requestLifetimes } from "#components/policy/rule/lifetime-select";
import { SafeguardFields } from "#components/policy/rule/safeguard-fields";
import { type ScopeChoices, ScopeFields } from "#components/policy/rule/scope-fields";
import { Icon } from "#components/ui/icon";
import type { Outcome, Rule } from "#lib/policy/language/rule";

interface Props {
  rule: Rule;
  isUsed: boolean;
  outcome: Outcome;
  approval: Approval;
  onApproval: (approval: Approval) => void;
  choices: ScopeChoices;
  errorOf: (field: string) => string | undefined;
}

const fields = [
  ...["resource", "audience", "agents", "labels", "labels.0", "hours", "hours.days", "hours.from"],
  ...["hours.to", "hours.timeZone", "requestTtlSeconds", "grantTtlSeconds", "readingSeconds", "expiresAt"],
];

/** Options of few rules: scope, times, and the ways to approve. Open for a rule with an option. */
export function MoreOptions(props: Props) {
  const { rule, errorOf } = props;
  const [hours, setHours] = useState(rule.hours);
  const isOpen = props.isUsed || fields.some((field) => errorOf(field) !== undefined);
  return (
    <details className="group rounded-lg border bg-card" open={isOpen || undefined}>
      <summary className="flex min-h-11 cursor-pointer items-center gap-2 rounded-lg px-4 py-2.5 font-medium sm:px-5">
        <Icon name="chevron-down" className="-rotate-90 transition-transform group-open:rotate-0" />
        More options
      </summary>
      <div className="grid gap-6 px-4 pt-2 pb-5 sm:px-5">
        <ScopeFields scope={rule} choices={props.choices} errorOf={errorOf} />
        <HoursField value={hours} onChange={setHours} errorOf={errorOf} />
        <Lifetimes {...props} />
        {props.outcome === "step_up" ? (
          <SafeguardFields value={props.approval} onChange={props.onApproval} errorOf={errorOf} />
        ) : null}
        <LifeFields of={rule} noun="rule" />
      </div>
    </details>
  );
}

function Lifetimes({ rule, outcome, errorOf }: Props) {
  return (
    <div
      hidden={outcome === "block"}
      className={outcome === "block" ? "" : "grid items-start gap-4 sm:grid-cols-2"}
    >
      <div hidden={outcome !== "step_up"}>
        <LifetimeSelect
          label="Request expires after"
          name="requestTtlSeconds"
          hint="If no one decides."
          choices={requestLifetimes}
          seconds={rule.requestTtlSeconds}
          error={errorOf("requestTtlSeconds")}
        />
      </div>
      <LifetimeSelect
        label="Grant valid for"
        name="grantTtlSeconds"
        hint="The agent must use it within this time."
        choices={grantLifetimes}
        seconds={rule.grantTtlSeconds}
        error={errorOf("grantTtlSeconds")}
      />
    </div>
  );
}
