"use client";

import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { confirmedAction } from "#components/passkey/confirmation.ts";
import { Button } from "#components/ui/button";
import type { LastingKind } from "#lib/people/responsible-admin";
import { takeResponsibility } from "./actions.ts";
import { responsibilityAct } from "./responsibility-act.ts";

/**
 * Takes responsibility for a token or event source, from another admin or when no admin is
 * responsible: one press and a passkey.
 */
export function TakeResponsibility({ kind, id, name }: { kind: LastingKind; id: string; name: string }) {
  const { pending, formProps, message } = useAction(
    confirmedAction(takeResponsibility, () => responsibilityAct(kind, id)),
  );
  return (
    <form {...formProps} className="grid justify-items-start gap-2">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="id" value={id} />
      <Button
        type="submit"
        variant="outline"
        size="sm"
        disabled={pending}
        aria-label={`Take responsibility for ${name}`}
      >
        {pending ? "Saving…" : "Take responsibility"}
      </Button>
      <FormMessage message={message} />
    </form>
  );
}
