"use client";

import { useState } from "react";
import { act } from "#app/(console)/acts/act";
import { ActForm } from "#components/forms/act-form";
import { useAction } from "#components/forms/use-action.ts";
import { ConditionsField } from "#components/policy/rule/conditions-field";
import { HoursField } from "#components/policy/rule/hours-field";
import { LifeFields } from "#components/policy/rule/life-fields";
import { type ScopeChoices, ScopeFields } from "#components/policy/rule/scope-fields";
import { SaveToDraft, useReturnToPolicy } from "#components/policy/save-to-draft";
import { ThresholdEditor } from "#components/policy/thresholds/threshold-editor";
import { Icon } from "#components/ui/icon";
import { useIsReady } from "#components/ui/use-browser-state.ts";
import type { ValueList } from "#lib/policy/language/lists";
import type { Threshold } from "#lib/policy/thresholds/threshold";
import type { PastAmounts } from "#lib/requests/amount-distribution";

export function ThresholdForm(props: {
  threshold: Threshold;
  actionTitle: string;
  past: (PastAmounts & { sinceWords: string; most: number }) | undefined;
  revision: number;
  choices: Omit<ScopeChoices, "actions">;
  lists: ValueList[];
  isSheet?: boolean;
}) {
  const { threshold, past, choices, isSheet = false } = props;
  const form = useAction(act("draft/save-threshold"));
  const { pending, state, isFaulty, done, message, errorOf } = form;
  useReturnToPolicy(done, isSheet);

  const whole = errorOf("tiers") ?? errorOf("threshold");
  return (
    <ActForm
      form={form}
      fields={{ revision: props.revision, thresholdId: threshold.id }}
      className="grid gap-6"
      noValidate
    >
      <ThresholdEditor
        start={{ threshold, actionTitle: props.actionTitle, mostPast: past?.most ?? 0 }}
        past={past}
        groups={choices.groups}
        isBound={isBound(threshold)}
        answer={state}
        errorOf={errorOf}
      />
      <Conditions threshold={threshold} choices={choices} lists={props.lists} errorOf={errorOf} />
      <SaveToDraft
        isSaving={pending || done}
        isSheet={isSheet}
        message={isFaulty ? (whole ?? "Fix the highlighted fields.") : message}
      />
    </ActForm>
  );
}

function Conditions(props: {
  threshold: Threshold;
  choices: Omit<ScopeChoices, "actions">;
  lists: ValueList[];
  errorOf: (field: string) => string | undefined;
}) {
  const { threshold, choices, lists, errorOf } = props;
  const [hours, setHours] = useState(threshold.hours);
  const isReady = useIsReady();
  const isFaulty = ["resource", "audience", "agents", "labels", "labels.0", "expiresAt"].some(errorOf);
  return (
    <details
      className="group rounded-lg border bg-card"
      open={isBound(threshold) || isFaulty || threshold.expiresAt !== undefined || undefined}
    >
      <summary className="flex min-h-11 cursor-pointer items-center gap-2 rounded-lg px-4 py-2.5 font-medium sm:px-5">
        <Icon name="chevron-down" className="-rotate-90 transition-transform group-open:rotate-0" />
        Conditions, agents, resources and hours
        <span className="font-normal text-muted-foreground">{isBound(threshold) ? "Restricted" : "All"}</span>
      </summary>
      {/* Text typed before the page's script runs isn't guarded. */}
      <fieldset disabled={!isReady} className="grid min-w-0 max-w-2xl gap-6 px-4 pt-2 pb-5 sm:px-5">
        <ConditionsField
          only={["text", "history"]}
          initial={threshold.conditions ?? []}
          lists={lists}
          errorOf={errorOf}
        />
        <ScopeFields scope={threshold} choices={choices} errorOf={errorOf} />
        <HoursField value={hours} onChange={setHours} errorOf={errorOf} />
        <LifeFields of={threshold} noun="threshold" />
      </fieldset>
    </details>
  );
}

function isBound({ conditions, agents, labels, resource, audience, hours }: Threshold): boolean {
  return [conditions, agents, labels, resource, audience, hours].some(Boolean);
}
