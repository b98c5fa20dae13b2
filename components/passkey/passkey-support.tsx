import { useEffect, useState } from "react";
import { Refusal } from "#components/api/call.ts";
import { loadCeremonies, supportsPasskeys } from "./ceremony.ts";
import { RefusalAlert } from "./refusal-alert.tsx";

/** Warns of a browser without passkeys before the person types; otherwise preloads the prompt's code. */
export function PasskeySupport() {
  const [missing, setMissing] = useState<Refusal>();
  useEffect(() => {
    loadCeremonies().catch((thrown: unknown) => {
      // Only a preload: the prompt reports another failure when it needs the library.
      if (!supportsPasskeys() && thrown instanceof Refusal) setMissing(thrown);
    });
  }, []);
  return (
    <>
      <noscript>
        <strong className="font-medium">Turn on JavaScript.</strong> Passkeys need it. Allow it for this site
        and reload.
      </noscript>
      <RefusalAlert refusal={missing} />
    </>
  );
}
