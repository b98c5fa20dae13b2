"use client";

import { act } from "#app/(console)/acts/act";
import { useGoTo } from "#components/forms/use-go-to.ts";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { ConnectionFields } from "../connection-form.tsx";

export function NewConnection() {
  const form = useConfirmedAction(act("sso/create"));
  const { result, errorOf } = form;
  useGoTo(result && `/settings/sso/${result.connectionId}`);
  return (
    <ConfirmedForm form={form} submit="Add connection…" cancelHref="/settings/sso">
      <ConnectionFields errorOf={errorOf} />
      <p className="text-muted-foreground text-sm">
        You'll confirm with your passkey. The connection is off until you test and turn it on.
      </p>
    </ConfirmedForm>
  );
}
