"use client";

import { act } from "#app/(console)/acts/act";
import { SubmitButton } from "#components/forms/act-form";
import { Field, Select } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { ConfirmedActForm } from "#components/passkey/confirmed-act-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { CopyNow } from "#components/settings/created-credential";
import { LocalTime } from "#components/text/local-time";
import { CodeBlock } from "#components/ui/code-block";

export function IssueToken(props: { origin: string; lives: { seconds: number; words: string }[] }) {
  const form = useConfirmedAction(act("policy/token"));
  const { message, result } = form;
  return (
    <div className="grid gap-4">
      <ConfirmedActForm form={form} className="flex flex-wrap items-end gap-3">
        <Field label="Valid for" className="min-w-40">
          <Select name="ttlSeconds" defaultValue="3600">
            {props.lives.map(({ seconds, words }) => (
              <option key={seconds} value={seconds}>
                {words}
              </option>
            ))}
          </Select>
        </Field>
        <SubmitButton working="Checking…">Create token…</SubmitButton>
      </ConfirmedActForm>
      <FormMessage message={message} />
      {result ? (
        <>
          <CopyNow noun="token" role="status">
            It can read the policy and edit the draft as you until{" "}
            <LocalTime at={new Date(result.expiresAt)} />. It can't publish.
          </CopyNow>
          <CodeBlock label="Policy token" text={result.token} />
          <CodeBlock
            label="Shell setup"
            text={`export COUNTERSIGN_URL=${props.origin}\nread -rs COUNTERSIGN_POLICY_TOKEN && export COUNTERSIGN_POLICY_TOKEN\ncountersign policy pull policy.json`}
          />
        </>
      ) : null}
    </div>
  );
}
