"use client";

import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { PageHeader } from "#components/ui/page-header";

/** Rendering a page failed; the layout around it still works. */
export default function ConsoleError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <>
      <title>This page couldn't load · Countersign</title>
      <PageHeader title="This page couldn't load" />
      <Alert variant="danger" role="alert" title="Something went wrong on our server">
        Nothing was decided or changed. Try again in a few seconds.
        {error.digest ? (
          <>
            {" "}
            Error reference: <code className="font-mono">{error.digest}</code>
          </>
        ) : null}
      </Alert>
      <Button className="mt-4" onClick={() => reset()}>
        Try again
      </Button>
    </>
  );
}
