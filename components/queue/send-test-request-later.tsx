"use client";

import { later } from "#components/ui/after-load";
import { Button } from "#components/ui/button";

/** SendTestRequest for the page of a request, which is seldom a test. */
export const SendTestRequestLater = later(
  async () => (await import("./send-test-request.tsx")).SendTestRequest,
  ({ label }) => (
    <Button variant="outline" disabled>
      {label}
    </Button>
  ),
);
