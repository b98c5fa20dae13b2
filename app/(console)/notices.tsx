import { runtime } from "#app/process/runtime";
import { HoldAgentLater } from "#components/agents/hold-agent-later";
import { RelativeTime } from "#components/text/relative-time";
import { Alert } from "#components/ui/alert";
import { Link } from "#components/ui/link";
import { foreseeHolds } from "#lib/lifecycle/foresee-hold";
import { longestHoldReason } from "#lib/lifecycle/hold-agent";
import { noticeKinds } from "#lib/notifications/kinds/notice-kinds";
import type { listNotices } from "#lib/notifications/notices/list-notices";
import { hold } from "./agents/hold-actions.ts";
import { NoticesFold } from "./notices-fold.tsx";
import { SeeNotice } from "./see-notice.tsx";

/** Notices at the top of every page until the viewer has seen them. */
export function Notices(props: { unseen: Awaited<ReturnType<typeof listNotices>>; now: Date }) {
  const { now } = props;
  const { notices, count } = props.unseen;
  if (notices.length === 0) return null;
  return (
    <section aria-label="Notifications" className="mb-5">
      <NoticesFold count={count}>
        <div className="grid gap-2">
          {notices.map((notice) => {
            const { isCalm, words } = noticeKinds[notice.kind];
            const { text, href, link } = words(notice);
            return (
              <Alert key={notice.id} variant={isCalm ? "info" : "danger"}>
                <p>{text}</p>
                <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
                  <Link
                    href={href}
                    className="inline-flex min-h-8 items-center text-link underline underline-offset-3"
                  >
                    {link}
                  </Link>
                  <RelativeTime at={notice.at} now={now} className="text-muted-foreground" />
                  {notice.kind === "agent_flooding" && notice.agentId && notice.agent ? (
                    <HoldFlooding agent={{ id: notice.agentId, name: notice.agent }} />
                  ) : null}
                  <SeeNotice noticeId={notice.id} what={text} />
                </div>
              </Alert>
            );
          })}
          {count > notices.length ? (
            <p className="text-muted-foreground">{count - notices.length} more</p>
          ) : null}
        </div>
      </NoticesFold>
    </section>
  );
}

/** Stops the agent of a notice, without a way through its page. */
async function HoldFlooding({ agent }: { agent: { id: string; name: string } }) {
  const { db, clock } = runtime();
  const foresight = (await foreseeHolds(db, [agent.id], clock())).get(agent.id);
  if (!foresight) return null;
  const about = { agent, foresight, longestReason: longestHoldReason };
  return <HoldAgentLater action={hold} {...about} size="sm" />;
}
