"use client";

import { type FormEvent, useState } from "react";
import { asRefusal } from "#components/api/call.ts";
import { Field } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { Textarea } from "#components/forms/textarea";
import { Button } from "#components/ui/button";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogTitle,
  DialogTrigger,
} from "#components/ui/dialog";
import type { EditableField } from "#lib/descriptors/edits/editable-fields";
import type { Rendering } from "#lib/descriptors/render/rendering.mjs";
import { EditFields } from "./edit-form.tsx";
import { type Entered, type OfferedEdit, offerEdit } from "./edit-request.ts";
import { ReviewEdit } from "./review-edit.tsx";

/** What an approver may change, and whether the agent can act on the changes. */
export interface EditOffer {
  /** `suggest`: the agent can't act on an edited action, so the edit goes along with a denial. */
  may: "edit" | "suggest";
  fields: EditableField[];
  /** The fields of the action as the agent asked for it. */
  asked: Rendering["fields"];
  approvalsRequired: number;
}

interface EditDialogProps extends EditOffer {
  requestId: string;
  isDisabled: boolean;
  /** Whether the request can no longer be decided: closes the dialog. */
  isOver: boolean;
  reason: string;
  longestReason: number;
  onReason: (reason: string) => void;
  onApprove: (offered: OfferedEdit) => void;
  onSuggest: (entered: Entered) => void;
}

/** Edits the parameters, then approves the edited request, or suggests the edit to the agent. */
export function EditDialog(props: EditDialogProps) {
  const { may, isDisabled, isOver } = props;
  const [isOpen, setIsOpen] = useState(false);
  const [offered, setOffered] = useState<OfferedEdit>();
  const [entered, setEntered] = useState<Entered>({});
  const close = () => {
    setIsOpen(false);
    setOffered(undefined);
  };
  return (
    <Dialog open={isOpen && !isOver} onOpenChange={(open) => (open ? setIsOpen(true) : close())}>
      <DialogTrigger asChild>
        <Button variant="link" className="text-[0.8125rem]" disabled={isDisabled}>
          {may === "edit" ? "Edit…" : "Suggest edit…"}
        </Button>
      </DialogTrigger>
      <DialogContent className="w-[min(40rem,calc(100vw-2rem))]">
        {offered ? (
          <ReviewEdit
            offered={offered}
            asked={props.asked}
            approvalsBefore={props.approvalsRequired}
            onBack={() => setOffered(undefined)}
            onApprove={() => {
              close();
              props.onApprove(offered);
            }}
          />
        ) : (
          <EditForm
            {...props}
            entered={entered}
            onEntered={setEntered}
            onOffered={setOffered}
            onClose={close}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}

interface EditFormProps extends EditDialogProps {
  entered: Entered;
  onEntered: (entered: Entered) => void;
  onOffered: (offered: OfferedEdit) => void;
  onClose: () => void;
}

function EditForm({
  requestId,
  may,
  fields,
  entered,
  onEntered,
  onOffered,
  onClose,
  ...props
}: EditFormProps) {
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [message, setMessage] = useState<string>();
  const [isSending, setIsSending] = useState(false);

  async function review() {
    setIsSending(true);
    setFaults({});
    setMessage(undefined);
    try {
      onOffered(await offerEdit(requestId, entered));
    } catch (thrown) {
      const refusal = asRefusal(
        thrown,
        "Something went wrong on this page. Nothing was sent. Reload and try again.",
      );
      setMessage(refusal.message);
      setFaults(faultsOf(refusal.details));
    }
    setIsSending(false);
  }

  function suggest() {
    if (!props.reason.trim()) return setMessage("Enter a reason so the agent knows why.");
    onClose();
    props.onSuggest(entered);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (may === "edit") void review();
    else suggest();
  }

  return (
    <form onSubmit={submit} className="grid gap-4" noValidate>
      <div className="grid gap-1 pr-8">
        <DialogTitle>{may === "edit" ? "Edit this request?" : "Deny and suggest an edit?"}</DialogTitle>
        <DialogDescription>
          {may === "edit"
            ? "You'll review the edited request before you approve it. The original is never granted."
            : "This agent can't act on an edited request. It gets your edit with the denial and can ask again."}
        </DialogDescription>
      </div>
      {message ? <FormMessage message={message} /> : null}
      <EditFields
        fields={fields}
        entered={entered}
        faults={faults}
        onEnter={(path, text) => onEntered({ ...entered, [path]: text })}
      />
      {may === "suggest" ? (
        <Field label="Reason" hint="Sent to the agent.">
          <Textarea
            rows={2}
            maxLength={props.longestReason}
            value={props.reason}
            onChange={(event) => props.onReason(event.target.value)}
          />
        </Field>
      ) : null}
      <div className="flex flex-wrap justify-between gap-3">
        <DialogClose asChild>
          <Button variant="outline">Cancel</Button>
        </DialogClose>
        <Button type="submit" variant={may === "edit" ? "default" : "destructive"} disabled={isSending}>
          {may === "edit" ? "Review edit" : "Deny and suggest"}
        </Button>
      </div>
    </form>
  );
}

/** Errors by path, of a problem document. */
function faultsOf({ errors }: Record<string, unknown>): Record<string, string> {
  const list = Array.isArray(errors) ? (errors as { path: string; message: string }[]) : [];
  return Object.fromEntries(list.map(({ path, message }) => [path, message]));
}
