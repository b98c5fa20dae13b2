import { act } from "#app/(console)/acts/act";
import { keyState } from "#components/agents/key-state.ts";
import { ConfirmAction } from "#components/forms/confirm-action";
import { LocalTime } from "#components/text/local-time";
import { Time } from "#components/text/time";
import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardHead, Row, RowList } from "#components/ui/card";
import type { AgentDetails, AgentKeyView } from "#lib/agents/find-agent";
import { AddKey } from "./add-key.tsx";

export function AgentKeys({ agent, now }: { agent: AgentDetails; now: Date }) {
  const canAdd = agent.canManage && agent.status !== "revoked";
  return (
    <Card id="keys">
      <CardHead isOneBlock title="Keys">
        Keys this agent signs requests with, and its hook tokens. To rotate without downtime, add a new key,
        switch the agent to it, then revoke the old one.
      </CardHead>
      <RowList className="first:border-t" none={null}>
        {agent.keys.map((key) => (
          <KeyRow key={key.id} agentId={agent.id} keyView={key} canRevoke={canAdd} now={now} />
        ))}
      </RowList>
      {agent.openCodeExpiresAt && agent.openCodeExpiresAt > now ? (
        <p className="border-t px-4 py-3 text-muted-foreground sm:px-5">
          An enrollment code is valid until <LocalTime at={agent.openCodeExpiresAt} />. Creating a new code
          cancels it.
        </p>
      ) : null}
      {canAdd ? (
        <CardContent className="border-t pt-4">
          <AddKey
            agentId={agent.id}
            startsOpen={
              agent.usableKeyCount === 0 && !agent.openCodeExpiresAt && agent.workloads.length === 0
            }
          />
        </CardContent>
      ) : null}
    </Card>
  );
}

function KeyRow(props: { agentId: string; keyView: AgentKeyView; canRevoke: boolean; now: Date }) {
  const { agentId, keyView: key, canRevoke, now } = props;
  const isUsable = key.revokedAt === null && key.expiresAt > now;
  const state = keyState(key, now);
  return (
    <Row>
      <span className="grid min-w-0 gap-0.5">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          {key.workloadSubject === null ? keyNames[key.algorithm] : "Workload"}
          <Badge variant={state.variant}>{state.badge}</Badge>
        </span>
        {key.publicKey ? (
          <code className="font-mono text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
            {key.publicKey}
          </code>
        ) : (
          <span className="text-[0.8125rem] text-muted-foreground">
            {state.hint}
            {key.subject === null ? (
              " ·"
            ) : (
              <span className="block [overflow-wrap:anywhere]">
                AuthZEN subject: <code className="font-mono">{key.subject}</code>
              </span>
            )}{" "}
            <code className="break-all font-mono">{key.id}</code>
          </span>
        )}
        {key.workloadSubject === null ? null : (
          <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
            Issued for {key.workloadSubject}
          </span>
        )}
        <span className="text-[0.8125rem] text-muted-foreground">
          {key.revokedAt ? "Revoked" : isUsable ? "Expires" : "Expired"}{" "}
          <Time at={key.revokedAt ?? key.expiresAt} now={now} />
        </span>
      </span>
      {isUsable && canRevoke ? (
        <ConfirmAction
          action={act("agent/remove-key")}
          fields={{ agentId, keyId: key.id }}
          trigger="Revoke…"
          triggerProps={{ size: "sm" }}
          title="Revoke this key?"
          description="Requests signed with this key will be rejected immediately. This can't be undone."
          {...(key.workloadSubject !== null && {
            consequences: ["The workload can get a new key. To stop it, remove its workload identity."],
          })}
          confirm="Revoke key"
        />
      ) : null}
    </Row>
  );
}

export const keyNames: Record<AgentKeyView["algorithm"], string> = {
  ed25519: "Ed25519",
  "hmac-sha256": "Shared secret (HMAC)",
  bearer: "Hook token",
};
