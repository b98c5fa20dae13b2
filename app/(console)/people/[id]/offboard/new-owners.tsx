"use client";

import { type MouseEvent, useState } from "react";
import { AgentAvatar } from "#components/agents/avatars";
import { Choice, type Choices } from "#components/forms/choice";
import { Field } from "#components/forms/field";
import { grouped } from "#components/text/plural.ts";
import { Button } from "#components/ui/button";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { Link } from "#components/ui/link";
import { useIsReady } from "#components/ui/use-browser-state.ts";

export interface OffboardedAgent {
  id: string;
  name: string;
  /** Pending requests and unused grants. */
  about: string;
  /** The suggested new owner, as the field's value. Empty for none. */
  suggested: string;
  /** The person with an open offer of another admin, or null. */
  offeredTo: string | null;
}

/** Not sent with the form: the button enters the person into the field of each agent. */
const forAllField = "forAll";

export function NewOwners(props: {
  agents: OffboardedAgent[];
  /** How many agents are not listed. */
  more: number;
  people: Choices;
}) {
  const { agents, more, people } = props;
  // The fields keep typed values. A choice for all agents renders the fields anew.
  const [forAll, setForAll] = useState<{ value: string | undefined; round: number }>();
  return (
    <Card>
      <CardHead title="2. New owners">
        Each new owner reviews the agent and accepts with a passkey within 7 days. Until then the agent stays
        quarantined.
        {agents.some(({ suggested }) => suggested) ? " Backup approvers are suggested." : ""}
      </CardHead>
      <CardContent className="grid gap-4">
        {agents.length > 1 ? (
          <OnePersonForAll
            count={agents.length}
            people={people}
            onUse={(value) => setForAll((before) => ({ value, round: (before?.round ?? 0) + 1 }))}
          />
        ) : null}
        <ul className="divide-y border-t">
          {agents.map((agent) => (
            <li key={agent.id} className="grid items-center gap-x-4 gap-y-2 py-3 sm:grid-cols-2">
              <AgentName agent={agent} />
              {agent.offeredTo ? (
                <span className="text-muted-foreground">Transfer to {agent.offeredTo} pending</span>
              ) : (
                <Field label={`New owner for ${agent.name}`} isLabelHidden>
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
            {grouped(more)} more agents are quarantined. Choose their owners afterwards, in Agents,
            Quarantined.
          </p>
        ) : null}
      </CardContent>
    </Card>
  );
}

/** `onUse` gets the person. Without a person the suggestions return. */
function OnePersonForAll(props: {
  count: number;
  people: Choices;
  onUse: (value: string | undefined) => void;
}) {
  const isReady = useIsReady();
  // From the field itself: a person may have been chosen before the script ran.
  function use({ currentTarget: { form } }: MouseEvent<HTMLButtonElement>) {
    const value = String((form && new FormData(form).get(forAllField)) ?? "").trim();
    props.onUse(value === "" ? undefined : value);
  }
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label={`New owner for all ${props.count}`} className="min-w-0 flex-1 sm:max-w-sm">
        <Choice name={forAllField} choices={props.people} empty="As suggested" />
      </Field>
      <Button variant="outline" disabled={!isReady} onClick={use}>
        Apply
      </Button>
    </div>
  );
}

function AgentName({ agent }: { agent: OffboardedAgent }) {
  return (
    <span className="flex min-w-0 items-center gap-3">
      <AgentAvatar agent={agent} />
      <span className="min-w-0">
        <Link
          href={`/agents/${agent.id}`}
          className="font-medium underline-offset-3 [overflow-wrap:anywhere] hover:underline"
        >
          {agent.name}
        </Link>
        <span className="block text-[0.8125rem] text-muted-foreground tabular-nums">{agent.about}</span>
      </span>
    </span>
  );
}
