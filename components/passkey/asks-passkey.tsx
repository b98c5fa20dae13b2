import type { ReactNode } from "react";

/** Says beside a form's button what it will let happen, and that it takes a passkey. Without `children` there is nothing of the kind. */
export function AsksPasskey({ children }: { children?: ReactNode }) {
  return (
    <p aria-live="polite" className="text-[0.8125rem] text-muted-foreground empty:absolute">
      {children ? <>{children} You'll confirm with your passkey.</> : null}
    </p>
  );
}
