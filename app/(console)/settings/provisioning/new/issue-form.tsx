"use client";

import { act } from "#app/(console)/acts/act";
import { Field, Input, NameField } from "#components/forms/field";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { CopyNow, Created } from "#components/settings/created-credential";
import { LocalTime } from "#components/text/local-time";
import { CodeBlock } from "#components/ui/code-block";

export function IssueForm() {
  const form = useConfirmedAction(act("scim-token/issue"));
  const { result } = form;
  if (result)
    return (
      <Created
        title={`Token created for ${result.name}`}
        description={
          <>
            Paste both values into your directory's SCIM settings. The token expires on{" "}
            <LocalTime at={new Date(result.expiresAt)} />.
          </>
        }
        doneHref="/settings/provisioning"
      >
        <CopyNow noun="token" />
        <CodeBlock label="SCIM base URL" text={result.baseUrl} />
        <CodeBlock label="SCIM token" text={result.token} />
      </Created>
    );
  return (
    <ConfirmedForm form={form} submit="Create token…" cancelHref="/settings/provisioning">
      <NameField hint="For example “Okta production”." placeholder="Entra ID" />
      <Field label="Valid for (days)" hint="Up to 400 days.">
        <Input
          name="expiresInDays"
          type="number"
          min={1}
          max={400}
          step={1}
          required
          defaultValue={180}
          className="max-w-32"
        />
      </Field>
      <p className="text-muted-foreground text-sm">
        Anyone with this token can add and remove people. You'll confirm with your passkey.
      </p>
    </ConfirmedForm>
  );
}
