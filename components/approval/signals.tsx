import { cn } from "#components/ui/cn.ts";
import { Icon, type IconName } from "#components/ui/icon";
import type { Signal, SignalTone } from "./signals-of.tsx";

/** The number of signals above the values: the strongest. The rest is below. */
export const mostAbove = 2;

const looks: Record<SignalTone, { className: string; icon: IconName }> = {
  danger: { className: "bg-danger-soft text-danger", icon: "circle-alert" },
  warning: { className: "bg-warning-soft text-warning", icon: "triangle-alert" },
  neutral: { className: "bg-muted", icon: "info" },
};

/** Signals, each in a colored box. The approver has to see each on screen. */
export function Signals({ signals, className }: { signals: Signal[]; className?: string }) {
  if (signals.length === 0) return null;
  return (
    <ul className={cn("grid gap-1.5", className)}>
      {signals.map(({ key, tone, title, detail }) => (
        <li
          key={key}
          data-review="signal"
          data-tone={tone}
          className={cn(
            "flex min-w-0 gap-2 rounded-md px-2.5 py-1 leading-5 sm:py-1.5",
            looks[tone].className,
          )}
        >
          <Icon name={looks[tone].icon} className="mt-0.5 size-4 shrink-0" />
          <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
            {detail ? (
              <details>
                <summary className="marker:text-muted-foreground [&>p]:inline">{title}</summary>
                <div className="pt-1.5 text-foreground">{detail}</div>
              </details>
            ) : (
              title
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The signals below the values. */
export function MoreSignals({ signals }: { signals: Signal[] }) {
  if (signals.length === 0) return null;
  return (
    <section aria-labelledby="more-signals" className="grid gap-1.5 py-1">
      <h2 id="more-signals" className="font-semibold">
        More to check
      </h2>
      <Signals signals={signals} />
    </section>
  );
}

/** How many signals are further down, as a way there. */
export function MoreSignalsLink({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <a
      href="#more-signals"
      className="touch-target w-fit text-[0.8125rem] text-link underline underline-offset-3"
    >
      {count} more to check
    </a>
  );
}
