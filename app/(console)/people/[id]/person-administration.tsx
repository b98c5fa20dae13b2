import { runtime } from "#app/process/runtime";
import { ConfirmAction } from "#components/forms/confirm-action";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { LocalTime } from "#components/text/local-time";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import type { PersonView } from "#lib/membership/find-person";
import { foreseeOffboarding } from "#lib/membership/offboarding/foresee-offboarding";
import type { Viewer } from "#lib/sessions/session";
import { deactivate, reinstate, suspend } from "./actions.ts";
import { consequences } from "./consequences.ts";
import { NewInvitation, NewRecovery, RevokeLink } from "./link-forms.tsx";
import { RolesForm } from "./roles-form.tsx";

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
              <RolesForm personId={person.id} roles={person.roles} />
            </CardContent>
          </Card>
          {person.status === "suspended" ? null : <GettingIn {...props} />}
          <EndingAccess {...props} />
        </>
      )}
    </div>
  );
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

function EndingAccess({ person, viewer, now }: Props) {
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
          <ConfirmedButton
            action={reinstate}
            fields={{ personId: person.id }}
            buttonProps={{ variant: "outline" }}
          >
            Reactivate
          </ConfirmedButton>
        ) : null}
        {person.status === "active" ? <Suspend person={person} viewer={viewer} now={now} /> : null}
        <ConfirmedButton action={deactivate} fields={{ personId: person.id }}>
          {person.status === "invited" ? "Withdraw invitation" : "Deactivate"}
        </ConfirmedButton>
      </CardContent>
    </Card>
  );
}

/** Suspends after a dialog that lists the consequences. Takes no passkey. */
async function Suspend({ person, viewer, now }: Props) {
  const foresight = await foreseeOffboarding(runtime().db, { actor: viewer, personId: person.id, now });
  return (
    <ConfirmAction
      action={suspend}
      fields={{ personId: person.id }}
      trigger="Suspend"
      title={`Suspend ${person.name}?`}
      description="Right away:"
      consequences={consequences(foresight, "suspend", "active")}
      confirm="Suspend person"
    />
  );
}
