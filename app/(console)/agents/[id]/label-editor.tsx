"use client";

import type { FormEvent } from "react";
import { act } from "#app/(console)/acts/act";
import { CodeInput, Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { ProposedNote } from "#components/forms/proposed";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { useIsReady } from "#components/ui/use-browser-state.ts";

export function LabelEditor({ agentId, labels }: { agentId: string; labels: string[] }) {
  const { pending, message, result, errorOf, send, dialog } = useConfirmedAction(act("agent/labels"));
  const isReady = useIsReady();
  function save(next: string[]) {
    const form = new FormData();
    form.set("agentId", agentId);
    form.set("labels", next.join(" "));
    form.set("seen", labels.join(" "));
    send(form);
  }
  function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get("label"));
    if (typed.trim() !== "") save([...labels, typed]);
  }
  return (
    <div className="grid gap-2">
      {labels.length > 0 ? (
        <ul aria-label="Labels" className="flex flex-wrap gap-1.5">
          {labels.map((label) => (
            <li key={label} className="flex min-w-0 items-center rounded-md border pl-2 text-[0.8125rem]">
              <span className="min-w-0 truncate">{label}</span>
              <button
                type="button"
                aria-label={`Remove label ${label}`}
                disabled={!isReady || pending}
                onClick={() => save(labels.filter((other) => other !== label))}
                className="grid size-11 shrink-0 place-items-center rounded-md text-muted-foreground hover:bg-muted hover:text-foreground md:size-7"
              >
                <Icon name="x" className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {/* With other labels, the field starts empty again. */}
      <form key={labels.join(" ")} noValidate onSubmit={add} className="flex items-end gap-2">
        <Field label="Add label" className="min-w-0 flex-1" error={errorOf("labels")}>
          <CodeInput name="label" placeholder="team:payments" readOnly={!isReady} />
        </Field>
        <Button type="submit" variant="outline" disabled={!isReady || pending}>
          Add…
        </Button>
      </form>
      <FormMessage message={message} />
      <ProposedNote when={result !== undefined} />
      <ConfirmDialog {...dialog} />
    </div>
  );
}
