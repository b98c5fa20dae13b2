import { act } from "#app/(console)/acts/act";
import { ActButton } from "#components/forms/act-button";
import { LocalTime } from "#components/text/local-time";
import { Card, CardContent, CardHead } from "#components/ui/card";
import type { PersonView } from "#lib/membership/find-person";
import { NewInvitation } from "../link-forms.tsx";

/** The open link of an invitation or a recovery. For admins. */
export function InvitationCard({ person }: { person: PersonView }) {
  const isInvited = person.status === "invited";
  if (!isInvited && !person.openLink) return null;
  return (
    <Card>
      <CardHead title={isInvited ? "Invitation" : "Recovery link"}>
        {isInvited ? "They haven't created a passkey yet." : null}
      </CardHead>
      <CardContent className="grid gap-4">
        {person.openLink ? <OpenLink link={person.openLink} /> : null}
        {isInvited ? (
          <NewInvitation personId={person.id} name={person.name} hasLink={person.openLink !== null} />
        ) : null}
      </CardContent>
    </Card>
  );
}

export function OpenLink({ link }: { link: NonNullable<PersonView["openLink"]> }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-md border px-3 py-2">
      <span>
        Link valid until <LocalTime at={link.expiresAt} />
      </span>
      <ActButton
        action={act("people/revoke-link")}
        fields={{ enrollmentId: link.enrollmentId }}
        className="grid gap-2"
        variant="destructive-outline"
        size="sm"
        isNarrow
        label="Revoke link"
      />
    </div>
  );
}
