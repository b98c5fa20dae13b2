"use client";

import { useState } from "react";
import { counted } from "#components/text/plural.ts";
import type { DenyReason } from "#lib/policy/action-types/action-type";
import { DenyDialog } from "../decision/deny/deny-dialog.tsx";

/** Denies several requests, with one reason. */
export function DenyTogether(props: {
  count: number;
  /** Whether nothing is selected, so that all are denied. */
  isAll?: boolean;
  isDisabled: boolean;
  reasons: DenyReason[];
  longest: number;
  className?: string;
  /** `reason`: the chosen one, as shown; undefined to deny with the message alone. */
  onDeny: (message: string, reason: DenyReason | undefined) => void;
}) {
  const { count, isAll = false, isDisabled, reasons, longest, className, onDeny } = props;
  const [message, setMessage] = useState("");
  return (
    <DenyDialog
      {...{ isDisabled, reasons, message, longest, className }}
      isOver={false}
      isTest={false}
      labels={{ button: `Deny ${isAll ? "all " : ""}${count}…`, title: `Deny ${counted(count, "request")}?` }}
      onMessage={setMessage}
      onDeny={(reason) => onDeny(message, reason)}
    />
  );
}
