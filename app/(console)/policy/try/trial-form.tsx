"use client";

import { useEffect, useRef } from "react";
import { act } from "#app/(console)/acts/act";
import { ActForm, SubmitButton } from "#components/forms/act-form";
import { Choice, type Choices } from "#components/forms/choice";
import { CodeInput, Field, Select } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { MomentInput } from "#components/forms/moment-input";
import { useAction } from "#components/forms/use-action.ts";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card";
import { ActionFields, type TypeChoice } from "./action-fields.tsx";
import type { TrialView } from "./trial-view.tsx";

export interface TrialChoices {
  policies: { value: "in_force" | "draft"; words: string }[];
  agents: Choices;
  types: TypeChoice[];
}

export function TrialForm({ policies, agents, types }: TrialChoices) {
  const form = useAction(act("policy/try"));
  const { pending, isFaulty, result, message } = form;

  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
      <ActForm form={form} className="grid min-w-0 gap-5 rounded-lg border bg-card p-4 sm:p-5" noValidate>
        <Field label="Policy">
          <Select name="policy">
            {policies.map(({ value, words }) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Agent">
          <Choice name="agentId" choices={agents} empty="Select an agent" isRequired />
        </Field>
        <ActionFields types={types} />
        <CircumstanceFields />
        <FormMessage message={isFaulty ? "Fix the highlighted fields." : message} />
        <SubmitButton working="Running…">Run</SubmitButton>
      </ActForm>
      <TrialResult result={result} isPending={pending} />
    </div>
  );
}

function CircumstanceFields() {
  return (
    <>
      <Field label="Resource" optional hint="For example charge/ch_81.">
        <CodeInput name="resource" maxLength={500} />
      </Field>
      <Field label="Tool" optional hint="The tool's address (audience) the grant would be valid for.">
        <CodeInput name="audience" maxLength={500} />
      </Field>
      <Field
        label="Time"
        optional
        hint="For rules that depend on the time of day. Leave empty for the current time."
      >
        <MomentInput name="at" />
      </Field>
    </>
  );
}

/** The simulated outcome. Takes the focus, so that a screen reader announces the result. */
function TrialResult({ result, isPending }: { result: TrialView | undefined; isPending: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (result) heading.current?.focus();
  }, [result]);
  return (
    <Card aria-labelledby="result" aria-busy={isPending}>
      <CardHeader>
        <CardTitle id="result" ref={heading} tabIndex={-1} className="outline-none">
          {result?.headline ?? "Result"}
        </CardTitle>
        {result?.badge}
      </CardHeader>
      <CardContent className="grid gap-3">
        {result ? (
          <>
            <ul className="grid gap-1">
              {result.sentences.map((sentence) => (
                <li key={sentence} className="[overflow-wrap:anywhere]">
                  {sentence}
                </li>
              ))}
            </ul>
            {result.why}
          </>
        ) : (
          <p className="text-muted-foreground">
            Fill in a request and run it to see the outcome and how each rule was evaluated.
          </p>
        )}
      </CardContent>
    </Card>
  );
}
