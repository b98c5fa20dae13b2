"use client";

import { useEffect } from "react";

/** Moves the focus to the outcome when the decision gives way to it. */
export function useFocusAfter(isDecided: boolean): void {
  useEffect(() => {
    if (isDecided) return () => document.getElementById("outcome")?.focus();
  }, [isDecided]);
}
