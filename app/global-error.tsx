"use client";

import "./globals.css";
import ErrorPage from "./error.tsx";

/** When even the root layout failed. */
export default function GlobalError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body className="font-sans antialiased">
        <title>This page couldn't load · Countersign</title>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
