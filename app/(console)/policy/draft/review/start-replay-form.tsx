"use client";

import { useState } from "react";
import { act } from "#app/(console)/acts/act";
import { ActForm, SubmitButton } from "#components/forms/act-form";
import { Field, Input, Select } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";

export function StartReplayForm({ isAgain }: { isAgain: boolean }) {
  const form = useAction(act("replay/start"));
  const [span, setSpan] = useState("days");
  return (
    <ActForm form={form} className="grid gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Requests" className="min-w-48 flex-1 sm:max-w-60">
          <Select name="span" value={span} onChange={(event) => setSpan(event.target.value)}>
            <option value="days">Last 30 days</option>
            <option value="last">Most recent</option>
          </Select>
        </Field>
        <div hidden={span !== "last"}>
          <Field label="Number of requests" className="w-32">
            <Input name="last" inputMode="numeric" defaultValue="1000" />
          </Field>
        </div>
        <Field label="Compare with" className="min-w-48 flex-1 sm:max-w-64">
          <Select name="against" defaultValue="in_force">
            <option value="in_force">The live policy</option>
            <option value="then">Actual outcomes</option>
          </Select>
        </Field>
        <SubmitButton variant="outline" working="Starting…">
          {isAgain ? "Run again" : "Run preview"}
        </SubmitButton>
      </div>
      <FormMessage message={form.message} />
    </ActForm>
  );
}
