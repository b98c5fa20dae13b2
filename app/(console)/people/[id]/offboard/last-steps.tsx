import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { approverChoices } from "#app/web/forms/person-options";
import { ConfirmAction } from "#components/forms/confirm-action";
import { Alert } from "#components/ui/alert";
import { ContentCard } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import type { PersonView } from "#lib/membership/find-person";
import type { Foresight } from "#lib/membership/offboarding/foresee-offboarding";
import { listHandover } from "#lib/membership/offboarding/list-handover";
import { listAdminIds } from "#lib/people/admins";
import type { Viewer } from "#lib/sessions/session";
import { consequences } from "../consequences.ts";
import { countsOf } from "./foreseen-effects.tsx";
import { OffboardForm } from "./offboard-form.tsx";

/** The new owners of the person's agents, and the confirmation. For admins. */
export async function LastSteps(props: {
  person: PersonView;
  viewer: Viewer;
  foresight: Foresight;
  now: Date;
}) {
  const { person, viewer, foresight, now } = props;
  const adminIds = await listAdminIds(runtime().db);
  if (adminIds.length === 1 && adminIds[0] === person.id)
    return (
      <Alert variant="warning" title="This is the last active admin">
        Make someone else an admin first. Then {person.name} can be suspended or offboarded.{" "}
        <TextLink href="/people">Choose an admin</TextLink>
      </Alert>
    );
  const isOwnAccount = person.id === viewer.personId;
  const [agents, people] = await Promise.all([
    isOwnAccount ? [] : listHandover(runtime().db, { viewer, personId: person.id, now }),
    approverChoices([person.id]),
  ]);
  const counts = new Map(foresight.agents.map((agent) => [agent.id, agent]));
  const rows = agents.map(({ id, name, suggested, offeredTo }) => ({
    ...{ id, name, offeredTo },
    about: countsOf(counts.get(id)),
    // A typed field holds the suggestion's text.
    suggested: suggested ? (people.source ? `${suggested.name} (${suggested.email})` : suggested.id) : "",
  }));
  return (
    <>
      {person.status === "active" ? <SuspendNow {...{ person, foresight, isOwnAccount }} /> : null}
      {isOwnAccount && foresight.agentCount > 0 ? (
        <Alert variant="warning">
          You can't choose new owners while you deactivate yourself. Ask another admin to offboard you.
        </Alert>
      ) : null}
      <OffboardForm
        person={{ id: person.id, name: person.name }}
        agents={rows}
        more={isOwnAccount ? 0 : foresight.agentCount - rows.length}
        people={people}
      />
    </>
  );
}

/** Ends access before new owners are chosen, so that the person can't delay the offboarding. */
function SuspendNow(props: {
  person: { id: string; name: string };
  foresight: Foresight;
  isOwnAccount: boolean;
}) {
  const { person, foresight, isOwnAccount } = props;
  return (
    <ContentCard layout="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 pt-4">
      <p className="min-w-0 max-w-prose flex-1 basis-72">
        {isOwnAccount
          ? "You can also suspend yourself. Your access ends right away, and another admin can offboard you later."
          : `Need time to choose new owners? Suspend ${person.name} first. Their access ends right away, and you can offboard them later.`}
      </p>
      <ConfirmAction
        action={act("people/suspend")}
        fields={{ personId: person.id }}
        trigger="Suspend now…"
        title={`Suspend ${person.name}?`}
        description="Right away:"
        consequences={consequences(foresight, "suspend", "active")}
        confirm="Suspend person"
      />
    </ContentCard>
  );
}
