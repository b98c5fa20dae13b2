import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { ActButton } from "#components/forms/act-button";
import { Time } from "#components/text/time";
import { Card, CardContent, CardHead, Fact, Facts } from "#components/ui/card";
import type { AgentDetails } from "#lib/agents/find-agent";
import { type EndpointDetails, findCallback } from "#lib/notifications/webhooks/find-endpoint";
import type { Viewer } from "#lib/sessions/session";
import { DeliveryList } from "../../../../channels/webhooks/delivery-list.tsx";
import { EndpointButtons } from "../../../../channels/webhooks/endpoint-buttons.tsx";
import { EndpointProblem, EndpointStatus } from "../../../../channels/webhooks/endpoint-status.tsx";
import { RotateSecret } from "../../../../channels/webhooks/rotate-secret.tsx";
import { CallbackForm } from "./callback-form.tsx";

/** For the agent's owner and admins. */
export async function Callback({ agent, viewer, now }: { agent: AgentDetails; viewer: Viewer; now: Date }) {
  if (!agent.canManage) return null;
  const of = { id: agent.id, ownerId: agent.owner.id };
  const callback = await findCallback(runtime().db, { viewer, agent: of });
  const isAlive = agent.status !== "revoked";
  if (!callback && !isAlive) return null;
  return (
    <Card id="callback">
      <CardHead
        isOneBlock
        className="flex flex-wrap items-center gap-2"
        title={<>Callback {callback ? <EndpointStatus endpoint={callback} /> : null}</>}
        aside={
          callback?.status === "active" ? (
            <ActButton
              action={act("webhook/test")}
              fields={{ endpointId: callback.id }}
              className="grid gap-1"
              label="Send test event"
              working="Sending…"
            />
          ) : null
        }
      >
        Where this agent is notified when a request closes, so that it doesn't have to wait.
      </CardHead>
      <CardContent className="grid gap-4">
        {callback ? <Details callback={callback} isAlive={isAlive} now={now} /> : null}
        {isAlive ? (
          <CallbackForm
            key={callback?.id}
            agentId={agent.id}
            submit={callback ? "Replace callback…" : "Set callback…"}
          />
        ) : null}
      </CardContent>
      {callback ? <DeliveryList endpoint={callback} now={now} /> : null}
    </Card>
  );
}

function Details(props: { callback: EndpointDetails; isAlive: boolean; now: Date }) {
  const { callback, isAlive, now } = props;
  const { previousSecretEndsAt: endsAt } = callback;
  return (
    <>
      <EndpointProblem endpoint={callback} now={now} />
      <Facts>
        <Fact name="URL">{callback.url}</Fact>
        {endsAt && endsAt > now ? (
          <Fact name="Old secret">
            Also signs, expires <Time at={endsAt} now={now} />
          </Fact>
        ) : null}
      </Facts>
      {isAlive ? (
        <div className="flex flex-wrap items-start gap-2">
          <RotateSecret endpointId={callback.id} />
          <EndpointButtons endpoint={callback} />
        </div>
      ) : null}
    </>
  );
}
