import { openPage, pageTitle } from "#app/web/open-page";
import { AgentsTabs } from "#components/agents/agents-tabs";
import { AgentAvatar } from "#components/agents/avatars";
import { AgentStatus, AttestationBadge } from "#components/badges/status-badges";
import { SignButton } from "#components/passkey/sign-button";
import { LocalTime } from "#components/text/local-time";
import { RelativeTime } from "#components/text/relative-time";
import { Card, CardContent, CardHead, RowLink, RowList } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Page } from "#components/ui/page-header";
import { base64url } from "#lib/kernel/digest";
import { type AttestationOffer, findAttestation } from "#lib/ownership/find-attestation";
import type { OwnAgent } from "#lib/ownership/list-own-agents";
import { longestReason, mostAtOnce } from "#lib/ownership/offers/decline-offers";
import { listOffersTo, type OfferView } from "#lib/ownership/offers/list-offers";
import { type OfferRow, Offers } from "./offers.tsx";
import { OwnStanding } from "./standing.tsx";

export const metadata = pageTitle("My agents");

export default async function MyAgentsPage({ searchParams }: PageProps<"/agents/mine">) {
  const { viewer, db, secret, now } = await openPage("approver");
  const ticked = [(await searchParams).offer ?? []].flat();
  const [offers, { agents, offer }] = await Promise.all([
    listOffersTo(db, { viewer, now }),
    findAttestation(db, { viewer, secret, now }),
  ]);
  return (
    <Page
      title="My agents"
      description="Agents you own, transfers waiting for you, and your standing approvals."
    >
      <AgentsTabs roles={viewer.roles} />
      <div className="grid gap-4">
        {offers.length > 0 ? (
          <Offers
            // Other offers start with fresh checkboxes.
            key={offers.map(({ id }) => id).join()}
            offers={offers.map((one) => rowOf(one, now))}
            ticked={ticked}
            mostAtOnce={mostAtOnce}
            longestReason={longestReason}
          />
        ) : null}
        {offer ? <ConfirmAgents offer={offer} agents={agents} /> : null}
        <Card aria-label="My agents">
          {agents.length === 0 ? (
            <EmptyState
              icon="bot"
              title="You don't own any agents"
              description={
                offers.length > 0
                  ? "Agents you accept will appear here."
                  : "When someone transfers an agent to you, it appears here for you to accept."
              }
            />
          ) : (
            <RowList>
              {agents.map((agent) => (
                <AgentRow key={agent.id} agent={agent} />
              ))}
            </RowList>
          )}
        </Card>
        <OwnStanding viewer={viewer} now={now} />
      </div>
    </Page>
  );
}

function rowOf(offer: OfferView, now: Date): OfferRow {
  return {
    offerId: offer.id,
    agentId: offer.agent.id,
    name: offer.agent.name,
    about: (
      <>
        From {offer.offeredBy.name} · expires <RelativeTime at={offer.expiresAt} now={now} />
      </>
    ),
  };
}

const attestationWords: Record<OwnAgent["attestation"]["state"], string> = {
  confirmed: "Next ownership review on",
  due: "Will be quarantined unless you confirm by",
  lapsed: "Ownership review was due on",
};

function AgentRow({ agent }: { agent: OwnAgent }) {
  const { state, dueAt, lapsesAt } = agent.attestation;
  return (
    <RowLink href={`/agents/${agent.id}`} className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <AgentAvatar agent={agent} />
      <span className="min-w-0 flex-1">
        <span className="block font-medium [overflow-wrap:anywhere]">{agent.name}</span>
        <span className="block text-[0.8125rem] text-muted-foreground">
          {attestationWords[state]} <LocalTime at={state === "confirmed" ? dueAt : lapsesAt} />
        </span>
      </span>
      <span className="flex flex-wrap gap-1.5">
        {state === "confirmed" ? null : <AttestationBadge state={state} />}
        {agent.status === "active" ? null : <AgentStatus status={agent.status} />}
      </span>
    </RowLink>
  );
}

/** A single signature for the whole list, rendered from the signed bytes. */
function ConfirmAgents(props: { offer: AttestationOffer; agents: OwnAgent[] }) {
  const { offer, agents } = props;
  const { statement } = offer;
  const count = statement.agents.length;
  const isPressing = agents.some(({ attestation }) => attestation.state !== "confirmed");
  const listed = (
    <ul className="grid list-disc gap-1 pl-5">
      {statement.agents.map(({ agent, name }) => (
        <li key={agent} className="[overflow-wrap:anywhere]">
          {name} <code className="font-mono text-muted-foreground text-xs">{agent}</code>
        </li>
      ))}
    </ul>
  );
  return (
    <Card>
      <CardHead title={isPressing ? "Confirm ownership" : "Ownership is up to date"}>
        {isPressing ? "Confirm with your passkey" : "You can confirm now, with your passkey,"} that you're
        still the accountable owner of {count === 1 ? "this agent" : `these ${count} agents`}.
        {count < agents.length ? ` ${agents.length - count} more will follow in a second confirmation.` : ""}{" "}
        If an agent is no longer yours, transfer or revoke it first.
      </CardHead>
      <CardContent className="grid gap-4">
        {count > 12 ? (
          <details>
            <summary className="w-fit cursor-pointer rounded-sm py-1.5 text-link">Show all {count}</summary>
            {listed}
          </details>
        ) : (
          listed
        )}
        <p className="text-[0.8125rem] text-muted-foreground">
          Confirm by <LocalTime at={new Date(statement.expires_at)} />. After that, reload this list.
        </p>
        <SignButton
          kind="ownership"
          path="/api/ownership/attestations"
          statement={base64url(offer.bytes)}
          seal={offer.seal}
          label={count === 1 ? "Confirm ownership of 1 agent" : `Confirm ownership of ${count} agents`}
        />
      </CardContent>
    </Card>
  );
}
