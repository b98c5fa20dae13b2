"use client";

import { act } from "#app/(console)/acts/act";
import { codeGoesTo, EnrollmentCode } from "#components/boundaries/enrollment-code";
import { HeldToolsSelect } from "#components/boundaries/held-tools-select";
import { Field, NameField } from "#components/forms/field";
import { ProposedNote } from "#components/forms/proposed";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Created } from "#components/settings/created-credential";
import { TextLink } from "#components/ui/link";

const startOption = `--boundary "\${XDG_CONFIG_HOME:-$HOME/.config}/countersign/boundary.json"`;

export function CreateForm({ origin }: { origin: string }) {
  const form = useConfirmedAction(act("boundary/create"));
  const { result } = form;
  if (result && "proposalId" in result) return <ProposedNote when>{codeGoesTo}</ProposedNote>;
  if (result)
    return (
      <Created
        title="Boundary created"
        description="Run this where the boundary runs."
        doneHref={`/boundaries/${result.boundaryId}`}
      >
        <EnrollmentCode origin={origin} issued={result} kind={null} />
        <p className="text-muted-foreground">
          Then start the gateway with <code className="font-mono">{startOption}</code>. It asks as an agent:{" "}
          <TextLink href="/connect/mcp" target="_blank" rel="noopener">
            connect an MCP server
          </TextLink>{" "}
          or{" "}
          <TextLink href="/connect/http" target="_blank" rel="noopener">
            connect an HTTP API
          </TextLink>{" "}
          has the commands.
        </p>
      </Created>
    );
  return (
    <ConfirmedForm form={form} submit="Create boundary…" cancelHref="/boundaries">
      <NameField placeholder="Build machine" />
      <Field
        label="Calls to held tools"
        hint="A tool is held while it's new or changed and no admin accepted it. An HTTP proxy has no tools."
      >
        <HeldToolsSelect name="heldTools" defaultValue="block" />
      </Field>
    </ConfirmedForm>
  );
}
