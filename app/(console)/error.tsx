"use client";

import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { PageHeader } from "#components/ui/page-header";

/** A page broke; the frame around it still stands. */
export default function ConsoleError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <>
      <title>This page could not be shown · Countersign</title>
      <PageHeader title="This page could not be shown" />
      <Alert variant="danger" role="alert" title="Something went wrong on the server">
        Nothing was decided or changed. It usually works again within seconds.
        {error.digest ? (
          <>
            {" "}
            Reference for your administrator: <code className="font-mono">{error.digest}</code>
          </>
        ) : null}
      </Alert>
      <Button className="mt-4" onClick={() => reset()}>
        Try again
      </Button>
    </>
  );
}
