"use client";

import { type FormEvent, useState } from "react";
import { call, faultOf } from "#components/api/call.ts";
import { Field, Input } from "#components/forms/field";
import { createPasskey } from "#components/passkey/ceremony.ts";
import { deviceName } from "#components/passkey/device-name.ts";
import { PasskeySupport } from "#components/passkey/passkey-support";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { useIsReady } from "#components/ui/use-browser-state.ts";

type Options = Parameters<typeof createPasskey>[0];

/** Nothing is stored before the passkey exists, so closing the prompt loses no typed text. */
export function SetUp({ token }: { token: string }) {
  const { busy, refusal, run } = useCeremony();
  const isReady = useIsReady();
  const [done, setDone] = useState(false);

  async function setUp(form: FormData) {
    const names = {
      token,
      workspace: String(form.get("workspace")).trim(),
      name: String(form.get("name")).trim(),
      email: String(form.get("email")).trim(),
    };
    const { options } = await call<{ options: Options }>("POST", "/api/setup/options", names);
    const credential = await createPasskey(options);
    const passkeyName = deviceName(navigator.userAgent) ?? "Passkey";
    const { next } = await call<{ next: string }>("POST", "/api/setup", {
      ...names,
      credential,
      passkeyName,
    });
    setDone(true);
    window.location.assign(next);
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void run(() => setUp(form));
  }

  return (
    <form className="grid gap-5" onSubmit={submit}>
      <PasskeySupport />
      <Field
        label="Workspace name"
        hint="Usually your company or team name."
        error={faultOf(refusal, "/workspace")}
      >
        <Input name="workspace" required maxLength={120} autoComplete="organization" />
      </Field>
      <Field label="Your name" hint="Shown next to everything you approve." error={faultOf(refusal, "/name")}>
        <Input name="name" required maxLength={120} autoComplete="name" />
      </Field>
      <Field label="Email" error={faultOf(refusal, "/email")}>
        <Input name="email" type="email" required maxLength={254} autoComplete="email" spellCheck={false} />
      </Field>
      <RefusalAlert refusal={refusal} />
      <div className="grid gap-2">
        <Button type="submit" size="lg" disabled={busy || done || !isReady}>
          <Icon name="key" />
          Create passkey and continue
        </Button>
        <p role="status" className="min-h-6 text-muted-foreground">
          {done
            ? "Done. Signing you in…"
            : busy
              ? "Follow the prompt in your browser…"
              : "You'll be asked for your fingerprint, face or PIN."}
        </p>
      </div>
    </form>
  );
}
