import { Icon } from "#components/ui/icon";
import type { DecisionQueue } from "#lib/requests/decidable-requests";
import { NextLink } from "./next-link.tsx";

/** The place in the viewer's queue, and the ways to the neighbors, without these on a phone. */
export function QueuePosition({ queue }: { queue: DecisionQueue }) {
  const { position, count, previous, next } = queue;
  if (position === undefined || count < 2) return null;
  return (
    <nav aria-label="Requests that need you" className="flex items-center sm:text-muted-foreground">
      <span className="shrink-0 whitespace-nowrap px-1 font-medium tabular-nums sm:font-normal">
        {position} of {count < 100 ? count : "99+"}
      </span>
      <Step to={previous} label="Previous request" shortcut="previous" icon="chevron-left" />
      <Step to={next} label="Next request" shortcut="next" icon="chevron-right" />
    </nav>
  );
}

function Step(props: {
  to: string | undefined;
  label: string;
  shortcut: string;
  icon: "chevron-left" | "chevron-right";
}) {
  const { to, label } = props;
  if (to === undefined) return <span className="size-11 max-sm:hidden md:size-9" />;
  return (
    <NextLink
      id={to}
      data-shortcut={props.shortcut}
      aria-label={label}
      title={label}
      className="grid size-11 place-items-center rounded-md hover:bg-muted hover:text-foreground max-sm:hidden md:size-9"
    >
      <Icon name={props.icon} />
    </NextLink>
  );
}
