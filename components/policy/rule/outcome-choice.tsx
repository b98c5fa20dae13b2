import { SelectField } from "#components/forms/controlled-field";
import type { Approval } from "#components/policy/rule/approval-draft.ts";
import { ApprovalFields } from "#components/policy/rule/approval-fields";
import type { Outcome } from "#lib/policy/language/rule";
import { ruleOutcomeLabels } from "#lib/text/labels";

const hints: Record<Outcome, string> = {
  allow: "The agent gets a grant immediately.",
  step_up: "The request waits for people to approve with a passkey.",
  block: "The request is rejected. Overrides every other rule.",
};

/** The rule's outcome, and the approvers. */
export function OutcomeChoice(props: {
  outcome: Outcome;
  onOutcome: (outcome: Outcome) => void;
  approval: Approval;
  onApproval: (approval: Approval) => void;
  groups: { id: string; name: string }[];
  errorOf: (field: string) => string | undefined;
}) {
  const { outcome, approval, errorOf } = props;
  return (
    <>
      <SelectField
        label="Outcome"
        hint={hints[outcome]}
        className="sm:max-w-96"
        error={errorOf("outcome")}
        name="outcome"
        options={ruleOutcomeLabels}
        value={outcome}
        onChange={props.onOutcome}
      />
      <input type="hidden" name="approval" value={JSON.stringify(approval)} />
      {outcome === "step_up" ? (
        <ApprovalFields
          value={approval}
          onChange={props.onApproval}
          groups={props.groups}
          errorOf={errorOf}
        />
      ) : null}
    </>
  );
}
