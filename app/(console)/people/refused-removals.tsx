import { runtime } from "#app/runtime";
import { Alert } from "#components/ui/alert";
import { Link } from "#components/ui/link";
import { Time } from "#components/ui/time";
import type { Viewer } from "#lib/auth/session";
import {
  countedRemovals,
  listRefusedRemovals,
  type RefusedRemoval,
} from "#lib/directory/list-refused-removals";

/** Says loudly who is still here although their directory wants them out: in one place, however many they are. */
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
      title={`Your directory wants ${number} people out, and they still have access`}
    >
      <p>What it sent could not be taken. If they are to go, suspend them on their pages:</p>
      <ul className="my-1 grid gap-1">
        {removals.map(({ person, at, reason }) => (
          <li key={person.id}>
            <Link href={`/people/${person.id}`} className="underline">
              {person.name}
            </Link>{" "}
            ({reason === "last_admin" ? "the last active admin" : reason}), <Time at={at} now={now} />
          </li>
        ))}
      </ul>
      {count > removals.length ? (
        <p>
          These are the newest {removals.length}.{" "}
          <Link href="/audit?type=person.removal_refused" className="underline">
            The audit log has them all
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
      title={`Your directory wants ${person.name} out, and they still have access`}
    >
      <Time at={at} now={now} show="both" />.{" "}
      {reason === "last_admin"
        ? "They were the last active admin. Make somebody else an admin, then suspend them:"
        : `What it sent could not be taken (${reason}), and nothing of it was. Its log says more. If they are to go, suspend them here:`}{" "}
      <Link href={`/people/${person.id}`} className="underline">
        open {person.name}
      </Link>
      .
    </Alert>
  );
}
