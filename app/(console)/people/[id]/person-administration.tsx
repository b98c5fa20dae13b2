import { runtime } from "#app/process/runtime";
import { LocalTime } from "#components/text/local-time";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import type { PersonView } from "#lib/membership/find-person";
import { foreseeEndOfAdmin } from "#lib/membership/offboarding/foresee-end-of-admin";
import { foreseeOffboarding } from "#lib/membership/offboarding/foresee-offboarding";
import type { Viewer } from "#lib/sessions/session";
import { consequences } from "./consequences.ts";
import { NewInvitation, NewRecovery, RevokeLink } from "./link-forms.tsx";
import { Reinstate } from "./reinstatement/reinstate.tsx";
import { reinstatement } from "./reinstatement/reinstatement.ts";
import { endOfAdmin } from "./role-endings.ts";
import { RolesForm } from "./roles-form.tsx";
import { Deactivate, Suspend } from "./status-forms.tsx";

interface Props {
  person: PersonView;
  viewer: Viewer;
  now: Date;
}

/** The actions of an admin on a person. Each verb checks the permission again. */
export function PersonAdministration(props: Props) {
  const { person } = props;
  return (
    <div className="grid gap-4">
      {person.status === "left" ? (
        <Card>
          <CardHeader>
            <CardTitle>Deactivated</CardTitle>
            <CardDescription>
              They have no access and no passkeys. To bring them back, invite them again with the same email.
            </CardDescription>
          </CardHeader>
        </Card>
      ) : (
        <>
          <Card>
            <CardHeader>
              <CardTitle>Roles</CardTitle>
            </CardHeader>
            <CardContent>
              <Roles {...props} />
            </CardContent>
          </Card>
          {person.status === "suspended" ? null : <GettingIn {...props} />}
          <EndingAccess {...props} />
        </>
      )}
    </div>
  );
}

async function Roles({ person, viewer, now }: Props) {
  const isApprover = person.status === "active" && person.roles.includes("approver");
  const { db } = runtime();
  const foreseen = { actor: viewer, personId: person.id, now };
  const approver = isApprover
    ? {
        title: `Remove ${person.name}'s Approver role?`,
        sentences: consequences(await foreseeOffboarding(db, foreseen), "demote", "active"),
      }
    : undefined;
  const admin = endOfAdmin(person.name, await foreseeEndOfAdmin(db, foreseen));
  return <RolesForm personId={person.id} roles={person.roles} endings={{ approver, admin }} />;
}

function GettingIn({ person, viewer }: Props) {
  const invited = person.status === "invited";
  return (
    <Card>
      <CardHeader>
        <CardTitle>
          {invited ? "Invitation" : person.passkeyCount === 0 ? "Set up a passkey" : "Recover access"}
        </CardTitle>
        <CardDescription>
          {invited
            ? "They haven't created a passkey yet."
            : "Creates a one-time link they can use to add a new passkey. Verify their identity first."}
        </CardDescription>
      </CardHeader>
      <CardContent className="grid gap-4">
        {person.openLink ? (
          <div className="flex flex-wrap items-center justify-between gap-3 rounded-md border px-3 py-2">
            <span>
              Link valid until <LocalTime at={person.openLink.expiresAt} />
            </span>
            <RevokeLink enrollmentId={person.openLink.enrollmentId} />
          </div>
        ) : null}
        {invited ? (
          <NewInvitation personId={person.id} name={person.name} hasLink={person.openLink !== null} />
        ) : (
          <NewRecovery personId={person.id} name={person.name} isViewer={person.id === viewer.personId} />
        )}
      </CardContent>
    </Card>
  );
}

async function EndingAccess({ person, viewer, now }: Props) {
  if (person.status === "left") return null;
  const { db } = runtime();
  const foresight = await foreseeOffboarding(db, { actor: viewer, personId: person.id, now });
  const whom = { personId: person.id, name: person.name };
  return (
    <Card>
      <CardHeader>
        <CardTitle>{person.status === "suspended" ? "Suspended" : "Remove access"}</CardTitle>
        <CardDescription>
          {person.status === "suspended"
            ? "They can't sign in and their agents are quarantined. Reactivating restores both. Cancelled requests stay cancelled."
            : "Their agents are quarantined too, because every agent needs an active owner."}
        </CardDescription>
      </CardHeader>
      <CardContent className="flex flex-wrap gap-2">
        {person.status === "suspended" ? (
          <Reinstate
            {...whom}
            consequences={reinstatement(foresight, person.roles)}
            calledInactiveBy={person.inactiveFlag ? (person.inactiveFlag.by ?? "your directory") : undefined}
          />
        ) : null}
        {person.status === "active" ? (
          <Suspend {...whom} consequences={consequences(foresight, "suspend", person.status)} />
        ) : null}
        <Deactivate personId={person.id} isInvited={person.status === "invited"} />
      </CardContent>
    </Card>
  );
}
