import { Bot, Cog, ShieldCheck, User, Wrench } from "lucide-react";
import { UtcTime } from "#components/text/utc-time";
import { CopyButton } from "#components/ui/copy-button";
import { Link } from "#components/ui/link";
import type { SubjectKind } from "#lib/audit/record";
import { eventFacts, eventWords, systemName } from "./event-words.ts";

export interface EventRowProps {
  id: string;
  at: Date;
  type: string;
  actor: { type: "person" | "agent" | "tool" | "boundary" | "system"; id: string };
  subject: Record<string, string>;
  data: Record<string, unknown>;
  /** The exact stored text. */
  text: string;
  /** Names by id, where they are known. */
  names: ReadonlyMap<string, string>;
  /** Whether the reader may not open pages of people: names are then not links. */
  hidesPeople?: boolean;
}

const icons = { person: User, agent: Bot, tool: Wrench, boundary: ShieldCheck, system: Cog };

/** One audit event: a row of the table, and a way to open the event itself. */
export function EventRow(event: EventRowProps) {
  const facts = eventFacts(event.data);
  return (
    <li className="px-4 py-3 sm:px-5">
      <div className="grid gap-x-5 gap-y-1 md:grid-cols-[11rem_minmax(0,1fr)_minmax(0,1fr)]">
        <UtcTime at={event.at} className="text-muted-foreground" />
        <p className="min-w-0 [overflow-wrap:anywhere]">
          <ActorName {...event} /> {eventWords(event.type, event.data)}
          {facts.length > 0 ? <span className="text-muted-foreground"> ({facts.join(" · ")})</span> : null}
        </p>
        <Subjects {...event} />
      </div>
      <details className="group mt-1">
        <summary className="w-fit cursor-pointer rounded-sm py-1.5 text-[0.8125rem] text-muted-foreground hover:text-foreground md:py-0.5">
          <code>{event.type}</code>
          <span className="sr-only">, {event.at.toISOString()}, full event</span>
        </summary>
        <div className="mt-1.5 overflow-hidden rounded-md border bg-muted">
          <div className="flex items-center justify-between gap-3 border-b bg-card py-1 pr-1 pl-3">
            <code className="min-w-0 truncate text-muted-foreground text-xs">{event.id}</code>
            <CopyButton variant="ghost" text={event.text} />
          </div>
          <pre className="verbatim px-3 py-2.5 font-mono text-[0.8125rem] leading-5">{event.text}</pre>
        </div>
      </details>
    </li>
  );
}

function ActorName({ actor, names }: Pick<EventRowProps, "actor" | "names">) {
  const Icon = icons[actor.type];
  const name = names.get(actor.id) ?? (actor.type === "system" ? systemName(actor.id) : actor.id);
  return (
    <span className="font-medium">
      <Icon aria-hidden className="-mt-0.5 mr-1.5 inline size-4 text-muted-foreground" />
      {name}
    </span>
  );
}

/** The event's objects, as links where there is a page, without the actor. */
function Subjects(event: Pick<EventRowProps, "actor" | "subject" | "names" | "hidesPeople">) {
  const { actor, subject, names, hidesPeople } = event;
  const shown = Object.entries(subject).filter(([, id]) => id !== actor.id);
  return (
    <ul className="flex min-w-0 flex-wrap gap-x-4 gap-y-1 text-[0.8125rem]">
      {shown.map(([kind, id]) => (
        <li key={kind} className="min-w-0 [overflow-wrap:anywhere]">
          <span className="text-muted-foreground">{subjectLabel(kind)} </span>
          <Subject
            page={kind === "person" && hidesPeople ? undefined : pages[kind]}
            id={id}
            name={names.get(id)}
          />
        </li>
      ))}
    </ul>
  );
}

/** Labels of {@link SubjectKind}, whose names are stored and older than the glossary. */
const labels: Record<SubjectKind, string> = {
  person: "person",
  agent: "agent",
  request: "request",
  key: "key",
  tool: "tool",
  grant: "grant",
  approval: "approval",
  offer: "transfer",
  attestation: "ownership confirmation",
  passkey: "passkey",
  enrolment: "one-time link",
  session: "session",
  group: "group",
  delegate: "delegate",
  delegation: "delegation",
  proposal: "proposed change",
  replay: "impact preview",
  policy_version: "policy version",
  policy_token: "policy token",
  scim_token: "SCIM token",
  sso_connection: "SSO connection",
  transmitter: "event source",
  webhook_endpoint: "webhook endpoint",
  chat_setting: "chat setting",
  push_subscription: "device",
  boundary: "boundary",
  workload_identity: "workload identity",
};

function subjectLabel(kind: string): string {
  return Object.hasOwn(labels, kind) ? labels[kind as SubjectKind] : kind;
}

const pages: Record<string, string> = { person: "/people", agent: "/agents", request: "/requests" };

function Subject(props: { page: string | undefined; id: string; name: string | undefined }) {
  const { page, id, name } = props;
  const label = name ?? <code className="text-xs">{id}</code>;
  if (page === undefined) return label;
  return (
    <Link
      href={`${page}/${id}`}
      className="text-link underline decoration-1 underline-offset-3 hover:decoration-2"
    >
      {label}
    </Link>
  );
}
