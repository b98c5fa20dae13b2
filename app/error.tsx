"use client";

import { EntryShell } from "#components/shell/entry-shell";
import { plainButton } from "#components/ui/plain-button.ts";

/** Shown when rendering a page failed. The reference leads to the error in the log. */
export default function ErrorPage({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  return (
    <EntryShell
      title="This page couldn't load"
      description="Something went wrong on the server. Try again in a few seconds."
    >
      <div className="flex flex-wrap gap-2">
        <button type="button" className={plainButton.primary} onClick={retry}>
          Try again
        </button>
        <a href="/queue" className={plainButton.outline}>
          Go to Requests
        </a>
      </div>
      {error.digest ? (
        <p className="text-muted-foreground text-sm">
          Error reference: <code className="font-mono text-foreground">{error.digest}</code>
        </p>
      ) : null}
    </EntryShell>
  );
}
