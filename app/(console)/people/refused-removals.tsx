import { runtime } from "#app/runtime";
import { Alert } from "#components/ui/alert";
import { Link } from "#components/ui/link";
import { Time } from "#components/ui/time";
import type { Viewer } from "#lib/auth/session";
import { listRefusedRemovals } from "#lib/directory/list-refused-removals";

/** Says loudly who is still here although their directory wants them out. */
export async function RefusedRemovals({ viewer, now }: { viewer: Viewer; now: Date }) {
  const refused = await listRefusedRemovals(runtime().db, { viewer, now });
  return refused.map(({ person, at, reason }) => (
    <Alert
      key={person.id}
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
  ));
}
