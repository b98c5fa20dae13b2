import { loadPerson, type PersonParams, titleOf } from "../load-person.ts";
import { InvitationCard } from "./invitation-card.tsx";
import { OwnedAgents } from "./owned-agents.tsx";
import { PersonFacts } from "./person-facts.tsx";

export const generateMetadata = titleOf("People");

export default async function PersonPage({ params }: PersonParams) {
  const { person, viewer, now, isAdmin } = await loadPerson((await params).id);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <div className="grid gap-4">
        <PersonFacts person={person} isAdmin={isAdmin} now={now} />
        {isAdmin ? <InvitationCard person={person} /> : null}
      </div>
      <OwnedAgents viewer={viewer} ownerId={person.id} now={now} />
    </div>
  );
}
