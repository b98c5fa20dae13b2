"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { FormMessage } from "#components/forms/form-message";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { create } from "../actions.ts";
import { ConnectionFields } from "../connection-form.tsx";

export function NewConnection() {
  const { pending, formProps, result, message, errorOf, dialog } = useConfirmedAction(create);
  const router = useRouter();
  useEffect(() => {
    if (result) router.push(`/settings/sso/${result.connectionId}`);
  }, [result, router]);
  return (
    <>
      <form className="grid gap-5" noValidate {...formProps}>
        <ConnectionFields errorOf={errorOf} />
        <p className="text-muted-foreground text-sm">
          You'll confirm with your passkey. The connection is off until you test and turn it on.
        </p>
        <FormMessage message={message} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" disabled={pending}>
            {pending ? "Checking…" : "Add connection…"}
          </Button>
          <Button asChild variant="ghost">
            <Link href="/settings/sso">Cancel</Link>
          </Button>
        </div>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}
