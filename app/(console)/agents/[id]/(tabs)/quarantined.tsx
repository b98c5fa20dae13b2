import { Time } from "#components/text/time";
import { UntrustedText } from "#components/text/untrusted-text";
import { Alert } from "#components/ui/alert";
import { TextLink } from "#components/ui/link";
import type { AgentDetails } from "#lib/agents/find-agent";

/** Every reason for the quarantine, because each has to be resolved. */
export function Quarantined(props: { agent: AgentDetails; isOwner: boolean; now: Date }) {
  const { agent, isOwner } = props;
  return (
    <>
      {agent.hold ? <Held hold={agent.hold} now={props.now} /> : null}
      {agent.isOwnerActive ? null : (
        <Alert variant="warning" title="This agent is orphaned" className="mb-4">
          Its owner, {agent.owner.name}, is no longer an active approver. The agent can't request anything
          until an active approver owns it.{" "}
          {agent.canManage ? (
            <TextLink href={`/agents/${agent.id}/transfer`}>Assign new owner</TextLink>
          ) : null}
        </Alert>
      )}
      {agent.isOwnerActive && !agent.hold ? <Unconfirmed owner={agent.owner.name} isOwner={isOwner} /> : null}
    </>
  );
}

function Held({ hold, now }: { hold: NonNullable<AgentDetails["hold"]>; now: Date }) {
  return (
    <Alert variant="warning" title="This agent is on hold" className="mb-4">
      {hold.by} put it on hold <Time at={hold.at} now={now} />. It can't request anything until{" "}
      {hold.isForOwner ? "its owner or an admin" : "an admin"} releases it.
      {hold.reason ? (
        <span className="mt-1 block [overflow-wrap:anywhere]">
          Reason: <UntrustedText text={hold.reason} />
        </span>
      ) : null}
    </Alert>
  );
}

function Unconfirmed({ owner, isOwner }: { owner: string; isOwner: boolean }) {
  return (
    <Alert variant="warning" title="Ownership wasn't confirmed in time" className="mb-4">
      The agent can't request anything until {isOwner ? "you confirm" : `${owner} confirms`} ownership.{" "}
      {isOwner ? <TextLink href="/agents/mine">Review my agents</TextLink> : null}
    </Alert>
  );
}
