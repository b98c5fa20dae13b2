"use client";

import { type ReactNode, useEffect, useRef } from "react";

/**
 * Takes the focus when it appears on an open page whose focused control is gone, so that a screen
 * reader reads what replaced the control.
 */
export function FocusOnce({ className, children }: { className?: string; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <div ref={box} tabIndex={-1} className={className}>
      {children}
    </div>
  );
}
