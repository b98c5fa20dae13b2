"use client";

import { type ReactNode, useEffect, useRef } from "react";

/**
 * Takes the focus when it appears on an open page whose focused control is gone, so that a screen
 * reader reads `label`, what replaced the control.
 */
export function FocusOnce(props: { label: string; className?: string; children: ReactNode }) {
  const { label, className, children } = props;
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <section ref={box} tabIndex={-1} aria-label={label} className={className}>
      {children}
    </section>
  );
}
