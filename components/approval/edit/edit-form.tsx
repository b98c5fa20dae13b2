import { type FormEvent, useState } from "react";
import { asRefusal, type Refusal } from "#components/api/call.ts";
import { TextField } from "#components/forms/controlled-field";
import { focusInvalid } from "#components/forms/focus-invalid.ts";
import { FormMessage } from "#components/forms/form-message";
import { Button } from "#components/ui/button";
import { DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import type { EditableField } from "#lib/descriptors/editable-fields";
import { pageFault } from "../decision/phase.ts";
import { EditFields } from "./edit-fields.tsx";
import { type Entered, type OfferedEdit, offerEdit } from "./edit-request.ts";

export interface EditFormProps {
  requestId: string;
  /** `suggest`: the agent can't act on an edited action, so the edit goes along with a denial. */
  may: "edit" | "suggest";
  fields: EditableField[];
  reason: string;
  longestReason: number;
  onReason: (reason: string) => void;
  /** Resolves to whether the server recorded the denial. */
  onSuggest: (entered: Entered) => Promise<boolean>;
  refusal: Refusal | undefined;
  entered: Entered;
  onEntered: (entered: Entered) => void;
  onOffered: (offered: OfferedEdit) => void;
  onClose: () => void;
}

const words = {
  edit: {
    title: "Edit this request?",
    text: "You'll review the edited request before you approve it. The original is never granted.",
    button: "Review edit",
  },
  suggest: {
    title: "Deny and suggest an edit?",
    text: "This agent can't act on an edited request. It gets your edit with the denial and can ask again.",
    button: "Deny and suggest",
  },
};

/** The parameters to edit: for a review of the edited request, or to suggest with a denial. */
export function EditForm(props: EditFormProps) {
  const { may, fields, entered, onEntered } = props;
  const { isSending, refused, isReasonMissing, send } = useEdit(props);
  const faults = refused ? faultsOf(refused.details) : {};

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isSending) return;
    void send();
    focusInvalid(event.currentTarget);
  }

  return (
    <form data-stored-text onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <DialogHead title={words[may].title} isInForm>
        {words[may].text}
      </DialogHead>
      <FormMessage message={refused?.message} />
      <EditFields
        fields={fields}
        entered={entered}
        faults={faults}
        onEnter={(path, text) => onEntered({ ...entered, [path]: text })}
      />
      {may === "suggest" ? (
        <TextField
          label="Message to the agent"
          error={isReasonMissing ? "Enter a message so the agent knows what to do instead." : undefined}
          rows={2}
          maxLength={props.longestReason}
          value={props.reason}
          onChange={props.onReason}
        />
      ) : null}
      <DialogFooter isApart>
        <DialogCancel />
        <Button type="submit" variant={may === "edit" ? "default" : "destructive"} aria-disabled={isSending}>
          {words[may].button}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Sends the edit; a refusal keeps the dialog open, with the errors. */
function useEdit({ requestId, may, entered, reason, ...props }: EditFormProps) {
  const [isSending, setIsSending] = useState(false);
  const [refused, setRefused] = useState<Refusal>();
  const [isSuggested, setIsSuggested] = useState(false);
  const [isChecked, setIsChecked] = useState(false);

  async function review() {
    try {
      props.onOffered(await offerEdit(requestId, entered));
    } catch (thrown) {
      setRefused(asRefusal(thrown, pageFault));
    }
  }

  async function suggest() {
    if (await props.onSuggest(entered)) props.onClose();
    else setIsSuggested(true);
  }

  async function send() {
    setIsChecked(true);
    if (may === "suggest" && !reason.trim()) return;
    setIsSending(true);
    setRefused(undefined);
    await (may === "edit" ? review() : suggest());
    setIsSending(false);
  }

  return {
    isSending,
    refused: isSuggested ? props.refusal : refused,
    isReasonMissing: isChecked && !reason.trim(),
    send,
  };
}

function faultsOf({ errors }: Record<string, unknown>): Record<string, string> {
  const list = Array.isArray(errors) ? (errors as { path: string; message: string }[]) : [];
  return Object.fromEntries(list.map(({ path, message }) => [path, message]));
}
