import type { ReactNode } from "react";
import { PasskeySupport } from "#components/passkey/passkey-support";
import { cn } from "#components/ui/cn.ts";

/** The buttons at the bottom or, with `hasColumn` and room, in the column. Long notices scroll alone. */
export function DecisionBar(props: { hasColumn?: boolean; notices?: ReactNode; children: ReactNode }) {
  const { hasColumn = false, notices, children } = props;
  return (
    <div
      data-decision-bar={hasColumn ? "column" : "bottom"}
      className={cn(
        "fixed inset-x-0 bottom-0 z-20 border-t bg-card pb-safe desk:left-[14.5rem]",
        hasColumn && "aside:static aside:rounded-lg aside:border aside:pb-0",
      )}
    >
      <div
        className={cn(
          "mx-auto flex max-h-[60dvh] max-w-6xl flex-col overflow-y-auto px-4 pt-2.5 pb-1 short:pt-1.5",
          hasColumn && "aside:max-h-none aside:pt-3 aside:pb-2",
        )}
      >
        {/* The padding is room for the focus ring of a notice. */}
        <div className="-mx-1 -mt-1 min-h-0 overflow-y-auto px-1 pt-1 has-[[role=alert]:not(:empty)]:min-h-20 *:not-empty:mb-2">
          <PasskeySupport />
          {notices}
        </div>
        <div className="grid shrink-0 gap-1.5">{children}</div>
      </div>
    </div>
  );
}
