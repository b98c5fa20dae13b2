"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { PasskeySupport } from "#components/passkey/passkey-support";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { type OwnershipSigning, signOwnership } from "./sign-ownership.ts";

/** Signs the content of the page with a passkey; then opens `doneHref`, or re-renders the page. */
export function SignButton(props: OwnershipSigning & { label: string; doneHref?: string }) {
  const router = useRouter();
  const { busy, refusal, run } = useCeremony();
  const [isLeaving, leave] = useTransition();
  async function sign() {
    const { path, statement, seal, doneHref } = props;
    const isDone = await run(() => signOwnership({ path, statement, seal }));
    // A refused signature has consumed its statement: the page is rendered from a new statement.
    leave(() => (isDone && doneHref ? router.push(doneHref) : router.refresh()));
  }
  return (
    <div className="grid gap-3">
      <PasskeySupport />
      <RefusalAlert refusal={refusal} />
      <Button size="lg" className="w-full sm:w-fit" disabled={busy || isLeaving} onClick={() => void sign()}>
        <Icon name="key" />
        {busy ? "Waiting for your passkey…" : props.label}
      </Button>
    </div>
  );
}
