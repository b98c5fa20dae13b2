"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Checkbox } from "#components/forms/checkbox";
import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Input } from "#components/forms/input";
import { useAction } from "#components/forms/use-action.ts";
import { ConditionsField } from "#components/policy/conditions-field";
import { HoursField } from "#components/policy/hours-field";
import { OutcomeFields } from "#components/policy/outcome-fields";
import { ActionsField, type ScopeChoices, ScopeFields } from "#components/policy/scope-fields";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { useIsReady } from "#components/ui/use-browser-state.ts";
import type { Rule } from "#lib/policy/language/rule";
import { save } from "./actions.ts";

/** Creates or edits one rule of the draft. */
export function RuleForm(props: {
  /** The rule as it is, or a new one's beginnings. */
  rule: Rule;
  isNew: boolean;
  revision: number;
  choices: ScopeChoices;
}) {
  const { rule } = props;
  const router = useRouter();
  const isReady = useIsReady();
  const { pending, formProps, state, done, message, errorOf } = useAction(save);
  const [outcome, setOutcome] = useState(rule.outcome);
  const [hours, setHours] = useState(rule.hours);
  useEffect(() => {
    if (done) router.push("/policy/draft");
  }, [done, router]);
  const isFaulty = state.outcome === "refused" && Object.keys(state.errors).length > 0;
  return (
    <form className="grid max-w-2xl gap-6" noValidate {...formProps}>
      <input type="hidden" name="revision" value={props.revision} />
      <input type="hidden" name="id" value={props.isNew ? "" : rule.id} />
      <Field label="Name" hint="Shown to approvers. Say what the rule is for." error={errorOf("title")}>
        <Input name="title" defaultValue={rule.title} maxLength={120} autoComplete="off" required />
      </Field>
      <OutcomeFields
        rule={rule}
        outcome={outcome}
        onOutcome={setOutcome}
        groups={props.choices.groups}
        errorOf={errorOf}
      />
      <ActionsField rule={rule} actions={props.choices.actions} errorOf={errorOf} />
      <ConditionsField initial={rule.conditions} errorOf={errorOf} />
      <ScopeFields scope={rule} choices={props.choices} errorOf={errorOf} />
      <HoursField value={hours} onChange={setHours} errorOf={errorOf} />
      <Field
        label="Expires (UTC)"
        optional
        hint="After this time the rule stops applying and the default outcome is used instead."
        error={errorOf("expiresAt")}
      >
        <Input
          type="datetime-local"
          name="expiresAt"
          defaultValue={rule.expiresAt?.slice(0, 16)}
          className="sm:max-w-64"
        />
      </Field>
      <Checkbox
        name="enabled"
        defaultChecked={rule.enabled}
        label="Enabled"
        hint="Disabled rules have no effect."
      />
      <Checkbox
        name="isMonitored"
        defaultChecked={rule.isMonitored}
        label="Monitor mode"
        hint="Logs what the rule would have decided, without enforcing it."
      />
      <FormMessage message={isFaulty ? (errorOf("rule") ?? "Fix the highlighted fields.") : message} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={pending || done || !isReady}>
          {pending || done ? "Saving…" : "Save to draft"}
        </Button>
        <Button asChild variant="ghost">
          <Link href="/policy/draft">Cancel</Link>
        </Button>
      </div>
    </form>
  );
}
