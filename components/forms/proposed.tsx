import { Alert } from "../ui/alert.tsx";
import { Link } from "../ui/link.tsx";

/** Says that a change was proposed and not made: it waits for a second admin. */
export function ProposedNote({ when }: { when: boolean }) {
  return (
    <div role="status" className="empty:absolute">
      {when ? (
        <Alert title="Another admin must confirm this change.">
          Nothing changes until then.{" "}
          <Link href="/settings/changes" className="text-link underline underline-offset-3">
            View proposed changes
          </Link>
        </Alert>
      ) : null}
    </div>
  );
}
