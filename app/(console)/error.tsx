"use client";

import type { IconName } from "#components/ui/icon";
import { plainButton } from "#components/ui/plain-button.ts";

/** Rendering a page failed in a working layout. Plain elements, because every page loads the script. */
export default function ConsoleError({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  return (
    <>
      <title>This page couldn't load · Countersign</title>
      <h1 className="mb-5 font-semibold text-xl leading-7 md:mb-6">This page couldn't load</h1>
      <div
        role="alert"
        className="flex gap-3 rounded-md border border-danger/30 bg-danger-soft px-3.5 py-3 text-sm"
      >
        <svg aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger">
          <use href={`#icon-${"circle-alert" satisfies IconName}`} />
        </svg>
        <div className="grid min-w-0 flex-1 gap-1">
          <p className="font-medium">Something went wrong on the server</p>
          <p className="[overflow-wrap:anywhere]">
            Try again in a few seconds.
            {error.digest ? (
              <>
                {" "}
                Error reference: <code className="font-mono">{error.digest}</code>
              </>
            ) : null}
          </p>
        </div>
      </div>
      <button type="button" className={`${plainButton.primary} mt-4`} onClick={retry}>
        Try again
      </button>
    </>
  );
}
