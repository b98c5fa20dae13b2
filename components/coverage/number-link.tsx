import type { ReactNode } from "react";
import { Link } from "#components/ui/link";

/** A number with a link to its list. */
export function NumberLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="touch-target text-link tabular-nums underline decoration-1 underline-offset-3 hover:decoration-2"
    >
      {children}
    </Link>
  );
}
