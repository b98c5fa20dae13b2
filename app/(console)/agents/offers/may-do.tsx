import { AgentLabels } from "#components/agents/agent-labels";
import { Time } from "#components/text/time";
import { Card, CardContent, CardHead } from "#components/ui/card";
import type { AcceptanceOffer, OfferFacts } from "#lib/ownership/offers/find-acceptance";
import { inSentence, outcomeLabels } from "#lib/text/labels";
import type { Group } from "./groups.ts";
import { OfferedKeys } from "./offered-keys.tsx";

interface Props {
  group: Group;
  offers: AcceptanceOffer["offers"];
  keyAdders: AcceptanceOffer["keyAdders"];
  /** The URL of the page with the opposite choice for the agent's keys. */
  otherChoice: (agentId: string) => string;
  defaultOutcome: "step_up" | "block";
  now: Date;
}

/** Agents with the same permissions: names, current owners, keys and rules. */
export function MayDo({ group, offers, keyAdders, otherChoice, defaultOutcome, now }: Props) {
  const { agents, rules, moreRules } = group;
  return (
    <Card>
      <CardHead title={agents.length === 1 ? agents[0]?.name : `${agents.length} agents`} />
      <CardContent className="grid gap-4">
        <ul className="grid gap-5">
          {agents.map(({ offer, agent, name, labels, keys, keep_keys }) => (
            <li key={agent} className="grid gap-1 [overflow-wrap:anywhere]">
              <span>
                <span className="font-medium">{name}</span>{" "}
                <code className="font-mono text-muted-foreground text-xs">{agent}</code>
              </span>
              <OfferLine offer={offers.get(offer)} now={now} />
              {labels.length > 0 ? (
                <AgentLabels labels={labels} />
              ) : (
                <span className="text-[0.8125rem] text-muted-foreground">Labels: None</span>
              )}
              <OfferedKeys
                name={name}
                keys={keys}
                keepsKeys={keep_keys}
                people={keyAdders}
                otherChoice={otherChoice(agent)}
              />
              <RemovedWorkloads count={offers.get(offer)?.workloads ?? 0} />
            </li>
          ))}
        </ul>
        <h3 className="font-medium">{agents.length === 1 ? "What it can do" : "What they can do"}</h3>
        <RuleSentences rules={rules} defaultOutcome={defaultOutcome} />
        {moreRules > 0 ? (
          <p className="text-muted-foreground">
            {moreRules} more rules apply, listed on the Policy page. Your signature covers all of them.
          </p>
        ) : null}
      </CardContent>
    </Card>
  );
}

/** The statement shows no workload identities, so acceptance removes the identities. */
function RemovedWorkloads({ count }: { count: number }) {
  if (count === 0) return null;
  const removed = count === 1 ? "workload identity is removed" : `${count} workload identities are removed`;
  return (
    <p>
      Its {removed}. An admin has to add {count === 1 ? "it" : "them"} again.
    </p>
  );
}

/** The unsigned facts of the offer: names, expiry and the agent's state. */
function OfferLine({ offer, now }: { offer: OfferFacts | undefined; now: Date }) {
  if (!offer) return null;
  return (
    <span className="text-[0.8125rem] text-muted-foreground">
      Current owner: {offer.from} · Transferred by: {offer.offeredBy} · Expires{" "}
      <Time at={offer.expiresAt} now={now} />
      {offer.isHeld ? " · On hold" : offer.isQuarantined ? " · Quarantined" : null}
    </span>
  );
}

/** The rules for an agent, a sentence each, and the default outcome. */
function RuleSentences(props: {
  rules: { id: string; words: string }[];
  defaultOutcome?: "step_up" | "block";
}) {
  return (
    <ul className="grid list-disc gap-1.5 pl-5 marker:text-muted-foreground">
      {props.rules.map(({ id, words }) => (
        <li key={id} className="[overflow-wrap:anywhere]">
          {words}
        </li>
      ))}
      {props.defaultOutcome ? (
        <li>
          Anything else: {inSentence(outcomeLabels[props.defaultOutcome])}
          {props.defaultOutcome === "step_up" ? " from the owner or a backup approver" : null}
        </li>
      ) : null}
    </ul>
  );
}
