import { act } from "#app/(console)/acts/act";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { LocalTime } from "#components/text/local-time";
import { Alert } from "#components/ui/alert";
import type { PersonView } from "#lib/membership/find-person";

/**
 * Warns that a directory changed the person's email, and lets an admin confirm the email. Renders
 * nothing without a change.
 */
export function UnconfirmedAddress(props: { person: PersonView; isAdmin: boolean }) {
  const { person, isAdmin } = props;
  const given = person.unconfirmedAddress;
  if (!given) return null;
  return (
    <Alert variant="warning" className="mb-4" title="Email changed by your directory and not yet confirmed">
      <p>
        {given.by ?? "Your directory"} changed it from {given.before} on <LocalTime at={given.at} />. Single
        sign-on won't link an account by this email until an admin confirms it, because anyone with that
        mailbox could sign in as {person.name}.
      </p>
      <p className="mt-1.5">
        Check with {person.name}. If it's wrong, fix it in your directory and revoke its token in Settings,
        Directory sync.
      </p>
      {isAdmin ? (
        <div className="mt-2.5">
          <ConfirmedButton
            action={act("people/address")}
            fields={{ personId: person.id, email: person.email }}
            buttonProps={{ size: "sm" }}
          >
            Confirm email
          </ConfirmedButton>
        </div>
      ) : null}
    </Alert>
  );
}
