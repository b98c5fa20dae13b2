"use client";

import type { ComponentProps } from "react";
import { AfterLoad, loadLater } from "#components/ui/after-load";
import { Button } from "#components/ui/button";

const SendTestRequest = loadLater(async () => (await import("./send-test-request.tsx")).SendTestRequest);

/** SendTestRequest for the page of a request, which is seldom a test. */
export function SendTestRequestLater(props: ComponentProps<typeof SendTestRequest> & { label: string }) {
  return (
    <AfterLoad
      fallback={
        <Button variant="outline" disabled>
          {props.label}
        </Button>
      }
    >
      <SendTestRequest {...props} />
    </AfterLoad>
  );
}
