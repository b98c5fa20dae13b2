import type { ReactNode } from "react";
import { Fact, Facts } from "#components/ui/card";
import { CopyButton } from "#components/ui/copy-button";
import { Link } from "#components/ui/link";
import type { AuditEvent } from "#lib/audit/read-event";
import type { EventNames } from "#lib/search/event-names";
import { eventFacts } from "./event-facts.ts";
import { ActorName } from "./event-line.tsx";
import { subjectLabelIn } from "./subject-labels.ts";
import { TargetName } from "./target-name.tsx";

/** An event in full: actor, action and subjects, by name and ID, and the JSON as stored. */
export function EventDetails(props: {
  event: AuditEvent;
  names: EventNames;
  /** Whether the reader may not open pages of people: names are then not links. */
  hidesPeople?: boolean | undefined;
  children?: ReactNode;
}) {
  const { event, names, hidesPeople } = props;
  const facts = eventFacts(event.data);
  const subjects = Object.entries(event.subject).filter(([, id]) => id !== event.actor.id);
  return (
    <div className="grid gap-4">
      <Facts>
        <Fact name="Time">
          <time dateTime={event.at.toISOString()} className="tabular-nums">
            {event.at.toISOString().replace("T", " ").replace("Z", " UTC")}
          </time>
        </Fact>
        <Fact name="Event">
          <Code>{event.type}</Code>
        </Fact>
        <Fact name={`By ${event.actor.type}`}>
          <Named {...{ hidesPeople }} id={event.actor.id}>
            <ActorName actor={event.actor} names={names.names} />
          </Named>
        </Fact>
        {subjects.map(([kind, id]) => (
          <Fact key={kind} name={subjectLabelIn(event.type, kind)}>
            <Named {...{ hidesPeople }} id={id}>
              <SubjectName id={id} names={names} />
            </Named>
          </Fact>
        ))}
        {facts.length > 0 ? <Fact name="Facts">{facts.join(" · ")}</Fact> : null}
      </Facts>
      {props.children}
      <div className="overflow-hidden rounded-md border bg-muted">
        <div className="flex items-center justify-between gap-3 border-b bg-card py-1 pr-1 pl-3">
          <code className="min-w-0 truncate text-muted-foreground text-xs">{event.id}</code>
          <CopyButton variant="ghost" text={event.text} label="Copy JSON" />
        </div>
        <pre className="verbatim px-3 py-2.5 font-mono text-[0.8125rem] leading-5">
          {indented(event.text)}
        </pre>
      </div>
    </div>
  );
}

/** For the eye; the button copies the event as stored. */
function indented(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}

function SubjectName({ id, names }: { id: string; names: EventNames }) {
  const name = names.requests.get(id) ?? names.names.get(id);
  return name === undefined ? null : <TargetName name={name} />;
}

const pages: Record<string, string> = { per: "/people", agt: "/agents", req: "/requests" };

function Named(props: { id: string; hidesPeople: boolean | undefined; children: ReactNode }) {
  const { id, hidesPeople, children } = props;
  const prefix = id.slice(0, id.indexOf("_"));
  const page = prefix === "per" && hidesPeople ? undefined : pages[prefix];
  return (
    <>
      {page ? (
        <Link
          href={`${page}/${id}`}
          className="text-link underline decoration-1 underline-offset-3 hover:decoration-2"
        >
          {children}
        </Link>
      ) : (
        children
      )}{" "}
      <Code>{id}</Code>
    </>
  );
}

function Code({ children }: { children: string }) {
  return <code className="text-muted-foreground text-xs [overflow-wrap:anywhere]">{children}</code>;
}
