import { openPage, pageTitle } from "#app/web/open-page";
import { CredentialCard } from "#components/settings/credential-card";
import {
  CredentialCode,
  CredentialLine,
  CredentialRow,
  credentialState,
} from "#components/settings/credential-row";
import { Time } from "#components/text/time";
import { Page } from "#components/ui/page-header";
import { listTools, type ToolView } from "#lib/agents/keys/tools";
import { ProposedChanges } from "../../proposed-changes.tsx";
import { RevokeCredential } from "../credential-buttons.tsx";

export const metadata = pageTitle("Tools");

export default async function ToolsPage() {
  const { viewer, db, now } = await openPage("admin");
  const tools = await listTools(db, { viewer });
  return (
    <Page title="Tools">
      <div className="max-w-3xl">
        <ProposedChanges viewer={viewer} about={["tool.register"]} now={now} />
      </div>
      <CredentialCard
        title="Registered tools"
        description="A registered tool has its own key and redeems grants itself before acting, so you don't have to trust the agent to do it."
        create={{ href: "/settings/tools/new", label: "Register tool" }}
        empty={{
          icon: "wrench",
          title: "No tools registered",
          description:
            "Optional. By default agents redeem their own grants. Register a tool to have it verify grants itself.",
        }}
      >
        {tools.map((tool) => (
          <ToolRow key={tool.id} tool={tool} now={now} />
        ))}
      </CredentialCard>
    </Page>
  );
}

const ends = { active: "Key expires", expired: "Key expired", revoked: "Revoked" };

function ToolRow({ tool, now }: { tool: ToolView; now: Date }) {
  const state = credentialState(tool, now);
  const revoke = (
    <RevokeCredential
      kind="tool"
      id={tool.id}
      name={tool.name}
      title={`Revoke the key for ${tool.name}?`}
      description="The tool can't redeem grants with this key. Its other keys keep working. This can't be undone."
      confirm="Revoke key"
    />
  );
  return (
    <CredentialRow name={tool.name} state={state} actions={revoke}>
      <CredentialCode>{tool.audience}</CredentialCode>
      <CredentialLine>
        {tool.algorithm === "ed25519" ? "Ed25519" : "Shared secret (HMAC)"} · {ends[state]}{" "}
        <Time at={tool.revokedAt ?? tool.expiresAt} now={now} />
      </CredentialLine>
    </CredentialRow>
  );
}
