"use client";

import { useState } from "react";
import { Radio } from "#components/forms/checkbox";
import { Fieldset } from "#components/forms/field";
import type { Outcome, Rule } from "#lib/policy/language/rule";
import { labelOptions, ruleOutcomeLabels } from "#lib/text/labels";
import type { Approval } from "./approval-draft.ts";
import { ApprovalFields } from "./approval-fields.tsx";
import { LifetimeSelect } from "./lifetime-select.tsx";
import { grantLifetimes, requestLifetimes } from "./lifetimes.ts";
import { SafeguardFields } from "./safeguard-fields.tsx";

const hints: Record<Outcome, string> = {
  allow: "The agent gets a grant immediately.",
  step_up: "The request waits for people to approve with a passkey.",
  block: "The request is rejected. Overrides every other rule.",
};

/** What the rule does, who approves where people do, and how long requests and grants live. */
export function OutcomeFields(props: {
  rule: Rule;
  outcome: Outcome;
  onOutcome: (outcome: Outcome) => void;
  groups: { id: string; name: string }[];
  errorOf: (field: string) => string | undefined;
}) {
  const { rule, outcome, errorOf } = props;
  const [approval, setApproval] = useState<Approval>(() => approvalOf(rule));
  return (
    <div className="grid gap-4">
      <Fieldset legend="Outcome" error={errorOf("outcome")}>
        {labelOptions(ruleOutcomeLabels).map(({ value, word }) => (
          <Radio
            key={value}
            name="outcome"
            value={value}
            label={word}
            hint={hints[value]}
            checked={outcome === value}
            onChange={() => props.onOutcome(value)}
          />
        ))}
      </Fieldset>
      <input type="hidden" name="approval" value={JSON.stringify(approval)} />
      {outcome === "step_up" ? (
        <ApprovalFields value={approval} onChange={setApproval} groups={props.groups} errorOf={errorOf} />
      ) : null}
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
      {outcome === "step_up" ? (
        <SafeguardFields value={approval} onChange={setApproval} errorOf={errorOf} />
      ) : null}
    </div>
  );
}

function approvalOf(rule: Rule): Approval {
  const { approvals, approvers, escalateAfterSeconds, numberMatching, readingSeconds, allowEdits } = rule;
  return { approvals, approvers, escalateAfterSeconds, numberMatching, readingSeconds, allowEdits };
}
