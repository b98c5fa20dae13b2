import { rolesText } from "#components/people/role-names.ts";
import { RelativeTime } from "#components/text/relative-time";
import { Badge } from "#components/ui/badge";
import { RowLink } from "#components/ui/card";
import { Link } from "#components/ui/link";
import type { PersonRow as Person } from "#lib/membership/list-people-page";
import { PersonAvatar } from "../agents/avatars.tsx";
import { PersonStatus } from "../badges/status-badges.tsx";

interface Props {
  person: Person;
  now: Date;
  isViewer: boolean;
  mayOffboard: boolean;
}

/** One person in the list. */
export function PersonRow({ person, now, isViewer, mayOffboard }: Props) {
  const nameId = `name-${person.id}`;
  return (
    <RowLink
      href={`/people/${person.id}`}
      after={
        mayOffboard && (person.status === "active" || person.status === "suspended") ? (
          <Link
            href={`/people/${person.id}/offboard`}
            aria-describedby={nameId}
            className="absolute inset-y-0 right-0 hidden items-center px-5 text-link underline-offset-3 hover:underline focus-visible:-outline-offset-2 md:flex"
          >
            Offboard…
          </Link>
        ) : null
      }
      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1.5 md:grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,2fr)_minmax(0,2.75fr)_10.5rem] md:pr-28"
    >
      <span className="flex min-w-0 items-center gap-x-3">
        <PersonAvatar person={person} />
        <span className="min-w-0">
          <span className="block truncate font-medium">
            <span id={nameId}>{person.name}</span>
            {isViewer ? <span className="font-normal text-muted-foreground"> (you)</span> : null}
          </span>
          <span className="block truncate text-[0.8125rem] text-muted-foreground">{person.email}</span>
        </span>
      </span>
      <span className="text-muted-foreground max-md:row-start-2 max-md:text-[0.8125rem]">
        {rolesText(person.roles)}
      </span>
      <span className="tabular-nums text-muted-foreground max-md:hidden">
        {agentsOwned(person.agentCount)}
      </span>
      <span className="text-muted-foreground max-md:hidden">
        {person.lastSeenAt ? (
          <>
            Passkey last used <RelativeTime at={person.lastSeenAt} now={now} />
          </>
        ) : person.status === "invited" ? (
          "No passkey yet"
        ) : (
          "Passkey never used"
        )}
      </span>
      <span className="grid justify-items-end gap-1 md:justify-self-end">
        {person.status === "active" ? null : <PersonStatus status={person.status} />}
        {person.isCalledInactive && person.status !== "left" ? (
          <Badge variant={person.status === "suspended" ? "default" : "danger"}>Inactive in directory</Badge>
        ) : null}
        {person.hasUnconfirmedAddress ? <Badge variant="warning">Email not confirmed</Badge> : null}
      </span>
    </RowLink>
  );
}

function agentsOwned(count: number): string {
  if (count === 0) return "No agents";
  return count === 1 ? "1 agent" : `${count} agents`;
}
