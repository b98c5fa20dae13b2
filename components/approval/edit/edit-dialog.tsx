import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog/dialog";
import type { Rendering } from "#lib/descriptors/render/rendering";
import { storedTextKey, storeText, type TextPlace } from "../decision/safeguards/stored-text.ts";
import { EditForm, type EditFormProps } from "./edit-form.tsx";
import type { Entered, OfferedEdit } from "./edit-request.ts";
import { ReviewEdit } from "./review-edit.tsx";

/** An approver's possible edits, and whether the agent can act on an edit. */
export interface EditOffer extends Pick<EditFormProps, "may" | "fields"> {
  /** The fields of the action from the agent. */
  asked: Rendering["fields"];
  approvalsRequired: number;
}

type FromDecision = "reason" | "longestReason" | "onReason" | "onSuggest" | "refusal";

interface EditDialogProps extends EditOffer, Pick<EditFormProps, FromDecision> {
  place: TextPlace;
  isDisabled: boolean;
  /** Whether the request can no longer be decided: closes the dialog. */
  isOver: boolean;
  onApprove: (offered: OfferedEdit) => void;
}

/** Edits the parameters, then approves the edited request, or suggests the edit to the agent. */
export function EditDialog(props: EditDialogProps) {
  const { place, may, fields, isDisabled, isOver } = props;
  const [isOpen, setIsOpen] = useState(false);
  const [offered, setOffered] = useState<OfferedEdit>();
  const [entered, setEntered] = useState<Entered>({});
  const enter = (next: Entered) => {
    setEntered(next);
    storeText(storedTextKey(place, "edit"), textOf(fields, next));
  };
  const step = useStepFocus(isOpen ? offered : undefined);
  const close = () => {
    setIsOpen(false);
    setOffered(undefined);
  };
  return (
    <Dialog
      className="w-[min(40rem,calc(100vw-2rem))]"
      open={isOpen && !isOver}
      onOpenChange={(open) => (open ? setIsOpen(true) : close())}
      trigger={
        <Button variant="link" className="text-[0.8125rem]" disabled={isDisabled} data-shortcut="edit">
          {may === "edit" ? "Edit…" : "Suggest edit…"}
        </Button>
      }
    >
      <div ref={step} tabIndex={-1} className="outline-none">
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
            requestId={place.requestId}
            entered={entered}
            onEntered={enter}
            onOffered={setOffered}
            onClose={close}
          />
        )}
      </div>
    </Dialog>
  );
}

/** The entered values, a line for each parameter, for a request that ends before the edit is sent. */
function textOf(fields: EditFormProps["fields"], entered: Entered): string {
  const lines = fields.map(({ path, label }) => {
    return entered[path] === undefined ? undefined : `${label}: ${entered[path]}`;
  });
  return lines.filter(Boolean).join("\n");
}

function useStepFocus(offered: OfferedEdit | undefined) {
  const step = useRef<HTMLDivElement>(null);
  const shown = useRef(offered);
  useEffect(() => {
    if (shown.current === offered) return;
    shown.current = offered;
    step.current?.focus();
    step.current?.scrollIntoView({ block: "start" });
  }, [offered]);
  return step;
}
