import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { AgentAvatar } from "#components/agents/avatars";
import { HoldAgentLater } from "#components/agents/hold-agent-later";
import { NoticesPanel } from "#components/notices/notices-panel";
import { OwnReason } from "#components/text/agents-words";
import { RelativeTime } from "#components/text/relative-time";
import { Alert } from "#components/ui/alert";
import { Link } from "#components/ui/link";
import { foreseeHolds } from "#lib/lifecycle/foresee-hold";
import { longestHoldReason } from "#lib/lifecycle/hold-agent";
import type { listNotices } from "#lib/notices/list-notices";
import { noticeKinds } from "#lib/notices/notice-kinds";
import type { NoticeView } from "#lib/notices/notice-view";
import type { Duties } from "#lib/ownership/find-duties";
import { SeeNotice } from "./see-notice.tsx";

interface Shown {
  unseen: Awaited<ReturnType<typeof listNotices>>;
  duties: Duties;
}

export function summaryOf({ unseen, duties }: Shown) {
  return {
    newest: unseen.notices[0]?.id ?? null,
    count: unseen.count + (hasDuties(duties) ? 1 : 0),
    isUrgent: duties.lapsed > 0 || unseen.notices.some(({ kind }) => noticeKinds[kind].isUrgent),
  };
}

/** The list behind the bell: the viewer's open tasks as an owner, and notices until dismissed. */
export function Notices({ unseen, duties, now }: Shown & { now: Date }) {
  const { notices, count } = unseen;
  return (
    <NoticesPanel>
      <div className="grid gap-2">
        <OwnershipTasks duties={duties} />
        {notices.map((notice) => (
          <Notice key={notice.id} notice={notice} now={now} />
        ))}
        {count > notices.length ? (
          <p className="px-2 pb-1 text-muted-foreground text-sm">{count - notices.length} more</p>
        ) : null}
        {count === 0 && !hasDuties(duties) ? (
          <p className="p-3 text-muted-foreground text-sm">No notifications</p>
        ) : null}
      </div>
    </NoticesPanel>
  );
}

function Notice({ notice, now }: { notice: NoticeView; now: Date }) {
  const { isCalm, isUrgent, words } = noticeKinds[notice.kind];
  const { text, href, link } = words(notice);
  const { agentId, agent } = notice;
  return (
    <Alert variant={isUrgent ? "danger" : isCalm ? "info" : "warning"} className="has-[[data-leaves]]:hidden">
      <p>
        {agentId && agent ? (
          <AgentAvatar
            agent={{ id: agentId, name: agent }}
            className="-mt-0.5 mr-1.5 inline-block size-5 align-middle"
          />
        ) : null}
        {text}
      </p>
      <OwnReason reason={notice.ownReason} />
      <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
        <Link
          href={href}
          className="inline-flex min-h-11 fine:min-h-8 items-center text-link underline underline-offset-3"
        >
          {link}
        </Link>
        <RelativeTime at={notice.at} now={now} className="text-muted-foreground" />
        {notice.kind === "agent_flooding" && agentId && agent ? (
          <HoldFlooding agent={{ id: agentId, name: agent }} />
        ) : null}
        <SeeNotice noticeId={notice.id} what={text} />
      </div>
    </Alert>
  );
}

async function HoldFlooding({ agent }: { agent: { id: string; name: string } }) {
  const { db, clock } = runtime();
  const foresight = (await foreseeHolds(db, [agent.id], clock())).get(agent.id);
  if (!foresight) return null;
  const about = { agent, foresight, longestReason: longestHoldReason };
  return <HoldAgentLater action={act("agents/hold")} {...about} size="sm" />;
}

function hasDuties(duties: Duties): boolean {
  return sentencesOf(duties).length > 0;
}

function OwnershipTasks({ duties }: { duties: Duties }) {
  const sentences = sentencesOf(duties);
  if (sentences.length === 0) return null;
  return (
    <Alert variant={duties.due > 0 ? "warning" : "info"}>
      <p>{sentences.join(" ")}</p>
      <Link
        href="/agents/mine"
        className="inline-flex min-h-11 fine:min-h-8 items-center text-link underline underline-offset-3"
      >
        Review my agents
      </Link>
    </Alert>
  );
}

function sentencesOf({ offers, due, lapsed }: Duties): string[] {
  const open = due - lapsed;
  return [
    ...(lapsed > 0
      ? [
          `${counted(lapsed)} you own ${lapsed === 1 ? "is" : "are"} quarantined because ownership wasn't confirmed in time.`,
        ]
      : []),
    ...(open > 0
      ? [`Confirm ownership of ${counted(open)} or ${open === 1 ? "it" : "they"} will be quarantined.`]
      : []),
    ...(offers > 0
      ? [`${counted(offers)} ${offers === 1 ? "is" : "are"} waiting for you to accept ownership.`]
      : []),
  ];
}

function counted(count: number): string {
  return count === 1 ? "1 agent" : `${count} agents`;
}
