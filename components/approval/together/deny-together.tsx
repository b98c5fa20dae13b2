import { useState } from "react";
import { counted } from "#components/text/plural.ts";
import type { DenyReason } from "#lib/policy/action-types/action-type";
import { DenyDialog } from "../decision/deny-dialog.tsx";

/**
 * Denies several requests, with one reason: those that were selected when the dialog opened. A
 * selection that ends by the clock while the person reads doesn't change what is denied.
 */
export function DenyTogether(props: {
  /** The requests to deny. */
  ids: readonly string[];
  /** Whether nothing is selected, so that all are denied. */
  isAll?: boolean;
  isDisabled: boolean;
  reasons: DenyReason[];
  longest: number;
  className?: string;
  /** `reason`: the chosen one, as shown; undefined to deny with the message alone. */
  onDeny: (ids: readonly string[], message: string, reason: DenyReason | undefined) => void;
}) {
  const { ids, isAll = false, isDisabled, reasons, longest, className, onDeny } = props;
  const [message, setMessage] = useState("");
  const [asked, setAsked] = useState(ids);
  return (
    <DenyDialog
      {...{ isDisabled, reasons, message, longest, className }}
      isOver={false}
      isTest={false}
      labels={{
        button: `Deny ${isAll ? "all " : ""}${ids.length}…`,
        title: `Deny ${counted(asked.length, "request")}?`,
      }}
      onOpen={() => setAsked(ids)}
      onMessage={setMessage}
      onDeny={(reason) => onDeny(asked, message, reason)}
    />
  );
}
