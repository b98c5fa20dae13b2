"use client";

import { FormMessage } from "#components/forms/form-message";
import { Saved } from "#components/forms/saved";
import { Button } from "#components/ui/button";
import { adminByGroup } from "#lib/sso/group-lines";
import { useAction } from "../../../../../components/forms/use-action.ts";
import { confirmedAction } from "../../../../../components/passkey/confirmation.ts";
import { change } from "../actions.ts";
import { ConnectionFields, type ConnectionValues } from "../connection-form.tsx";

export function ChangeConnection({ values }: { values: ConnectionValues }) {
  const confirmed = confirmedAction(change, (form) => {
    const admin = adminByGroup(String(form.get("groupRoles") ?? ""));
    return `sso/change/${values.id}/${admin}` as `sso/change/sso_${string}/${typeof admin}`;
  });
  const { pending, formProps, done, message, errorOf } = useAction(confirmed);
  return (
    <form className="grid gap-5" noValidate {...formProps}>
      <input type="hidden" name="connectionId" value={values.id} />
      <ConnectionFields values={values} errorOf={errorOf} />
      <FormMessage message={message} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" disabled={pending}>
          {pending ? "Saving…" : "Save with a passkey"}
        </Button>
        <Saved when={done} />
      </div>
    </form>
  );
}
