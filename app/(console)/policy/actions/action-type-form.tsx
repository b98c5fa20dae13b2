"use client";

import { type ComponentProps, useRef } from "react";
import { act } from "#app/(console)/acts/act";
import { ActForm } from "#components/forms/act-form";
import { CodeInput, Field, Input, Select } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { JsonTextarea, Textarea } from "#components/forms/textarea";
import { useAction } from "#components/forms/use-action.ts";
import { useGoTo } from "#components/forms/use-go-to.ts";
import { Button, LinkButton } from "#components/ui/button";
import { useUnsaved } from "#components/ui/dialog/use-unsaved";
import { useIsReady } from "#components/ui/use-browser-state.ts";
import { defaultDenyReasons } from "#lib/approvals/default-deny-reasons";
import type { ActionTypeDraft } from "./action-type-draft.ts";
import { denyReasonLines } from "./deny-reason-lines.ts";
import { DescriptorField } from "./descriptor-field.tsx";
import type { Sample } from "./descriptor-preview.tsx";
import { StandingFields } from "./standing-fields.tsx";

export function ActionTypeForm(props: {
  entry: ActionTypeDraft;
  isNew: boolean;
  revision: number;
  risks: { value: string; word: string }[];
  samples: Sample[];
}) {
  const { entry, isNew } = props;
  const action = useAction(act("draft/save-action-type"));
  const { pending, isFaulty, done, message } = action;
  useGoTo(done ? "/policy/actions" : undefined);

  const form = useRef<HTMLFormElement>(null);
  const isReady = useIsReady();
  const question = useUnsaved(pending || done, form);
  return (
    <ActForm
      form={action}
      ref={form}
      fields={{ revision: props.revision, isNew: String(isNew) }}
      className="grid max-w-2xl gap-6 lg:max-w-none"
      noValidate
    >
      {/* Text typed before the page's script runs isn't guarded. */}
      <fieldset
        disabled={!isReady}
        className="grid min-w-0 items-start gap-6 lg:grid-cols-2 *:grid *:min-w-0 *:gap-6"
      >
        <div>
          <NamingFields entry={entry} isNew={isNew} risks={props.risks} />
          <SchemaFields entry={entry} />
          <Field
            label="Deny reasons"
            optional
            hint="One per line, with its code for agents. Leave empty for the defaults."
          >
            <Textarea
              name="denyReasons"
              defaultValue={entry.denyReasons}
              placeholder={denyReasonLines(defaultDenyReasons)}
              rows={4}
              autoCapitalize="none"
            />
          </Field>
          <StandingFields entry={entry} />
        </div>
        <DescriptorField type={entry.type} descriptor={entry.descriptor} samples={props.samples} />
      </fieldset>
      <FormMessage message={isFaulty ? "Fix the highlighted fields." : message} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={pending || done || !isReady}>
          {pending || done ? "Saving…" : "Save to draft"}
        </Button>
        <LinkButton href="/policy/actions" variant="ghost">
          Cancel
        </LinkButton>
        {question}
      </div>
    </ActForm>
  );
}

function NamingFields(props: Pick<ComponentProps<typeof ActionTypeForm>, "entry" | "isNew" | "risks">) {
  const { entry, isNew } = props;
  return (
    <>
      <Field
        label="Action type"
        hint={
          isNew ? "The identifier agents send, for example refund.create." : "The identifier agents send."
        }
      >
        <CodeInput name="type" defaultValue={entry.type} readOnly={!isNew} maxLength={100} required />
      </Field>
      <Field label="Name" hint="Shown to approvers, for example “Refund a payment”.">
        <Input name="title" defaultValue={entry.title} maxLength={120} autoComplete="off" required />
      </Field>
      <Field label="Risk level" hint="The worst outcome this action could have.">
        <Select name="risk" defaultValue={entry.risk} className="sm:max-w-64">
          {props.risks.map(({ value, word }) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}

function SchemaFields({ entry }: { entry: ActionTypeDraft }) {
  return (
    <>
      <Field
        label="Parameter schema"
        hint="JSON Schema (2020-12). “format” isn't validated and remote references aren't fetched."
      >
        <JsonTextarea name="schema" defaultValue={entry.schema} rows={12} required />
      </Field>
      <div className="grid items-start gap-6 sm:grid-cols-2">
        <ParamField name="amountParam" label="Amount parameter" value={entry.amountParam}>
          The parameter that holds the amount, for example amount or cost.total.
        </ParamField>
        <ParamField name="currencyParam" label="Currency parameter" value={entry.currencyParam}>
          The parameter that holds the currency or unit, for example currency.
        </ParamField>
      </div>
    </>
  );
}

function ParamField(props: { name: string; label: string; value: string; children: string }) {
  return (
    <Field label={props.label} optional hint={props.children}>
      <CodeInput name={props.name} defaultValue={props.value} maxLength={200} />
    </Field>
  );
}
