import { Inbox } from "lucide-react";
import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { requireViewer } from "#app/web/session/viewer";
import { SignButton } from "#components/ownership/sign-button";
import { Time } from "#components/text/time";
import { Alert } from "#components/ui/alert";
import { Card, CardContent } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { base64url } from "#lib/digest";
import { CountersignError } from "#lib/errors";
import { findListAcceptance, type ListAcceptanceOffer } from "#lib/ownership/offers/find-list-acceptance";
import { groupsOf } from "./groups.ts";
import { MayDo } from "./may-do.tsx";

export const metadata: Metadata = { title: "Accept transfers" };

type Search = Promise<{ offer?: string | string[]; keep?: string | string[] }>;

/**
 * Several offers, accepted together. The page reads everything about the agents from the
 * statement's bytes, so the screen shows exactly what the passkey signs.
 */
export default async function OffersPage({ searchParams }: { searchParams: Search }) {
  const viewer = await requireViewer("approver");
  const { offer = [], keep = [] } = await searchParams;
  const offerIds = [...new Set([offer].flat())];
  const keepsKeysOf = [keep].flat();
  const { db, clock, secret } = runtime();
  const now = clock();
  const reading = { viewer, offerIds, keepsKeysOf, secret, now };
  const found = await findListAcceptance(db, reading).catch(refusalOf);
  return (
    <div className="max-w-3xl">
      <PageHeader
        title={found instanceof CountersignError || !found ? "Accept transfers" : titleOf(found)}
        back={{ href: backTo(offerIds), label: "My agents" }}
        description="Their requests will come to you, and you'll be accountable for what they do. If you're deactivated, they are quarantined."
      />
      <div className="grid gap-4">
        {found instanceof CountersignError ? (
          <Alert variant="warning" title="Select fewer agents">
            {found.userMessage}
          </Alert>
        ) : found ? (
          <Sitting offer={found} chosen={offerIds.length} now={now} />
        ) : (
          <Card>
            <EmptyState
              icon={Inbox}
              title="These transfers are no longer available"
              description="They were accepted, declined, cancelled or have expired."
            />
          </Card>
        )}
      </div>
    </div>
  );
}

/** Where these were ticked, with the ticks. */
function backTo(offerIds: string[]): string {
  return `/agents/mine?${new URLSearchParams(offerIds.map((id) => ["offer", id]))}`;
}

/** The URL of the page with the opposite choice for one agent's keys. */
function withOtherChoice({ agents }: ListAcceptanceOffer["statement"], changed: string): string {
  const kept = agents.filter(({ agent, keep_keys }) => keep_keys !== (agent === changed));
  const query = [...agents.map(({ offer }) => ["offer", offer]), ...kept.map(({ agent }) => ["keep", agent])];
  return `/agents/offers?${new URLSearchParams(query)}`;
}

function refusalOf(thrown: unknown): CountersignError {
  if (thrown instanceof CountersignError && thrown.code === "invalid_input") return thrown;
  throw thrown;
}

function titleOf({ statement: { agents } }: ListAcceptanceOffer): string {
  return agents.length === 1
    ? `Take ownership of ${agents[0]?.name}?`
    : `Take ownership of ${agents.length} agents?`;
}

function Sitting({ offer, chosen, now }: { offer: ListAcceptanceOffer; chosen: number; now: Date }) {
  const { statement } = offer;
  const { agents, authority } = statement;
  const gone = chosen - agents.length;
  return (
    <>
      {gone > 0 ? (
        <Alert
          variant="warning"
          title={
            gone === 1 ? "1 transfer is no longer available" : `${gone} transfers are no longer available`
          }
        >
          {gone === 1 ? "It has" : "They have"} been removed from this list. You can continue with the rest.
        </Alert>
      ) : null}
      {groupsOf(statement).map((group) => (
        <MayDo
          key={group.agents[0]?.offer}
          group={group}
          people={offer.people}
          keyAdders={offer.keyAdders}
          otherChoice={(agent) => withOtherChoice(statement, agent)}
          now={now}
          defaultOutcome={authority.default_outcome}
        />
      ))}
      <Card>
        <CardContent className="grid gap-4 pt-4 sm:pt-5">
          <p>
            Your passkey signs exactly what's shown here, once for all of them. Pending requests are cancelled
            and unused grants revoked, so nothing other people approved runs under your ownership.{" "}
            {keysWords(statement)}
          </p>
          <p className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
            Policy version {authority.policy_version}, digest{" "}
            <code className="font-mono text-xs">{authority.policy_digest}</code> · Valid until{" "}
            <Time at={new Date(statement.expires_at)} now={now} show="absolute" />
          </p>
          <SignButton
            path="/api/ownership/acceptances"
            statement={base64url(offer.bytes)}
            seal={offer.seal}
            label={agents.length === 1 ? "Accept 1 agent" : `Accept ${agents.length} agents`}
            doneHref="/agents/mine"
          />
          <p className="text-[0.8125rem] text-muted-foreground">
            Don't want all of them?{" "}
            <Link
              href={backTo(agents.map((listed) => listed.offer))}
              className="text-link underline underline-offset-3"
            >
              Change selection
            </Link>
          </p>
        </CardContent>
      </Card>
    </>
  );
}

/** Summarizes the key choices next to the button: on a long page the choices are far above. */
function keysWords({ agents }: ListAcceptanceOffer["statement"]): string {
  const withKeys = agents.filter(({ keys }) => keys.length > 0);
  const kept = withKeys.filter(({ keep_keys }) => keep_keys).length;
  const agentsOf = (count: number) => (count === 1 ? "1 agent" : `${count} agents`);
  if (withKeys.length === 0) return "";
  if (kept === 0) return "Their keys are revoked.";
  const revoked = withKeys.length - kept;
  if (revoked === 0) return "Their keys still work.";
  return `The keys of ${agentsOf(revoked)} are revoked, those of ${agentsOf(kept)} still work.`;
}
