"use client";

import { act } from "#app/(console)/acts/act";
import { ActForm, SubmitButton } from "#components/forms/act-form";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { LocalTime } from "#components/text/local-time";
import { Alert } from "#components/ui/alert";
import { CodeBlock } from "#components/ui/code-block";

/** Creates a code for a terminal, and says what the terminal can then do. */
export function TerminalCode({ origin }: { origin: string }) {
  const form = useAction(act("session/terminal"));
  const { message, result } = form;
  return (
    <div className="grid gap-4">
      <CodeBlock label="Run in your terminal" text={`countersign login --url ${origin}`} isCommand />
      <ActForm form={form}>
        <SubmitButton working="Creating…">Create code</SubmitButton>
      </ActForm>
      <FormMessage message={message} />
      {result ? (
        <>
          <Alert variant="warning" role="status" title="Type this code only in your own terminal">
            It works once, until <LocalTime at={new Date(result.expiresAt)} />. Anyone who types it can see
            and deny the requests you may decide, and freeze all agents.
          </Alert>
          <CodeBlock label="Code" text={result.code} />
        </>
      ) : null}
    </div>
  );
}
