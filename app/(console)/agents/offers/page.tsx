import { redirect } from "next/navigation";
import { openPage, pageTitle } from "#app/web/open-page";
import { Alert } from "#components/ui/alert";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { CountersignError } from "#lib/kernel/errors";
import { type AcceptanceOffer, findAcceptance } from "#lib/ownership/offers/find-acceptance";
import { Acceptance } from "./acceptance.tsx";
import { backTo } from "./addresses.ts";

export const metadata = pageTitle("Accept transfers");

export default async function OffersPage({ searchParams }: PageProps<"/agents/offers">) {
  const { viewer, db, secret, now } = await openPage("approver");
  const { offer = [], keep = [] } = await searchParams;
  const offerIds = [...new Set([offer].flat())];
  if (offerIds.length === 0) redirect("/agents/mine");
  const keepsKeysOf = [keep].flat();
  const reading = { viewer, offerIds, keepsKeysOf, secret, now };
  const found = await findAcceptance(db, reading).catch(refusalOf);
  return (
    <div className="max-w-3xl">
      <PageHeader {...headOf(found, offerIds.length)} back={{ href: backTo(offerIds), label: "My agents" }} />
      <div className="grid gap-4">
        {found instanceof CountersignError ? (
          <Alert variant="warning" title="Select fewer agents">
            {found.userMessage}
          </Alert>
        ) : found ? (
          <Acceptance offer={found} chosen={offerIds.length} now={now} />
        ) : (
          <Gone count={offerIds.length} />
        )}
      </div>
    </div>
  );
}

function Gone({ count }: { count: number }) {
  const [title, description] =
    count === 1
      ? ["This transfer is no longer available", "It was accepted, declined, cancelled or has expired."]
      : [
          "These transfers are no longer available",
          "They were accepted, declined, cancelled or have expired.",
        ];
  return (
    <Card>
      <EmptyState icon="inbox" title={title} description={description} />
    </Card>
  );
}

function refusalOf(thrown: unknown): CountersignError {
  if (thrown instanceof CountersignError && thrown.code === "invalid_input") return thrown;
  throw thrown;
}

function headOf(found: AcceptanceOffer | CountersignError | undefined, chosen: number) {
  if (!found || found instanceof CountersignError)
    return { title: chosen === 1 ? "Accept transfer" : "Accept transfers" };
  const { agents } = found.statement;
  if (agents.length === 1)
    return {
      title: `Accept ownership of ${agents[0]?.name}?`,
      description:
        "Its requests will come to you, and you'll be accountable for what it does. If you're deactivated, it is quarantined.",
    };
  return {
    title: `Accept ${agents.length} agents?`,
    description:
      "Their requests will come to you, and you'll be accountable for what they do. If you're deactivated, they are quarantined.",
  };
}
