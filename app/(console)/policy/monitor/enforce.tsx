"use client";

import { act } from "#app/(console)/acts/act";
import { FormMessage } from "#components/forms/form-message";
import { useAction } from "#components/forms/use-action.ts";
import { Button } from "#components/ui/button";
import { TextLink } from "#components/ui/link";

/**
 * Removes a rule from monitor mode in the draft with one press; the rule is enforced after
 * publication.
 */
export function Enforce(props: { ruleId: string; title: string; revision: number; isEnforced: boolean }) {
  const { pending, formProps, message } = useAction(act("draft/enforce-rule"));
  if (props.isEnforced)
    return (
      <p role="status" className="text-sm">
        Enforced in the draft. <TextLink href="/policy/draft/review">Review and publish</TextLink>
      </p>
    );
  return (
    <form className="grid justify-items-end gap-2" {...formProps}>
      <input type="hidden" name="ruleId" value={props.ruleId} />
      <input type="hidden" name="revision" value={props.revision} />
      <Button type="submit" variant="outline" disabled={pending} aria-label={`Enforce ${props.title}`}>
        {pending ? "Enforcing…" : "Enforce"}
      </Button>
      <FormMessage message={message} />
    </form>
  );
}
