import { notFound } from "next/navigation";
import { runtime } from "#app/runtime/runtime";
import { approverChoices } from "#app/web/forms/person-options";
import { Alert } from "#components/ui/alert";
import { ContentCard } from "#components/ui/card";
import { FormPage } from "#components/ui/page-header";
import { findOpenOffer } from "#lib/ownership/offers/list-offers";
import { type AgentParams, loadAgent, titleOf } from "../load-agent.ts";
import { OfferForm } from "./ownership-forms.tsx";

export const generateMetadata = titleOf("Transfer");

/** For the agent's owner and admins. */
export default async function TransferPage({ params }: AgentParams) {
  const { agent, now } = await loadAgent((await params).id);
  if (!agent.canManage || agent.status === "revoked" || agent.isTest) notFound();
  const offer = await findOpenOffer(runtime().db, { agentId: agent.id, now });
  const people = await approverChoices([agent.owner.id]);
  return (
    <FormPage
      title={`Transfer ${agent.name}`}
      back={{ href: `/agents/${agent.id}`, label: agent.name }}
      description={`Owned by ${agent.owner.name}.`}
      isNarrow
    >
      {offer ? (
        <Alert title={`Transfer to ${offer.to.name} pending`}>Cancel it on the agent's page first.</Alert>
      ) : people.options.length === 0 && !people.source ? (
        <Alert title="No other approvers">
          Invite someone with the Approver role to transfer this agent.
        </Alert>
      ) : (
        <ContentCard layout="pt-4 sm:pt-5">
          <OfferForm agentId={agent.id} people={people} />
        </ContentCard>
      )}
    </FormPage>
  );
}
