"use client";

import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { call, Refusal } from "#components/api/call.ts";
import { isInstalled, useIsInstalled } from "#components/device/use-is-installed.ts";
import { askForPasskey, supportsAutofill } from "#components/passkey/ceremony.ts";
import { PasskeySupport } from "#components/passkey/passkey-support";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { useIsReady } from "#components/ui/use-browser-state.ts";

type Options = Parameters<typeof askForPasskey>[0];

/**
 * Passkeys are offered in the input's suggestions from the start, and by a button for every browser.
 * The server renders the fields and buttons, so that the first page a person opens has little script.
 */
export function SignIn(props: {
  next: string | undefined;
  /** Submit buttons whose values are the IDs of the connections. */
  connections: ReactNode;
  email: ReactNode;
  /** The checkbox `stays`; undefined: the workspace has no phone sessions. */
  stays: ReactNode;
  button: ReactNode;
}) {
  const { refusal, setRefusal, run } = useCeremony();
  const isReady = useIsReady();
  const isApp = useIsInstalled();
  const [state, setState] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const started = useRef(false);
  const isOff = state !== "" || !isReady;

  /** The installed app is a device of the person's own, so that it always stays signed in. */
  function device() {
    const isTicked = form.current !== null && new FormData(form.current).has("stays");
    return { stays: props.stays !== undefined && (isTicked || isInstalled()), isApp: isInstalled() };
  }

  async function signIn(autofill: boolean) {
    const { options } = await call<{ options: Options }>("POST", "/api/session/options", {});
    const credential = await askForPasskey(options, { autofill });
    const answer = await call<{ next: string }>("POST", "/api/session", { credential, ...device() });
    setState("Signing you in…");
    window.location.assign(props.next ?? answer.next);
  }

  async function leaveFor(connection: string) {
    const path = `/api/sso/signin/${connection}`;
    const { url } = await call<{ url: string }>("POST", path, { next: props.next, ...device() });
    window.location.assign(url);
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

  async function submit(event: FormEvent) {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const connection = submitter instanceof HTMLButtonElement ? submitter.value : "";
    setState(connection ? "Redirecting to your identity provider…" : "Waiting for your passkey…");
    if (!(await run(() => (connection ? leaveFor(connection) : signIn(false))))) setState("");
  }

  return (
    <>
      {props.connections ? (
        <form aria-label="Single sign-on" onSubmit={submit}>
          <fieldset className="grid gap-3" disabled={isOff}>
            {props.connections}
          </fieldset>
        </form>
      ) : null}
      <form ref={form} className="grid gap-5" onSubmit={submit}>
        <PasskeySupport />
        <RefusalAlert refusal={refusal} />
        {props.email}
        {isApp ? null : props.stays}
        <fieldset className="grid" disabled={isOff}>
          {props.button}
        </fieldset>
        <p id="sign-in-state" role="status" className="min-h-6 text-muted-foreground">
          {state}
        </p>
      </form>
    </>
  );
}
