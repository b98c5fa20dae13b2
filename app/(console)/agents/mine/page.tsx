import { Bot } from "lucide-react";
import type { Metadata } from "next";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { AgentStatus } from "#components/agents/agent-status";
import { AgentsTabs } from "#components/agents/agents-tabs";
import { AttestationBadge } from "#components/agents/attestation-badge";
import { Card, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { RowLink, RowList } from "#components/ui/row-list";
import { Time } from "#components/ui/time";
import { findAttestation } from "#lib/ownership/find-attestation";
import { listOffersTo, type OfferView } from "#lib/ownership/list-offers";
import type { OwnAgent } from "#lib/ownership/list-own-agents";
import { ConfirmAgents } from "./confirm-agents.tsx";

export const metadata: Metadata = { title: "My agents" };

export default async function MyAgentsPage() {
  const viewer = await requireViewer("approver");
  const { db, clock, secret } = runtime();
  const now = clock();
  const [offers, { agents, offer }] = await Promise.all([
    listOffersTo(db, { viewer, now }),
    findAttestation(db, { viewer, secret, now }),
  ]);
  return (
    <>
      <PageHeader title="My agents" description="What you answer for, and what is offered to you." />
      <AgentsTabs roles={viewer.roles} />
      <div className="grid gap-4">
        {offers.length > 0 ? <Offers offers={offers} now={now} /> : null}
        {offer ? <ConfirmAgents offer={offer} agents={agents} now={now} /> : null}
        <Card aria-label="My agents">
          {agents.length === 0 ? (
            <EmptyState
              icon={Bot}
              title="You own no agent"
              description="When somebody offers you one, it stands here, and you accept it with your passkey."
            />
          ) : (
            <RowList>
              {agents.map((agent) => (
                <AgentRow key={agent.id} agent={agent} now={now} />
              ))}
            </RowList>
          )}
        </Card>
      </div>
    </>
  );
}

function Offers({ offers, now }: { offers: OfferView[]; now: Date }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Offered to you</CardTitle>
        <CardDescription>Read what each may do before you accept it.</CardDescription>
      </CardHeader>
      <RowList className="first:border-t">
        {offers.map((offer) => (
          <RowLink
            key={offer.id}
            href={`/agents/offers/${offer.id}`}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1"
          >
            <span className="min-w-0 truncate font-medium">{offer.agent.name}</span>
            <span className="text-[0.8125rem] text-muted-foreground">
              by {offer.offeredBy.name}, until <Time at={offer.expiresAt} now={now} show="absolute" />
            </span>
          </RowLink>
        ))}
      </RowList>
    </Card>
  );
}

function AgentRow({ agent, now }: { agent: OwnAgent; now: Date }) {
  const { state, dueAt, lapsesAt } = agent.attestation;
  return (
    <RowLink
      href={`/agents/${agent.id}`}
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1"
    >
      <span className="min-w-0">
        <span className="block truncate font-medium">{agent.name}</span>
        <span className="block text-[0.8125rem] text-muted-foreground">
          {state === "confirmed" ? "Confirm it again by " : null}
          {state === "due" ? "Stops unless you confirm it by " : null}
          {state === "lapsed" ? "Should have been confirmed by " : null}
          <Time at={state === "confirmed" ? dueAt : lapsesAt} now={now} show="both" />
        </span>
      </span>
      <span className="flex flex-wrap gap-1.5">
        <AttestationBadge state={state} />
        {agent.status === "active" ? null : <AgentStatus status={agent.status} />}
      </span>
    </RowLink>
  );
}
