"use client";

import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Input } from "#components/forms/input";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { CodeBlock } from "#components/ui/code-block";
import { Link } from "#components/ui/link";
import { issueToken } from "../actions.ts";
import type { IssuedToken } from "../token-issue.ts";

export function IssueForm() {
  const { pending, formProps, result, message, errorOf, dialog } = useConfirmedAction(issueToken);
  if (result) return <Issued token={result} />;
  return (
    <>
      <form className="grid gap-6" noValidate {...formProps}>
        <Field label="Name" hint="For example “Okta production”." error={errorOf("name")}>
          <Input name="name" required maxLength={80} autoComplete="off" placeholder="Entra ID" />
        </Field>
        <Field label="Valid for (days)" hint="Up to 400 days." error={errorOf("expiresInDays")}>
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
        <FormMessage message={message} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" disabled={pending}>
            {pending ? "Checking…" : "Create token…"}
          </Button>
          <Button asChild variant="ghost">
            <Link href="/settings/provisioning">Cancel</Link>
          </Button>
        </div>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}

function Issued({ token }: { token: IssuedToken }) {
  return (
    <div className="grid gap-4">
      <Alert variant="success" role="status" title={`Token created for ${token.name}`}>
        Paste both values into your directory's SCIM settings. The token expires{" "}
        {token.expiresAt.slice(0, 10)}.
      </Alert>
      <Alert variant="warning" title="Copy this token now">
        You won't be able to see it again.
      </Alert>
      <CodeBlock label="SCIM base URL" text={token.baseUrl} />
      <CodeBlock label="SCIM token" text={token.token} />
      <Button asChild variant="outline" className="w-fit">
        <Link href="/settings/provisioning">Done</Link>
      </Button>
    </div>
  );
}
