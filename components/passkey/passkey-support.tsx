import { useEffect, useState } from "react";
import { Alert } from "#components/ui/alert";
import { noWebAuthnSentence } from "../api/ceremony-fault.ts";
import { loadCeremonies, supportsPasskeys } from "./ceremony.ts";

/** Warns of a browser without passkeys before the person types; otherwise preloads the prompt's code. */
export function PasskeySupport() {
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    setMissing(!supportsPasskeys());
    loadCeremonies().catch(() => {
      // Only a preload: the prompt reports a failure when it needs the library.
    });
  }, []);
  return (
    <>
      <noscript>
        <Alert variant="warning" title="Turn on JavaScript">
          Passkeys need JavaScript. Allow it for this site and reload.
        </Alert>
      </noscript>
      <div role="alert" className="empty:absolute">
        {missing ? (
          <Alert variant="danger" title="Passkeys aren't supported here">
            {noWebAuthnSentence}
          </Alert>
        ) : null}
      </div>
    </>
  );
}
