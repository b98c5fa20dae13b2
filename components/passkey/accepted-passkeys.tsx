"use client";

import { useEffect } from "react";

/** Ends the offer of removed passkeys (WebAuthn Level 3, section 5.1.10, signalAllAcceptedCredentials). */
export function AcceptedPasskeys(props: { person: { id: string; rpId: string }; credentialIds: string[] }) {
  const { id, rpId } = props.person;
  const list = props.credentialIds.join(" ");
  useEffect(() => {
    const publicKey = globalThis.PublicKeyCredential as SignallingCredential | undefined;
    const userId = btoa(id).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
    const allAcceptedCredentialIds = list.split(" ");
    publicKey?.signalAllAcceptedCredentials?.({ rpId, userId, allAcceptedCredentialIds }).catch(() => {
      // Only tidies the browser's own list: no feature depends on the call.
    });
  }, [id, rpId, list]);
  return null;
}

/** Not in TypeScript's DOM library yet. */
interface SignallingCredential {
  signalAllAcceptedCredentials?(options: {
    rpId: string;
    userId: string;
    allAcceptedCredentialIds: string[];
  }): Promise<void>;
}
