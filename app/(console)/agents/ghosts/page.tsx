import { Ghost as GhostIcon } from "lucide-react";
import type { Metadata } from "next";
import { approverChoices } from "#app/choices";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { AgentsTabs } from "#components/agents/agents-tabs";
import { Badge } from "#components/ui/badge";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { RowLink, RowList } from "#components/ui/row-list";
import { Time } from "#components/ui/time";
import { type Ghost, listGhosts } from "#lib/agents/list-ghosts";
import { ReassignGhosts } from "./reassign-ghosts.tsx";
import { RevokeGhosts } from "./revoke-ghosts.tsx";

export const metadata: Metadata = { title: "Ghost agents" };

export default async function GhostsPage() {
  const viewer = await requireViewer("admin", "auditor");
  const { db, clock } = runtime();
  const now = clock();
  const [{ ghosts, count }, approvers] = await Promise.all([
    listGhosts(db, { viewer, now }),
    approverChoices(),
  ]);
  const isAdmin = viewer.roles.includes("admin");
  const unoffered = ghosts.filter(({ offer }) => offer === null).map(({ id, name }) => ({ id, name }));
  return (
    <>
      <PageHeader
        title="Ghost agents"
        description="Quarantined: nobody answers for them, or nobody confirmed them in time. They can ask for nothing until somebody does."
      />
      <AgentsTabs roles={viewer.roles} />
      <div className="grid gap-4">
        <Card aria-label="Ghost agents">
          {ghosts.length === 0 ? (
            <EmptyState
              icon={GhostIcon}
              title="No ghosts"
              description="Every agent that is not revoked has somebody who answers for it."
            />
          ) : (
            <RowList>
              {ghosts.map((ghost) => (
                <GhostRow key={ghost.id} ghost={ghost} now={now} />
              ))}
            </RowList>
          )}
        </Card>
        {count > ghosts.length ? (
          <p className="text-muted-foreground">{count - ghosts.length} more follow when these are seen to.</p>
        ) : null}
        {isAdmin ? <ReassignGhosts ghosts={unoffered} people={approvers} /> : null}
        {isAdmin && ghosts.length > 0 ? (
          <RevokeGhosts ghosts={ghosts.map(({ id, name }) => ({ id, name }))} />
        ) : null}
      </div>
    </>
  );
}

const standing = {
  active: "is no approver any more",
  invited: "is not here yet",
  suspended: "is suspended",
  left: "has left",
};

function GhostRow({ ghost, now }: { ghost: Ghost; now: Date }) {
  return (
    <RowLink
      href={`/agents/${ghost.id}`}
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5"
    >
      <span className="min-w-0">
        <span className="block font-medium [overflow-wrap:anywhere]">{ghost.name}</span>
        <span className="block text-[0.8125rem] text-muted-foreground">
          {ghost.isOwnerActive
            ? `${ghost.owner.name} did not confirm it in time`
            : `${ghost.owner.name} ${standing[ghost.owner.status]}`}
        </span>
      </span>
      {ghost.offer ? (
        <Badge variant="info" className="max-w-full whitespace-normal">
          <span>
            Offered to {ghost.offer.to}, until <Time at={ghost.offer.expiresAt} now={now} show="absolute" />
          </span>
        </Badge>
      ) : (
        <Badge variant="warning">{ghost.isOwnerActive ? "Not confirmed" : "No owner"}</Badge>
      )}
    </RowLink>
  );
}
