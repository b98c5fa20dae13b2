import { runtime } from "#app/runtime/runtime";
import { RelativeTime } from "#components/text/relative-time";
import { Time } from "#components/text/time";
import { Alert } from "#components/ui/alert";
import { Link } from "#components/ui/link";
import {
  countedRemovals,
  listRefusedRemovals,
  type RefusedRemoval,
} from "#lib/membership/list-refused-removals";
import type { Viewer } from "#lib/sessions/session";

/** A single warning about all people with access in spite of a deprovisioning. */
export async function RefusedRemovals({ viewer, now }: { viewer: Viewer; now: Date }) {
  const { removals, count } = await listRefusedRemovals(runtime().db, { viewer, now });
  const [first] = removals;
  if (!first) return null;
  if (count === 1) return <OneRefusedRemoval {...first} now={now} />;
  const number = count === countedRemovals ? `${countedRemovals} or more` : String(count);
  return (
    <Alert
      variant="danger"
      className="mb-4"
      title={`${number} people should have been deprovisioned but still have access`}
    >
      <p>
        Your directory sent these changes but they couldn't be applied. Suspend anyone who should no longer
        have access:
      </p>
      <ul className="my-1 grid gap-1">
        {removals.map(({ person, at, reason }) => (
          <li key={person.id}>
            <Link href={`/people/${person.id}`} className="underline">
              {person.name}
            </Link>{" "}
            ({reason === "last_admin" ? "last active admin" : reason}), <RelativeTime at={at} now={now} />
          </li>
        ))}
      </ul>
      {count > removals.length ? (
        <p>
          Showing the latest {removals.length}.{" "}
          <Link href="/audit?type=person.removal_refused" className="underline">
            View all in the audit log
          </Link>
          .
        </p>
      ) : null}
    </Alert>
  );
}

function OneRefusedRemoval({ person, at, reason, now }: RefusedRemoval & { now: Date }) {
  return (
    <Alert
      variant="danger"
      className="mb-4"
      title={`${person.name} should have been deprovisioned but still has access`}
    >
      Reported <Time at={at} now={now} />.{" "}
      {reason === "last_admin"
        ? "They're the last active admin. Make someone else an admin, then suspend them:"
        : `Your directory's change couldn't be applied (${reason}). See your directory's log for details. If they should no longer have access, suspend them:`}{" "}
      <Link href={`/people/${person.id}`} className="underline">
        View {person.name}
      </Link>
    </Alert>
  );
}
