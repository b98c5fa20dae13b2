"use client";

import { EntryShell } from "#components/shell/entry-shell";
import { Button } from "#components/ui/button";

/**
 * Shown when rendering a page failed. No decision was made; the reference leads to the error in the
 * log.
 */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <EntryShell
      title="This page couldn't load"
      description="Something went wrong on our server. Nothing was decided or changed. Try again in a few seconds."
    >
      <div className="flex flex-wrap gap-2">
        <Button size="lg" onClick={() => reset()}>
          Try again
        </Button>
        <Button asChild size="lg" variant="outline">
          <a href="/queue">Go to Requests</a>
        </Button>
      </div>
      {error.digest ? (
        <p className="text-muted-foreground text-sm">
          Error reference: <code className="font-mono text-foreground">{error.digest}</code>
        </p>
      ) : null}
    </EntryShell>
  );
}
