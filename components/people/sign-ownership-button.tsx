"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { call, Refusal } from "#components/api/call.ts";
import { bytesOf, challengeOf } from "#components/approval/decision/challenge-of.ts";
import { askForPasskey } from "#components/passkey/ceremony.ts";
import { PasskeySupport } from "#components/passkey/passkey-support";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";

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

export interface OwnershipSigning {
  path: string;
  /** The statement bytes the page was rendered from, base64url, and the server's seal over them. */
  statement: string;
  seal: string;
}

type Options = Parameters<typeof askForPasskey>[0];

/** Signs a statement that is checked against the page. @throws {Refusal} as `approveRequest` */
async function signOwnership({ path, statement, seal }: OwnershipSigning): Promise<void> {
  const { options } = await call<{ options: Options }>("POST", "/api/ownership/challenges", {
    statement,
    seal,
  });
  if (options.challenge !== (await challengeOf(bytesOf(statement), "ownership"))) {
    throw new Refusal(
      "challenge_mismatch",
      "The server asked your passkey to sign something different from what's on screen. Nothing was signed. Tell your admin.",
    );
  }
  const credential = await askForPasskey(options);
  try {
    await call("POST", path, { credential });
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || thrown.code !== "offline") throw thrown;
    throw new Refusal(
      "unconfirmed",
      "The connection dropped while your confirmation was being sent. We don't know if it arrived. Reload when you're back online.",
      {},
      { cause: thrown },
    );
  }
}
