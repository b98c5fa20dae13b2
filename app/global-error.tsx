"use client";

import "./globals.css";

/**
 * Rendering failed outside the console, or in a layout: only a new page view can help. Plain
 * elements, because every page loads this script. The reference leads to the error in the log.
 */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body className="font-sans antialiased">
        <title>This page couldn't load · Countersign</title>
        <main className="mx-auto grid max-w-md justify-items-start gap-4 px-gutter py-16">
          <h1 className="font-semibold text-2xl">This page couldn't load</h1>
          <p>Something went wrong on the server. Try again in a few seconds.</p>
          <button
            type="button"
            className="min-h-11 rounded-md bg-primary px-5 font-medium text-primary-foreground text-sm"
            onClick={() => window.location.reload()}
          >
            Try again
          </button>
          {error.digest ? <p className="text-sm">Error reference: {error.digest}</p> : null}
        </main>
      </body>
    </html>
  );
}
