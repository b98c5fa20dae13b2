"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { call, Refusal } from "#components/api/call.ts";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { askForPasskey } from "./ceremony.ts";
import { bytesOf, challengeOf } from "./challenge-of.ts";
import { PasskeySupport } from "./passkey-support";
import { RefusalAlert } from "./refusal-alert";
import { useCeremony } from "./use-ceremony.ts";

/** Signs the content of the page with a passkey; then opens `doneHref`, or re-renders the page. */
export function SignButton(props: Signing & { label: string; doneHref?: string }) {
  const router = useRouter();
  const { busy, refusal, run } = useCeremony();
  const [isLeaving, leave] = useTransition();
  async function sign() {
    const { doneHref } = props;
    const isDone = await run(() => signStatement(props));
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

const challengePaths = {
  ownership: "/api/ownership/challenges",
  standing: "/api/standing-approvals/challenges",
} as const;

export interface Signing {
  kind: keyof typeof challengePaths;
  /** Where the signature is sent. */
  path: string;
  /** The statement bytes the page was rendered from, base64url, and the server's seal over them. */
  statement: string;
  seal: string;
}

type Options = Parameters<typeof askForPasskey>[0];

/** Signs a statement that is checked against the page. @throws {Refusal} as `approveRequest` */
async function signStatement({ kind, path, statement, seal }: Signing): Promise<void> {
  const { options } = await call<{ options: Options }>("POST", challengePaths[kind], { statement, seal });
  if (options.challenge !== (await challengeOf(bytesOf(statement), kind))) {
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
