"use client";

import type { ReactNode } from "react";
import { useServerNow } from "#components/ui/use-server-now.ts";

/** Its children until the deadline, then `afterwards`, also on a page that stays open. */
export function UntilExpiry(props: {
  /** ISO 8601. */
  expiresAt: string;
  now: string;
  afterwards: ReactNode;
  children: ReactNode;
}) {
  const hasExpired = useServerNow(props.now) >= Date.parse(props.expiresAt);
  return hasExpired ? props.afterwards : props.children;
}
