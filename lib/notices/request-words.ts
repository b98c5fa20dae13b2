import type { NotificationKind } from "#db/schema/notifications";
import type { CloseReason, RequestState } from "#db/schema/requests";

export interface RequestWordsFacts {
  kind: NotificationKind;
  agentName: string;
  state: RequestState;
  closeReason: CloseReason | null;
  decidedBy: string | undefined;
  /** Whether the request repeats an approved one, as far as the reader may know. */
  isRepeat: boolean;
  expiresAt: Date;
  /** IANA name: the reader's time zone. */
  timeZone: string;
  /** The label that {@link inEnvironment} puts in front. */
  environment: string | undefined;
  now: Date;
}

/** Title and body of a message outside the app, which may be on a lock screen (invariant 22). */
export interface MessageWords {
  title: string;
  body: string;
}

const longestTitle = 40;
const shortestName = 7;

/** The title after the agent's name, without anything to decide. */
const closedWords: Record<RequestState, string> = {
  pending: "needs approval",
  approved: "already approved",
  allowed: "auto-approved",
  denied: "already denied",
  blocked: "blocked",
  expired: "expired",
  cancelled: "cancelled",
};

/** The agent's name, by an admin, and times: nothing by an agent, and not the action. */
export function requestWords(facts: RequestWordsFacts): MessageWords {
  const { kind, agentName, expiresAt, timeZone, now } = facts;
  const until = `Expires in ${timeLeft(expiresAt, now)} (${localTime(expiresAt, now, timeZone)}).`;
  const expiry = facts.isRepeat ? `Approved before. ${until}` : until;
  const titled = (rest: string) => cut(agentName, titleRoom(facts.environment) - rest.length) + rest;
  switch (kind) {
    case "request_escalated":
      return { title: titled(" needs your approval"), body: `No one decided yet. ${expiry}` };
    case "request_reminder":
      return { title: titled(" still needs approval"), body: `Reminder. ${expiry}` };
    case "request_last_call":
      return { title: titled(" still needs approval"), body: `Last reminder. ${expiry}` };
    case "request_closed":
      return { title: titled(`: ${closedWords[facts.state]}`), body: closingSentence(facts) };
    default:
      return { title: titled(" needs your approval"), body: expiry };
  }
}

/** Title and body of one message about requests of one agent and one type. */
export function groupWords(
  facts: Pick<RequestWordsFacts, "agentName" | "expiresAt" | "timeZone" | "environment" | "now"> & {
    count: number;
  },
): MessageWords {
  const { agentName, count, expiresAt, timeZone, environment, now } = facts;
  const rest = `: ${count} requests pending`;
  const first = `The first expires in ${timeLeft(expiresAt, now)} (${localTime(expiresAt, now, timeZone)}).`;
  return {
    title: cut(agentName, titleRoom(environment) - rest.length) + rest,
    body: `Requests of one action type, grouped by your budget. ${first}`,
  };
}

function closingSentence({
  state,
  closeReason,
  decidedBy,
}: Pick<RequestWordsFacts, "state" | "closeReason" | "decidedBy">): string {
  const by = decidedBy === undefined ? "" : ` by ${decidedBy}`;
  if (state === "approved") return `The request was approved${by}.`;
  if (state === "denied") return `The request was denied${by}.`;
  if (state === "expired") return "The request expired. Nothing was approved.";
  return closeReason === "by_agent" ? "The agent cancelled the request." : "The request was cancelled.";
}

/** The environment in front, where every channel shows it first. The title is cut, never the label. */
export function inEnvironment({ title, body }: MessageWords, label: string): MessageWords {
  return { title: `[${label}] ${cut(title, titleRoom(label))}`, body };
}

function titleRoom(environment: string | undefined): number {
  return longestTitle - (environment === undefined ? 0 : `[${environment}] `.length);
}

/** A name stays recognizable: where less fits, {@link inEnvironment} cuts the end of the title. */
function cut(text: string, room: number): string {
  const most = Math.max(room, shortestName);
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}

function timeLeft(until: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((until.getTime() - now.getTime()) / 60_000));
  if (minutes < 1) return "under 1 min";
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

function localTime(at: Date, now: Date, timeZone: string): string {
  const isFar = at.getTime() - now.getTime() > 20 * 3600 * 1000;
  return formatterOf(timeZone, isFar).format(at);
}

/** A day and time as in "1 Dec, 09:00 CET". @param timeZone IANA name. */
export function dayTime(at: Date, timeZone: string): string {
  return formatterOf(timeZone, true).format(at);
}

// Making a formatter takes longer than the rest.
const formatters = new Map<string, Intl.DateTimeFormat>();
/** The name of a time zone can be written in many ways. */
const mostFormatters = 1000;

function formatterOf(timeZone: string, withDay: boolean): Intl.DateTimeFormat {
  const name = `${timeZone} ${withDay}`;
  const kept = formatters.get(name);
  if (kept) return kept;
  const formatter = new Intl.DateTimeFormat("en-GB", {
    ...(withDay ? ({ day: "numeric", month: "short" } as const) : {}),
    ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short", timeZone },
  });
  if (formatters.size >= mostFormatters) formatters.clear();
  formatters.set(name, formatter);
  return formatter;
}
