import { Alert } from "#components/ui/alert";
import { Time } from "#components/ui/time";
import type { PersonView } from "#lib/directory/find-person";
import { ConfirmAddress } from "./confirm-address.tsx";

/** Says that a directory changed somebody's address, and lets an admin confirm it. Nothing when none did. */
export function UnconfirmedAddress(props: { person: PersonView; isAdmin: boolean; now: Date }) {
  const { person, isAdmin, now } = props;
  const given = person.unconfirmedAddress;
  if (!given) return null;
  return (
    <Alert variant="warning" className="mb-4" title="Email changed by your directory and not yet confirmed">
      <p>
        It was {given.before} until {given.by ?? "a directory"} changed it{" "}
        <Time at={given.at} now={now} show="both" />. Until an admin confirms it, single sign-on links no
        account by it: whoever has one with this address would come in as {person.name}.
      </p>
      <p className="mt-1.5">
        Ask {person.name} whether it is theirs. If it is not, put it right in the directory, and revoke its
        token under Settings, Provisioning.
      </p>
      {isAdmin ? (
        <div className="mt-2.5">
          <ConfirmAddress personId={person.id} name={person.name} email={person.email} />
        </div>
      ) : null}
    </Alert>
  );
}
