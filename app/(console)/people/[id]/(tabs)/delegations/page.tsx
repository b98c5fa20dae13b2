import { Delegations } from "../../../../settings/delegations.tsx";
import { loadPerson, type PersonParams, titleOf } from "../../load-person.ts";

export const generateMetadata = titleOf("Delegations");

export default async function PersonDelegationsPage({ params }: PersonParams) {
  const { person, viewer, now, isAdmin } = await loadPerson((await params).id);
  return (
    <div className="max-w-3xl">
      <Delegations
        viewer={viewer}
        person={person}
        mayChange={isAdmin || viewer.personId === person.id}
        now={now}
      />
    </div>
  );
}
