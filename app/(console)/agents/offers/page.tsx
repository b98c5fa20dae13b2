import { Inbox } from "lucide-react";
import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { requireViewer } from "#app/web/session/viewer";
import { Alert } from "#components/ui/alert";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { CountersignError } from "#lib/errors";
import { findListAcceptance, type ListAcceptanceOffer } from "#lib/ownership/offers/find-list-acceptance";
import { Acceptance } from "./acceptance.tsx";
import { backTo } from "./addresses.ts";

export const metadata: Metadata = { title: "Accept transfers" };

type Search = Promise<{ offer?: string | string[]; keep?: string | string[] }>;

/** One offer, or several that the person accepts together. */
export default async function OffersPage({ searchParams }: { searchParams: Search }) {
  const viewer = await requireViewer("approver");
  const { offer = [], keep = [] } = await searchParams;
  const offerIds = [...new Set([offer].flat())];
  const keepsKeysOf = [keep].flat();
  const { db, clock, secret } = runtime();
  const now = clock();
  const reading = { viewer, offerIds, keepsKeysOf, secret, now };
  const found = await findListAcceptance(db, reading).catch(refusalOf);
  const isRefused = found instanceof CountersignError;
  const count = found && !isRefused ? found.statement.agents.length : offerIds.length;
  return (
    <div className="max-w-3xl">
      <PageHeader
        title={found && !isRefused ? titleOf(found) : "Accept transfers"}
        back={{ href: backTo(offerIds), label: "My agents" }}
        description={
          count === 1
            ? "Its requests will come to you, and you'll be accountable for what it does. If you're deactivated, it is quarantined."
            : "Their requests will come to you, and you'll be accountable for what they do. If you're deactivated, they are quarantined."
        }
      />
      <div className="grid gap-4">
        {isRefused ? (
          <Alert variant="warning" title="Select fewer agents">
            {found.userMessage}
          </Alert>
        ) : found ? (
          <Acceptance offer={found} chosen={offerIds.length} now={now} />
        ) : (
          <Card>
            <EmptyState
              icon={Inbox}
              title={
                count === 1
                  ? "This transfer is no longer available"
                  : "These transfers are no longer available"
              }
              description={`${count === 1 ? "It was" : "They were"} accepted, declined, cancelled or ${count === 1 ? "has" : "have"} expired.`}
            />
          </Card>
        )}
      </div>
    </div>
  );
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
