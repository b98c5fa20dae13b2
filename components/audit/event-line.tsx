import type { ReactNode } from "react";
import { AgentAvatar, PersonAvatar } from "#components/agents/avatars";
import { ClockTime, UtcTime } from "#components/text/utc-time";
import { cn } from "#components/ui/cn.ts";
import { Icon, type IconName } from "#components/ui/icon";
import type { AuditEvent } from "#lib/audit/read-event";
import { systemName } from "./event-words.ts";

interface EventLineProps {
  at: Date;
  /** Whether the line has the day too, in the absence of a heading. */
  isDated?: boolean;
  actor: ReactNode;
  words: ReactNode;
  facts: readonly string[];
  target: ReactNode;
  /** Whether the line opens a run of events below. */
  isRun?: boolean;
}

/** One line, on a phone two or more. Long names are cut, never the event. */
export function EventLine({ at, isDated = false, actor, words, facts, target, isRun }: EventLineProps) {
  const Time = isDated ? UtcTime : ClockTime;
  return (
    <span
      className={cn(
        "grid min-h-11 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-1 text-sm leading-5 sm:px-5",
        "md:h-10 md:min-h-0 md:gap-x-4 md:py-0",
        isDated ? "md:grid-cols-[10.5rem_minmax(0,1fr)_1rem]" : "md:grid-cols-[6rem_minmax(0,1fr)_1rem]",
      )}
    >
      <Time
        at={at}
        className={cn(
          "text-[0.8125rem] text-muted-foreground md:col-auto md:row-auto",
          isDated ? "col-span-2 row-start-3" : "col-start-2 row-start-1",
        )}
      />
      <span
        className={cn(
          "contents md:grid md:items-center md:gap-x-4",
          "md:grid-cols-[minmax(0,10rem)_minmax(0,6fr)_minmax(0,5fr)]",
        )}
      >
        <span
          className={cn(
            "flex min-w-0 flex-wrap items-center gap-x-1.5 md:contents",
            isDated ? "col-span-2" : "col-start-1 row-start-1",
          )}
        >
          <span className="one-line min-w-0 max-w-full font-medium md:max-w-none">{actor}</span>
          <span className="min-w-0 text-[0.8125rem] md:one-line md:text-sm">
            {words}
            {facts.length > 0 ? (
              <span className="hidden text-muted-foreground md:inline"> · {facts.join(" · ")}</span>
            ) : null}
          </span>
        </span>
        <span className="col-span-2 min-w-0 one-line text-[0.8125rem] text-muted-foreground empty:hidden md:col-span-1 md:text-foreground md:text-sm md:empty:block">
          {target ?? (facts.length > 0 ? <span className="md:hidden">{facts.join(" · ")}</span> : null)}
        </span>
      </span>
      <Icon
        name="chevron-right"
        className={cn("hidden text-muted-foreground md:block", isRun && "group-open/run:rotate-90")}
      />
    </span>
  );
}

const icons: Record<Exclude<AuditEvent["actor"]["type"], "person" | "agent">, IconName> = {
  tool: "wrench",
  boundary: "shield-check",
  system: "cog",
};

/** The actor's name after its picture: the avatar of an agent or a person, or an icon. */
export function ActorName(props: { actor: AuditEvent["actor"]; names: ReadonlyMap<string, string> }) {
  const { actor } = props;
  const name = actorName(actor, props.names);
  const picture = "-mt-0.5 mr-2 hidden size-5 align-middle md:inline-block";
  return (
    <>
      {actor.type === "agent" ? (
        <AgentAvatar agent={{ id: actor.id, name }} className={picture} />
      ) : actor.type === "person" ? (
        <PersonAvatar person={{ id: actor.id, name }} className={picture} />
      ) : (
        <Icon name={icons[actor.type]} className={cn(picture, "px-0.5 text-muted-foreground")} />
      )}
      {name}
    </>
  );
}

export function actorName(actor: AuditEvent["actor"], names: ReadonlyMap<string, string>): string {
  return names.get(actor.id) ?? (actor.type === "system" ? systemName(actor.id) : actor.id);
}
