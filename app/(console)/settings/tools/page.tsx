import { Plus, Wrench } from "lucide-react";
import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { requireViewer } from "#app/web/session/viewer";
import { Time } from "#components/text/time";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import { Row, RowList } from "#components/ui/row-list";
import { listTools, type ToolView } from "#lib/agents/tools/list-tools";
import { ProposedChanges } from "../../proposed-changes.tsx";
import { SettingsHeader } from "../settings-header.tsx";
import { RevokeTool } from "./revoke-tool.tsx";

export const metadata: Metadata = { title: "Tools" };

export default async function ToolsPage() {
  const viewer = await requireViewer("admin");
  const { db, clock } = runtime();
  const now = clock();
  const tools = await listTools(db, { viewer });
  return (
    <>
      <SettingsHeader isAdmin />
      <div className="max-w-3xl">
        <ProposedChanges viewer={viewer} about={["tool.register"]} now={now} />
      </div>
      <Card className="max-w-3xl">
        <CardHeader>
          <div className="grid gap-1">
            <CardTitle>Tools</CardTitle>
            <CardDescription>
              A registered tool has its own key and redeems grants itself before acting, so you don't have to
              trust the agent to do it.
            </CardDescription>
          </div>
          {tools.length > 0 ? <RegisterTool /> : null}
        </CardHeader>
        {tools.length === 0 ? (
          <EmptyState
            icon={Wrench}
            title="No tools registered"
            description="Optional. By default agents redeem their own grants. Register a tool to have it verify grants itself."
            className="border-t"
          >
            <RegisterTool />
          </EmptyState>
        ) : (
          <RowList className="first:border-t">
            {tools.map((tool) => (
              <ToolRow key={tool.id} tool={tool} now={now} />
            ))}
          </RowList>
        )}
      </Card>
    </>
  );
}

function RegisterTool() {
  return (
    <Button asChild variant="outline">
      <Link href="/settings/tools/new">
        <Plus aria-hidden />
        Register tool
      </Link>
    </Button>
  );
}

function ToolRow({ tool, now }: { tool: ToolView; now: Date }) {
  const isUsable = tool.revokedAt === null && tool.expiresAt > now;
  return (
    <Row>
      <span className="grid min-w-0 gap-0.5">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          {tool.name}
          {tool.revokedAt ? (
            <Badge>Revoked</Badge>
          ) : isUsable ? (
            <Badge variant="success">Active</Badge>
          ) : (
            <Badge variant="warning">Expired</Badge>
          )}
        </span>
        <code className="font-mono text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
          {tool.audience}
        </code>
        <span className="text-[0.8125rem] text-muted-foreground">
          {tool.algorithm === "ed25519" ? "Ed25519" : "Shared secret (HMAC)"} ·{" "}
          {tool.revokedAt ? "Revoked " : isUsable ? "Key expires " : "Key expired "}
          <Time at={tool.revokedAt ?? tool.expiresAt} now={now} show="both" />
        </span>
      </span>
      {isUsable ? <RevokeTool toolId={tool.id} name={tool.name} /> : null}
    </Row>
  );
}
