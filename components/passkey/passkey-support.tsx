"use client";

import { useEffect, useState } from "react";
import { Alert } from "../ui/alert.tsx";
import { loadCeremonies, noWebAuthnSentence, supportsPasskeys } from "./ceremony.ts";
import { NoScript } from "./no-script.tsx";

/** Says at once, before anybody types, when passkeys cannot work in this browser; and where they can, has all that a prompt needs ready. */
export function PasskeySupport() {
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    setMissing(!supportsPasskeys());
    loadCeremonies().catch(() => {
      // Early and unasked: if it cannot be had, the prompt says so when it is asked for.
    });
  }, []);
  return (
    <>
      <NoScript />
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
