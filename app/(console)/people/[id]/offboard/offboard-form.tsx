"use client";

import { type MouseEvent, useState } from "react";
import { Choice, type Choices } from "#components/forms/choice";
import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Link } from "#components/ui/link";
import { useIsReady } from "#components/ui/use-browser-state.ts";
import { deactivate } from "../actions.ts";

export interface OffboardedAgent {
  id: string;
  name: string;
  /** Its pending requests and unused grants. */
  about: string;
  /** The suggested new owner, as a value of the field; empty for none. */
  suggested: string;
  /** The person who already has an offer of another person; null for none. */
  offeredTo: string | null;
}

interface Props {
  person: { id: string; name: string };
  agents: OffboardedAgent[];
  /** How many agents are not listed. */
  more: number;
  people: Choices;
}

/** Not sent on its own: its button puts the person into the field of each agent. */
const forAllField = "forAll";

/** The last steps of offboarding: the new owners, and the confirmation with a passkey. */
export function OffboardForm({ person, agents, more, people }: Props) {
  const { pending, formProps, message, errorOf, dialog } = useConfirmedAction(deactivate);
  const isReady = useIsReady();
  const personPage = `/people/${person.id}`;
  return (
    <>
      <form className="grid gap-4" noValidate {...formProps}>
        <input type="hidden" name="personId" value={person.id} />
        {agents.length > 0 ? (
          <NewOwners agents={agents} more={more} people={people} errorOf={errorOf} />
        ) : null}
        <Card>
          <CardHeader>
            <CardTitle>{agents.length > 0 ? "3. Confirm" : "2. Confirm"}</CardTitle>
            <CardDescription>
              Everything happens together, after you confirm with your passkey. This can't be undone.
            </CardDescription>
          </CardHeader>
          <CardContent className="grid gap-3">
            <FormMessage message={message} />
            <div className="flex flex-wrap gap-2">
              <Button type="submit" variant="destructive" disabled={!isReady || pending}>
                {pending ? "Checking…" : "Deactivate person…"}
              </Button>
              <Button asChild variant="ghost">
                <Link href={personPage}>Cancel</Link>
              </Button>
            </div>
          </CardContent>
        </Card>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}

function NewOwners(props: Omit<Props, "person"> & { errorOf: (field: string) => string | undefined }) {
  const { agents, more, people, errorOf } = props;
  // The fields keep their own values; a choice for all of them renders them anew.
  const [forAll, setForAll] = useState<{ value: string; round: number }>();
  const isReady = useIsReady();
  // From the field itself: a person may have been chosen before the script ran.
  function fillAll({ currentTarget: { form } }: MouseEvent<HTMLButtonElement>) {
    const value = String((form && new FormData(form).get(forAllField)) ?? "");
    if (value.trim() !== "") setForAll((before) => ({ value, round: (before?.round ?? 0) + 1 }));
  }
  return (
    <Card>
      <CardHeader>
        <CardTitle>2. New owners</CardTitle>
        <CardDescription>
          Each new owner reviews the agent and accepts with a passkey within 7 days. Until then the agent
          stays quarantined. Backup approvers are suggested.
        </CardDescription>
      </CardHeader>
      <CardContent className="grid gap-4">
        {agents.length > 1 ? (
          <div className="flex flex-wrap items-end gap-2">
            <Field label="One person for all" className="min-w-0 flex-1 sm:max-w-sm">
              <Choice name={forAllField} choices={people} empty="Select a person" />
            </Field>
            <Button variant="outline" disabled={!isReady} onClick={fillAll}>
              Use for all
            </Button>
          </div>
        ) : null}
        <ul className="divide-y border-t">
          {agents.map((agent) => (
            <li key={agent.id} className="grid items-center gap-x-4 gap-y-2 py-3 sm:grid-cols-2">
              <span className="min-w-0">
                <Link
                  href={`/agents/${agent.id}`}
                  className="font-medium underline-offset-3 [overflow-wrap:anywhere] hover:underline"
                >
                  {agent.name}
                </Link>
                <span className="block text-[0.8125rem] text-muted-foreground tabular-nums">
                  {agent.about}
                </span>
              </span>
              {agent.offeredTo ? (
                <span className="text-muted-foreground">Transfer to {agent.offeredTo} pending</span>
              ) : (
                <Field
                  label={`New owner for ${agent.name}`}
                  isLabelHidden
                  error={errorOf(`owner:${agent.id}`)}
                >
                  <Choice
                    key={forAll?.round ?? 0}
                    name={`owner:${agent.id}`}
                    choices={{ ...people, chosen: forAll?.value ?? agent.suggested }}
                    empty="No new owner"
                  />
                </Field>
              )}
            </li>
          ))}
        </ul>
        {more > 0 ? (
          <p className="text-muted-foreground">
            {more.toLocaleString("en")} more agents are quarantined. Choose their owners afterwards, in
            Agents, Quarantined.
          </p>
        ) : null}
      </CardContent>
    </Card>
  );
}
