import { cn } from "#components/ui/cn.ts";
import { LocalTime } from "./local-time.tsx";
import { RelativeTime } from "./relative-time.tsx";

const dayMilliseconds = 86_400_000;

interface TimeProps {
  at: Date;
  now: Date;
  /** Whether the time is the whole text, and so begins with a capital letter. */
  isAlone?: boolean;
  className?: string;
}

/** Less than a day from now "in 14 min · 23:46 CET", otherwise "24 Nov 2026, 23:46 CET". */
export function Time({ at, now, isAlone, className: given }: TimeProps) {
  const className = cn(isAlone && "inline-block first-letter:uppercase", given);
  if (Math.abs(at.getTime() - now.getTime()) >= dayMilliseconds) {
    return <LocalTime at={at} className={className} />;
  }
  return (
    <span className={cn("tabular-nums", className)}>
      <RelativeTime at={at} now={now} /> · <LocalTime at={at} form="clock" />
    </span>
  );
}
