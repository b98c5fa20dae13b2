"use client";

import { act } from "#app/(console)/acts/act";
import { SubmitButton } from "#components/forms/act-form";
import type { Choices } from "#components/forms/choice";
import { FormMessage } from "#components/forms/form-message";
import { ConfirmedActForm } from "#components/passkey/confirmed-act-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { LinkButton } from "#components/ui/button";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { useIsReady } from "#components/ui/use-browser-state.ts";
import { NewOwners, type OffboardedAgent } from "./new-owners.tsx";

interface Props {
  person: { id: string; name: string };
  agents: OffboardedAgent[];
  more: number;
  people: Choices;
}

export function OffboardForm({ person, agents, more, people }: Props) {
  const form = useConfirmedAction(act("people/deactivate"));
  const isReady = useIsReady();

  return (
    <ConfirmedActForm form={form} fields={{ personId: person.id }} className="grid gap-4" noValidate>
      {agents.length > 0 ? <NewOwners agents={agents} more={more} people={people} /> : null}
      <Card>
        <CardHead title={agents.length > 0 ? "3. Confirm" : "2. Confirm"}>
          You'll confirm with your passkey. This can't be undone.
        </CardHead>
        <CardContent className="grid gap-3">
          <FormMessage message={form.message} />
          <div className="flex flex-wrap gap-2">
            <SubmitButton variant="destructive" disabled={!isReady} working="Checking…">
              Deactivate person…
            </SubmitButton>
            <LinkButton href={`/people/${person.id}`} variant="ghost">
              Cancel
            </LinkButton>
          </div>
        </CardContent>
      </Card>
    </ConfirmedActForm>
  );
}
