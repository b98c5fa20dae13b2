import { approverChoices } from "#app/web/forms/person-options";
import { openPage, pageTitle } from "#app/web/open-page";
import { FormPage } from "#components/ui/page-header";
import { NewAgent } from "./new-agent.tsx";

export const metadata = pageTitle("Create agent");

export default async function NewAgentPage() {
  const { viewer, config } = await openPage("admin");
  const approvers = await approverChoices();
  const isApprover = viewer.roles.includes("approver");
  const own = approvers.source ? `${viewer.name} (${viewer.email})` : viewer.personId;
  return (
    <FormPage
      title="Create agent"
      back={{ href: "/agents", label: "Agents" }}
      description="An agent requests permission before it acts. Its owner approves anything policy doesn't auto-approve."
    >
      <NewAgent
        origin={config.origin}
        approvers={{ ...approvers, chosen: isApprover ? own : approvers.options[0]?.id }}
        viewerId={viewer.personId}
      />
    </FormPage>
  );
}
