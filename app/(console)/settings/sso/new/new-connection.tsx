"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { FormMessage } from "#components/forms/form-message";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { adminByGroup } from "#lib/sso/group-lines";
import { useAction } from "../../../../../components/forms/use-action.ts";
import { confirmedAction } from "../../../../../components/passkey/confirmation.ts";
import { create } from "../actions.ts";
import { ConnectionFields } from "../connection-form.tsx";

const createConfirmed = confirmedAction(
  create,
  (form) => `sso/create/${adminByGroup(String(form.get("groupRoles") ?? ""))}`,
);

export function NewConnection() {
  const { pending, formProps, result, message, errorOf } = useAction(createConfirmed);
  const router = useRouter();
  useEffect(() => {
    if (result) router.push(`/settings/sso/${result.connectionId}`);
  }, [result, router]);
  return (
    <form className="grid gap-5" noValidate {...formProps}>
      <ConnectionFields errorOf={errorOf} />
      <p className="text-muted-foreground text-sm">
        Your browser will ask you to confirm with a passkey. The connection starts turned off.
      </p>
      <FormMessage message={message} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={pending}>
          {pending ? "Adding…" : "Add the connection"}
        </Button>
        <Button asChild variant="ghost">
          <Link href="/settings/sso">Cancel</Link>
        </Button>
      </div>
    </form>
  );
}
