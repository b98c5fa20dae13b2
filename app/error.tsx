"use client";

import { EntryShell } from "#components/shell/entry-shell";
import { Button } from "#components/ui/button";

/** Something broke while a page was made. Nothing was decided; the reference finds it in the log. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <EntryShell
      title="This page could not be shown"
      description="Something went wrong on the server, or it could not reach its database. Nothing was decided or changed. It usually works again within seconds."
    >
      <div className="flex flex-wrap gap-2">
        <Button size="lg" onClick={() => reset()}>
          Try again
        </Button>
        <Button asChild size="lg" variant="outline">
          <a href="/queue">Go to the queue</a>
        </Button>
      </div>
      {error.digest ? (
        <p className="text-muted-foreground text-sm">
          Reference for your administrator: <code className="font-mono text-foreground">{error.digest}</code>
        </p>
      ) : null}
    </EntryShell>
  );
}
