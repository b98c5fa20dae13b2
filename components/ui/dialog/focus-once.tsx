"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** Takes a vanished control's focus, so that a screen reader reads the replacement, `label`. */
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
