import type { ReactNode } from "react";
import { Alert } from "#components/ui/alert";
import { TextLink } from "#components/ui/link";

/**
 * Shows that a change was proposed instead of made, and needs a second admin.
 * @param props.children the part that did change, if any.
 */
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
