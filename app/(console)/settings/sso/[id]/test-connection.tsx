"use client";

import { call } from "#components/api/call.ts";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { Button } from "#components/ui/button";

/** Redirects to the provider; the browser returns to the page with the test's result. */
export function TestConnection({ connectionId }: { connectionId: string }) {
  const { busy, refusal, run } = useCeremony();
  const test = () =>
    run(async () => {
      const { url } = await call<{ url: string }>("POST", `/api/sso/tests/${connectionId}`, {});
      window.location.assign(url);
    });
  return (
    <div className="grid gap-3">
      <Button variant="outline" disabled={busy} onClick={test} className="w-fit">
        {busy ? "Contacting provider…" : "Test connection"}
      </Button>
      <RefusalAlert refusal={refusal} />
    </div>
  );
}
