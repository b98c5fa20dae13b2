"use client";

import { type Dispatch, type SetStateAction, useState } from "react";
import { act } from "#app/(console)/acts/act";
import { ActForm, SubmitButton } from "#components/forms/act-form";
import { Choice, type Choices } from "#components/forms/choice";
import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Card, CardContent, CardHead } from "#components/ui/card";

interface Named {
  id: string;
  name: string;
}

/** The new owner of each orphaned agent. */
type Owners = Record<string, string>;

export function ReassignOrphaned({ orphaned, people }: { orphaned: Named[]; people: Choices }) {
  const form = useAction(act("agents/reassign"));
  const { message, result } = form;
  const [owners, setOwners] = useState<Owners>({});
  const chosen = orphaned.filter(({ id }) => owners[id]).length;
  // The result stays visible when no orphaned agent is left.
  if (orphaned.length === 0 && !result) return null;
  return (
    <Card>
      <CardHead title="Assign new owners">
        Each new owner reviews the agent's permissions and accepts with a passkey. The agent stays quarantined
        until then. Its keys are revoked, unless the new owner keeps them.
      </CardHead>
      <CardContent>
        <ActForm form={form} className="grid gap-4">
          <NewOwners orphaned={orphaned} people={people} owners={owners} onChange={setOwners} />
          <FormMessage message={message} />
          <div className="flex flex-wrap items-center gap-3">
            {orphaned.length > 0 ? (
              <SubmitButton working="Sending…" disabled={chosen === 0}>
                {offerWords(chosen)}
              </SubmitButton>
            ) : null}
            <span role="status" className="text-muted-foreground">
              {result ? `Transfer requested for ${result === 1 ? "1 agent" : `${result} agents`}.` : ""}
            </span>
          </div>
        </ActForm>
      </CardContent>
    </Card>
  );
}

function NewOwners(props: {
  orphaned: Named[];
  people: Choices;
  owners: Owners;
  onChange: Dispatch<SetStateAction<Owners>>;
}) {
  const { orphaned, people, owners, onChange } = props;
  return (
    <>
      {orphaned.length > 1 ? (
        <Field label="Assign one person to all" className="sm:max-w-xs">
          <Choice
            choices={people}
            empty="Not selected"
            {...(people.source ? {} : { value: "" })}
            onChoose={(person) => onChange(Object.fromEntries(orphaned.map(({ id }) => [id, person])))}
          />
        </Field>
      ) : null}
      {orphaned.length > 0 ? (
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {orphaned.map(({ id, name }) => (
            <Field key={id} label={`New owner for ${name}`}>
              <Choice
                name={`owner:${id}`}
                choices={people}
                empty="Not selected"
                value={owners[id] ?? ""}
                onChoose={(person) => onChange((before) => ({ ...before, [id]: person }))}
              />
            </Field>
          ))}
        </div>
      ) : null}
    </>
  );
}

function offerWords(count: number): string {
  if (count === 0) return "Transfer agents";
  return count === 1 ? "Transfer 1 agent" : `Transfer ${count} agents`;
}
