"use client";

import { useState } from "react";
import { act } from "#app/(console)/acts/act";
import { Checkbox } from "#components/forms/checkbox";
import { FormMessage } from "#components/forms/form-message";
import { ConfirmedActForm } from "#components/passkey/confirmed-act-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { ContentCard } from "#components/ui/card";

/** Revokes the selected agents with a single passkey prompt. */
export function RevokeOrphaned({ orphaned }: { orphaned: { id: string; name: string }[] }) {
  const form = useConfirmedAction(act("agents/revoke"));
  const [chosen, setChosen] = useState<string[]>([]);
  const count = orphaned.filter(({ id }) => chosen.includes(id)).length;
  function choose(id: string, isChosen: boolean) {
    setChosen((before) => (isChosen ? [...before, id] : before.filter((chosenId) => chosenId !== id)));
  }
  return (
    <ContentCard title="Revoke agents" about="For agents that are no longer needed. This can't be undone.">
      <ConfirmedActForm form={form} className="grid gap-4">
        <fieldset className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
          <legend className="sr-only">Agents to revoke</legend>
          {orphaned.map(({ id, name }) => (
            <Checkbox
              key={id}
              name="agentIds"
              value={id}
              label={name}
              checked={chosen.includes(id)}
              onChange={(event) => choose(id, event.target.checked)}
            />
          ))}
        </fieldset>
        <FormMessage message={form.message} />
        <Button type="submit" variant="outline" className="w-fit" disabled={form.pending || count === 0}>
          {count === 0 ? "Revoke agents…" : count === 1 ? "Revoke 1 agent…" : `Revoke ${count} agents…`}
        </Button>
      </ConfirmedActForm>
    </ContentCard>
  );
}
