import type { ReactNode } from "react";
import { PasskeySupport } from "#components/passkey/passkey-support";

/**
 * The bar at the bottom of the screen. When the notices are long, they alone scroll, so that the
 * buttons stay on the screen.
 */
export function DecisionBar({ notices, children }: { notices?: ReactNode; children: ReactNode }) {
  return (
    <div
      data-decision-bar
      className="fixed inset-x-0 bottom-0 z-20 border-t bg-card pb-safe desk:left-[14.5rem]"
    >
      <div className="mx-auto flex max-h-[60dvh] max-w-6xl flex-col overflow-y-auto px-gutter py-3 short:py-1.5">
        {/* The padding is room for the ring of a notice that has the focus. */}
        <div className="-mx-1 -mt-1 min-h-0 overflow-y-auto px-1 pt-1 has-[[role=alert]:not(:empty)]:min-h-20 *:not-empty:mb-2">
          <PasskeySupport />
          {notices}
        </div>
        <div className="grid shrink-0 gap-2 short:flex short:flex-wrap short:items-center short:justify-between short:gap-x-6 short:gap-y-0">
          {children}
        </div>
      </div>
    </div>
  );
}
