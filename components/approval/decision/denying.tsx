import { type ReactNode, useEffect, useRef } from "react";
import { Icon } from "#components/ui/icon";

/**
 * While a denial is being sent, and until its outcome is shown: the person can go on. In the place and
 * form of that outcome, so that nothing moves under a finger. If the denial fails, the focus goes to the
 * notice that says so.
 */
export function Denying({ isShown, ...shown }: { isShown: boolean; isDone: boolean; next: ReactNode }) {
  return isShown ? <Shown {...shown} /> : null;
}

function Shown({ isDone, next }: { isDone: boolean; next: ReactNode }) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    section.current?.focus();
    return () => document.querySelector<HTMLElement>("[data-decision-bar] [role=alert]:not(:empty)")?.focus();
  }, []);
  return (
    <section
      ref={section}
      data-denying
      tabIndex={-1}
      aria-labelledby="denying-title"
      className="grid gap-3 rounded-lg border bg-muted px-4 py-3"
    >
      <div className="flex gap-3">
        <Icon name="x" className="mt-0.5 size-5 text-muted-foreground" />
        <div className="grid min-w-0 gap-0.5">
          <h2 id="denying-title" className="font-semibold text-base">
            {isDone ? "Denied" : "Denying…"}
          </h2>
          {/* Two lines, as what the outcome says in its place. */}
          <p>You don't have to wait. If it fails, a message says so.</p>
        </div>
      </div>
      {next}
    </section>
  );
}
