"use client";

import { CopyNow } from "#components/credentials/created";
import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Select } from "#components/forms/select";
import { useAction } from "#components/forms/use-action.ts";
import { confirmedAction } from "#components/passkey/confirmation.ts";
import { LocalTime } from "#components/text/local-time";
import { Button } from "#components/ui/button";
import { CodeBlock } from "#components/ui/code-block";
import { type IssuedToken, issue } from "./actions.ts";

const issueConfirmed = confirmedAction<IssuedToken>(
  issue,
  (form) => `policy/token/${Number(form.get("ttlSeconds"))}`,
);

/** Creates a policy token, and shows the token once. */
export function IssueToken({
  origin,
  lives,
}: {
  origin: string;
  lives: { seconds: number; words: string }[];
}) {
  const { pending, formProps, message, result, errorOf } = useAction(issueConfirmed);
  return (
    <div className="grid gap-4">
      <form className="flex flex-wrap items-end gap-3" {...formProps}>
        <Field label="Valid for" className="min-w-40" error={errorOf("ttlSeconds")}>
          <Select name="ttlSeconds" defaultValue="3600">
            {lives.map(({ seconds, words }) => (
              <option key={seconds} value={seconds}>
                {words}
              </option>
            ))}
          </Select>
        </Field>
        <Button type="submit" disabled={pending}>
          {pending ? "Creating token…" : "Create token"}
        </Button>
      </form>
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
            text={`export COUNTERSIGN_URL=${origin}\nread -rs COUNTERSIGN_POLICY_TOKEN && export COUNTERSIGN_POLICY_TOKEN\ncountersign policy pull policy.json`}
          />
        </>
      ) : null}
    </div>
  );
}
