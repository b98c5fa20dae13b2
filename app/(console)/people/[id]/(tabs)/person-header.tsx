import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { PersonAvatar } from "#components/agents/avatars";
import { PersonStatus } from "#components/badges/status-badges";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { LinkButton } from "#components/ui/button";
import { PageHeader } from "#components/ui/page-header";
import type { PersonView } from "#lib/membership/find-person";
import { foreseeOffboarding } from "#lib/membership/offboarding/foresee-offboarding";
import type { Viewer } from "#lib/sessions/session";
import { consequences } from "../consequences.ts";
import { PersonMenu } from "./person-menu.tsx";

interface Props {
  person: PersonView;
  viewer: Viewer;
  now: Date;
}

/** The person's name, state and actions. Each verb checks the permission again. */
export function PersonHeader(props: Props) {
  const { person, viewer } = props;
  return (
    <PageHeader
      className="mb-4 md:mb-4"
      title={person.name}
      picture={<PersonAvatar person={person} />}
      back={{ href: "/people", label: "People" }}
      badges={<PersonStatus status={person.status} />}
      description={person.email}
      isMenu={person.status !== "suspended" && viewer.roles.includes("admin")}
    >
      {person.status === "left" ? null : viewer.roles.includes("admin") ? (
        <PersonActs {...props} />
      ) : (
        <LinkButton href={`/people/${person.id}/offboard`} variant="outline">
          Preview offboarding
        </LinkButton>
      )}
    </PageHeader>
  );
}

async function PersonActs({ person, viewer, now }: Props) {
  const { id, name, status, passkeyCount } = person;
  const { db } = runtime();
  const ended =
    status === "active"
      ? consequences(await foreseeOffboarding(db, { actor: viewer, personId: id, now }), "suspend", "active")
      : [];
  return (
    <>
      {status === "suspended" ? (
        <ConfirmedButton action={act("people/reinstate")} fields={{ personId: id }}>
          Reactivate…
        </ConfirmedButton>
      ) : null}
      <PersonMenu person={{ id, name, status, hasPasskey: passkeyCount > 0 }} consequences={ended} />
    </>
  );
}
