import type { ReactNode } from "react";
import { Alert } from "#components/ui/alert";
import { TextLink } from "#components/ui/link";

/** Reports a proposed change, in need of a second admin. */
export function ProposedNote({ when, children }: { when: boolean; children?: ReactNode }) {
  return (
    <div role="status" className="empty:absolute">
      {when ? (
        <Alert title="Another admin must confirm this change">
          {children ?? "Nothing changes until then."}{" "}
          <TextLink href="/settings/changes">View proposed changes</TextLink>
        </Alert>
      ) : null}
    </div>
  );
}
