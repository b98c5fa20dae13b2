"use client";

import { type ReactNode, useRef, useState } from "react";
import { act } from "#app/(console)/acts/act";
import { ActForm } from "#components/forms/act-form";
import { Field, Input } from "#components/forms/field";
import { useAction } from "#components/forms/use-action.ts";
import { ActionChoice } from "#components/policy/rule/action-choice";
import type { Approval } from "#components/policy/rule/approval-draft.ts";
import { ConditionsField } from "#components/policy/rule/conditions-field";
import { MatchCountLine } from "#components/policy/rule/match-count";
import { MoreOptions } from "#components/policy/rule/more-options";
import { OutcomeChoice } from "#components/policy/rule/outcome-choice";
import type { ScopeChoices } from "#components/policy/rule/scope-fields";
import { SaveToDraft, useReturnToPolicy } from "#components/policy/save-to-draft";
import { useIsReady } from "#components/ui/use-browser-state.ts";
import type { ValueList } from "#lib/policy/language/lists";
import type { Rule } from "#lib/policy/language/rule";
import { countRuleMatches } from "./count-rule-matches.ts";

/** A rule of the draft as a sentence: when a request matches, then the outcome follows. */
export function RuleForm(props: {
  rule: Rule;
  isNew: boolean;
  revision: number;
  choices: ScopeChoices;
  lists: ValueList[];
  usesMore: boolean;
  isSheet?: boolean;
}) {
  const { rule, choices, isSheet = false } = props;
  const form = useRef<HTMLFormElement>(null);
  const isReady = useIsReady();
  const action = useAction(act("draft/save-rule"));
  const { pending, isFaulty, done, message, errorOf } = action;
  const [outcome, setOutcome] = useState(rule.outcome);
  const [approval, setApproval] = useState<Approval>(() => approvalOf(rule));
  useReturnToPolicy(done, isSheet);

  return (
    <ActForm
      form={action}
      ref={form}
      fields={{ revision: props.revision, id: props.isNew ? "" : rule.id }}
      className="grid max-w-3xl gap-6"
      noValidate
    >
      {/* Before the page's script runs, choices would give way to the initial ones, and text
          isn't guarded. */}
      <fieldset disabled={!isReady} className="grid min-w-0 gap-6">
        <Field label="Name" hint="Shown to approvers. Say what the rule is for.">
          <Input name="title" defaultValue={rule.title} maxLength={120} autoComplete="off" required />
        </Field>
        <Clause word="When">
          <ActionChoice rule={rule} actions={choices.actions} errorOf={errorOf} />
          <ConditionsField initial={rule.conditions} lists={props.lists} errorOf={errorOf} />
          <MatchCountLine form={form} count={countRuleMatches} />
        </Clause>
        <Clause word="then">
          <OutcomeChoice
            outcome={outcome}
            onOutcome={setOutcome}
            approval={approval}
            onApproval={setApproval}
            groups={choices.groups}
            errorOf={errorOf}
          />
        </Clause>
        <MoreOptions
          isUsed={props.usesMore}
          {...{ rule, outcome, approval, choices, errorOf }}
          onApproval={setApproval}
        />
      </fieldset>
      <SaveToDraft
        isSaving={pending || done}
        isSheet={isSheet}
        message={isFaulty ? (errorOf("rule") ?? "Fix the highlighted fields.") : message}
      />
    </ActForm>
  );
}

function approvalOf(rule: Rule): Approval {
  const { approvals, approvers, escalateAfterSeconds, numberMatching, readingSeconds, allowEdits } = rule;
  return { approvals, approvers, escalateAfterSeconds, numberMatching, readingSeconds, allowEdits };
}

/** A part of the rule's sentence: its first word, and the fields to complete the part. */
function Clause({ word, children }: { word: string; children: ReactNode }) {
  return (
    <section aria-label={word} className="grid gap-x-4 gap-y-2 sm:grid-cols-[3.5rem_minmax(0,1fr)]">
      <h2 className="font-semibold text-base sm:pt-7">{word}</h2>
      <div className="grid min-w-0 gap-4">{children}</div>
    </section>
  );
}
