"use client";

import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { call, Refusal } from "#components/api/call.ts";
import { Field, Input } from "#components/forms/field";
import { askForPasskey, supportsAutofill } from "#components/passkey/ceremony.ts";
import { PasskeySupport } from "#components/passkey/passkey-support";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { useIsReady } from "#components/ui/use-browser-state.ts";

/** What a sign-in tells the server about this browser. */
export interface ChosenDevice {
  stays: boolean;
  isApp: boolean;
}

type Options = Parameters<typeof askForPasskey>[0];

/** Passkeys are offered in the input's suggestions from the start, and by a button for every browser. */
export function SignIn(props: { next: string | undefined; device: () => ChosenDevice; children: ReactNode }) {
  const { busy, refusal, setRefusal, run } = useCeremony();
  const isReady = useIsReady();
  const [signedIn, setSignedIn] = useState(false);
  const started = useRef(false);
  // The prompt in the suggestions is open long before the person chooses.
  const device = useRef(props.device);
  useEffect(() => {
    device.current = props.device;
  });

  async function signIn(autofill: boolean) {
    const { options } = await call<{ options: Options }>("POST", "/api/session/options", {});
    const credential = await askForPasskey(options, { autofill });
    const answer = await call<{ next: string }>("POST", "/api/session", {
      credential,
      ...device.current(),
    });
    setSignedIn(true);
    window.location.assign(props.next ?? answer.next);
  }

  async function offerInSuggestions() {
    if (!(await supportsAutofill())) return;
    try {
      await signIn(true);
    } catch (thrown) {
      // The visitor did not ask for this prompt, so only errors after choosing a passkey are shown.
      const quiet = ["aborted", "cancelled", "offline", "authenticator_failed", "rate_limited"];
      if (thrown instanceof Refusal && !quiet.includes(thrown.code)) setRefusal(thrown);
    }
  }

  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void offerInSuggestions();
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    void run(() => signIn(false));
  }

  return (
    <form className="grid gap-5" onSubmit={submit}>
      <PasskeySupport />
      <RefusalAlert refusal={refusal} />
      {/* A phone's own passkeys are a touch away, without typing. */}
      <Field
        label="Email"
        hint="Select this field and your browser will suggest your passkeys."
        optional
        className="hidden md:grid"
      >
        <Input
          name="email"
          type="email"
          inputMode="email"
          autoComplete="username webauthn"
          spellCheck={false}
          autoCapitalize="none"
          className="min-h-11 md:min-h-11"
        />
      </Field>
      {props.children}
      <Button
        type="submit"
        size="lg"
        disabled={busy || signedIn || !isReady}
        aria-describedby="sign-in-state"
      >
        <Icon name="key" />
        Sign in with a passkey
      </Button>
      <p id="sign-in-state" role="status" className="min-h-6 text-muted-foreground">
        {signedIn ? "Signing you in…" : busy ? "Waiting for your passkey…" : ""}
      </p>
      <div className="grid gap-2 border-t pt-5 text-muted-foreground">
        <p>
          <strong className="font-medium text-foreground">Lost your passkey?</strong> Ask an admin for a
          recovery link.
        </p>
        <p>
          <strong className="font-medium text-foreground">New here?</strong> Ask an admin for an invitation
          link.
        </p>
      </div>
    </form>
  );
}
