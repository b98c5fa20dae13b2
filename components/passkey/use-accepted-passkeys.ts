"use client";

import { useEffect } from "react";

/**
 * Tells the browser which passkeys still work here, so that it stops offering removed ones (WebAuthn Level 3, section 5.1.10,
 * signalAllAcceptedCredentials). Browsers that cannot do it ignore it.
 */
export function useAcceptedPasskeys(person: { id: string; rpId: string }, credentialIds: string[]): void {
  const { id, rpId } = person;
  const list = credentialIds.join(" ");
  useEffect(() => {
    const publicKey = globalThis.PublicKeyCredential as SignallingCredential | undefined;
    const userId = btoa(id).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
    const allAcceptedCredentialIds = list.split(" ");
    publicKey?.signalAllAcceptedCredentials?.({ rpId, userId, allAcceptedCredentialIds }).catch(() => {
      // A courtesy to the browser's own list: nothing here depends on it.
    });
  }, [id, rpId, list]);
}

/** Not in TypeScript's DOM library yet. */
interface SignallingCredential {
  signalAllAcceptedCredentials?(options: {
    rpId: string;
    userId: string;
    allAcceptedCredentialIds: string[];
  }): Promise<void>;
}
