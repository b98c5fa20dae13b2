import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { StandingApprovals } from "#components/agents/standing-approvals";
import { StandingDenials } from "#components/agents/standing-denials";
import { grouped } from "#components/text/plural.ts";
import { LinkButton } from "#components/ui/button";
import { canManage } from "#lib/agents/lock-agent";
import { draftStanding } from "#lib/approvals/standing/approvals/draft";
import { listStandingOfRequest } from "#lib/approvals/standing/approvals/list";
import { listStandingDenials } from "#lib/approvals/standing/list";
import { CountersignError } from "#lib/kernel/errors";
import type { RequestView } from "#lib/requests/request-view";
import type { Viewer } from "#lib/sessions/session";

interface StandingProps {
  view: RequestView;
  viewer: Viewer;
  now: Date;
}

/** The standing approvals of the request, whose approver may have no other page that shows them. */
export async function StandingApprovalsOf({ view, viewer, now }: StandingProps) {
  const approvals = await listStandingOfRequest(runtime().db, view.id, now);
  return (
    <>
      <StandingApprovals
        approvals={approvals}
        mayEnd={({ by }) => canManage(viewer, view.owner.id) || by.id === viewer.personId}
        action={act("agents/end-standing-approval")}
        requestId={view.id}
        now={now}
      />
      <OfferStanding
        {...{ view, viewer, now }}
        isSigned={approvals.some(({ by }) => by.id === viewer.personId)}
      />
    </>
  );
}

/** A way to sign for later requests, where policy allows it. After the decision, and never next to Approve. */
async function OfferStanding({ view, viewer, now, isSigned }: StandingProps & { isSigned: boolean }) {
  const drafting = { requestId: view.id, personId: viewer.personId, now };
  const draft = await draftStanding(runtime().db, drafting).catch((thrown: unknown) => {
    if (thrown instanceof CountersignError && thrown.code === "not_entitled") return undefined;
    throw thrown;
  });
  if (!draft) return null;
  const link = (
    <LinkButton href={`/requests/${view.id}/standing`} variant="link" className="w-fit">
      {isSigned ? "Replace standing approval…" : "Sign standing approval…"}
    </LinkButton>
  );
  if (isSigned || !draft.isSuggested) return link;
  return (
    <div className="grid gap-1">
      <p>
        You approved {grouped(draft.restsOn.count)} requests like this one in 30 days, and none was denied,
        edited or failed. You can sign once for later ones.
      </p>
      {link}
    </div>
  );
}

/** The denial, where it is for later requests too. Its approver may have no other page that shows it. */
export async function StandingDenialsOf({ view, viewer, now }: StandingProps) {
  const denials = await listStandingDenials(runtime().db, view.agent.id, now);
  return (
    <StandingDenials
      agentId={view.agent.id}
      denials={denials.filter(({ id }) => view.decisions.some((made) => made.id === id))}
      mayEnd={({ by }) => canManage(viewer, view.owner.id) || by.id === viewer.personId}
      action={act("agents/end-standing-denial")}
      now={now}
    />
  );
}
