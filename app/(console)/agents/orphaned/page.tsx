import { approverChoices } from "#app/web/forms/person-options";
import { openPage, pageTitle } from "#app/web/open-page";
import { AgentsTabs } from "#components/agents/agents-tabs";
import { AgentAvatar } from "#components/agents/avatars";
import { RelativeTime } from "#components/text/relative-time";
import { Badge } from "#components/ui/badge";
import { Card, RowLink, RowList } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Page } from "#components/ui/page-header";
import { listOrphanedAgents, type OrphanedAgent } from "#lib/agents/list-orphaned";
import { ReassignOrphaned } from "./reassign-orphaned.tsx";
import { RevokeOrphaned } from "./revoke-orphaned.tsx";

export const metadata = pageTitle("Quarantined agents");

export default async function QuarantinedAgentsPage() {
  const { viewer, db, now } = await openPage("admin", "auditor");
  const [{ orphaned, count }, approvers] = await Promise.all([
    listOrphanedAgents(db, { viewer, now }),
    approverChoices(),
  ]);
  const isAdmin = viewer.roles.includes("admin");
  const unoffered = orphaned.filter(({ offer }) => offer === null).map(({ id, name }) => ({ id, name }));
  return (
    <Page
      title="Quarantined agents"
      description="Orphaned, on hold, or not confirmed by their owner in time. They can't request anything."
    >
      <AgentsTabs roles={viewer.roles} />
      <div className="grid gap-4">
        <Card aria-label="Quarantined agents">
          {orphaned.length === 0 ? (
            <EmptyState
              icon="ghost"
              title="No quarantined agents"
              description="Every active agent has an accountable owner."
            />
          ) : (
            <RowList>
              {orphaned.map((orphan) => (
                <OrphanRow key={orphan.id} orphan={orphan} now={now} />
              ))}
            </RowList>
          )}
        </Card>
        {count > orphaned.length ? (
          <p className="text-muted-foreground">
            {count - orphaned.length} more not shown. Resolve these first.
          </p>
        ) : null}
        {isAdmin ? <ReassignOrphaned orphaned={unoffered} people={approvers} /> : null}
        {isAdmin && orphaned.length > 0 ? (
          <RevokeOrphaned orphaned={orphaned.map(({ id, name }) => ({ id, name }))} />
        ) : null}
      </div>
    </Page>
  );
}

const ownerStatusWords = {
  active: "is no longer an approver",
  invited: "hasn't joined yet",
  suspended: "is suspended",
  left: "has been deactivated",
};

function OrphanRow({ orphan, now }: { orphan: OrphanedAgent; now: Date }) {
  return (
    <RowLink href={`/agents/${orphan.id}`} className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <AgentAvatar agent={orphan} />
      <span className="min-w-0 flex-1">
        <span className="block font-medium [overflow-wrap:anywhere]">{orphan.name}</span>
        <span className="block text-[0.8125rem] text-muted-foreground">{reasonOf(orphan)}</span>
      </span>
      {orphan.offer ? (
        <Badge variant="info" className="max-w-full whitespace-normal">
          <span>
            Transfer to {orphan.offer.to} pending · expires{" "}
            <RelativeTime at={orphan.offer.expiresAt} now={now} />
          </span>
        </Badge>
      ) : (
        <Badge variant="warning">{badgeOf(orphan)}</Badge>
      )}
    </RowLink>
  );
}

function reasonOf({ owner, isOwnerActive, isHeld }: OrphanedAgent): string {
  if (!isOwnerActive) return `${owner.name} ${ownerStatusWords[owner.status]}`;
  return isHeld ? `Owner: ${owner.name}` : `${owner.name} didn't confirm ownership in time`;
}

function badgeOf({ isOwnerActive, isHeld }: OrphanedAgent): string {
  if (!isOwnerActive) return "Orphaned";
  return isHeld ? "On hold" : "Ownership not confirmed";
}
