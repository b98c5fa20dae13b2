import { useState } from "react";
import { counted } from "#components/text/plural.ts";
import type { DenyReason } from "#lib/policy/action-types/action-type";
import { DenyDialog } from "../decision/deny-dialog.tsx";

/** Denies the requests selected at the opening, whatever the clock ends while the person reads. */
export function DenyTogether(props: {
  ids: readonly string[];
  /** Whether an empty selection denies every request. */
  isAll?: boolean;
  isDisabled: boolean;
  reasons: DenyReason[];
  longest: number;
  className?: string;
  /** `reason`: the chosen reason, as shown; undefined to deny with the message alone. */
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
