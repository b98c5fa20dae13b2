import type { ReactNode } from "react";

/**
 * Tells, next to a form's button, the effect and that a passkey is needed. Empty without
 * `children`.
 */
export function AsksPasskey({ children }: { children?: ReactNode }) {
  return (
    <p aria-live="polite" className="text-[0.8125rem] text-muted-foreground empty:absolute">
      {children ? <>{children} You'll confirm with your passkey.</> : null}
    </p>
  );
}
