import type { Metadata } from "next";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { PageHeader } from "#components/ui/page-header";
import { listApprovers } from "#lib/directory/list-people";
import { NewAgent } from "./new-agent.tsx";

export const metadata: Metadata = { title: "New agent" };

export default async function NewAgentPage() {
  const viewer = await requireViewer("admin");
  const { db, config } = runtime();
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="New agent"
        back={{ href: "/agents", label: "Agents" }}
        description="An agent asks before it acts. One named person answers for it and countersigns what policy does not allow by itself."
      />
      <NewAgent origin={config.origin} approvers={await listApprovers(db)} viewerId={viewer.personId} />
    </div>
  );
}
