import { AgentAvatar } from "#components/agents/avatars";
import { Amount } from "#components/text/amount";
import type { EventTarget } from "#lib/search/event-target";

/** "Refund a payment 1,250.00 USD · Refund bot". The amount is the agent's word, and marked. */
export function TargetName({ name, actorId }: { name: EventTarget["name"]; actorId?: string }) {
  if (typeof name === "string") return name;
  const { title, amount, agent } = name;
  return (
    <>
      {title}
      {amount ? (
        <>
          {" "}
          <Amount amount={amount} />
        </>
      ) : null}
      {agent.id === actorId ? null : (
        <>
          {" · "}
          <AgentAvatar agent={agent} className="-mt-0.5 mr-1.5 hidden size-5 align-middle md:inline-block" />
          {agent.name}
        </>
      )}
    </>
  );
}
