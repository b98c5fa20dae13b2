import type { ReactNode } from "react";

/** Opens the search. Without script of its own: components/shell/keyboard.tsx waits for the click. */
export function SearchButton({ className, children }: { className: string; children: ReactNode }) {
  return (
    <button type="button" data-search aria-haspopup="dialog" className={className}>
      {children}
    </button>
  );
}
