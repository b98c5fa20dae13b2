"use client";

import { useEffect, useState } from "react";
import { Alert } from "../ui/alert.tsx";
import { noWebAuthnSentence, supportsPasskeys } from "./ceremony.ts";
import { NoScript } from "./no-script.tsx";

/** Says at once, before anybody types, when passkeys cannot work in this browser. */
export function PasskeySupport() {
  const [missing, setMissing] = useState(false);
  useEffect(() => setMissing(!supportsPasskeys()), []);
  return (
    <>
      <NoScript />
      <div role="alert" className="empty:absolute">
        {missing ? (
          <Alert variant="danger" title="Passkeys do not work here">
            {noWebAuthnSentence}
          </Alert>
        ) : null}
      </div>
    </>
  );
}
