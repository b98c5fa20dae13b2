import type { ReactNode } from "react";
import { Alert } from "../ui/alert.tsx";
import { Link } from "../ui/link.tsx";

/**
 * Says that a change was proposed and not made: it waits for a second admin.
 * @param props.children what did change, where something did; without it nothing.
 */
export function ProposedNote({ when, children }: { when: boolean; children?: ReactNode }) {
  return (
    <div role="status" className="empty:absolute">
      {when ? (
        <Alert title="Another admin must confirm this change">
          {children ?? "Nothing changes until then."}{" "}
          <Link href="/settings/changes" className="text-link underline underline-offset-3">
            View proposed changes
          </Link>
        </Alert>
      ) : null}
    </div>
  );
}
