import { runtime } from "#app/runtime";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Separator } from "#components/ui/separator";
import type { AgentDetails } from "#lib/agents/find-agent";
import { listApprovers } from "#lib/directory/list-people";
import { BackupsForm, OwnerForm } from "./ownership-forms.tsx";

/** Who answers for the agent: for admins. */
export async function Ownership({ agent }: { agent: AgentDetails }) {
  const approvers = await listApprovers(runtime().db);
  const others = approvers.filter((person) => person.id !== agent.owner.id);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Who answers for it</CardTitle>
        {others.length === 0 ? (
          <CardDescription>
            There is no other approver. Invite one under People to have a backup or to hand the agent over.
          </CardDescription>
        ) : null}
      </CardHeader>
      {others.length > 0 ? (
        <CardContent className="grid gap-5">
          <BackupsForm agentId={agent.id} people={others} chosen={agent.backups.map((person) => person.id)} />
          <Separator />
          <OwnerForm agentId={agent.id} people={others} pending={agent.pendingCount} />
        </CardContent>
      ) : null}
    </Card>
  );
}
