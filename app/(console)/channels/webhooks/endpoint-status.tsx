import { Time } from "#components/text/time";
import { Alert } from "#components/ui/alert";
import { Badge } from "#components/ui/badge";
import type { EndpointDisabledReason } from "#db/schema/webhooks";
import type { EndpointView } from "#lib/notifications/webhooks/find-endpoint";

export function EndpointStatus({ endpoint }: { endpoint: EndpointView }) {
  if (endpoint.status === "disabled") return <Badge>Off</Badge>;
  if (endpoint.failingSince) return <Badge variant="warning">Failing</Badge>;
  return <Badge variant="success">On</Badge>;
}

const reasons: Record<EndpointDisabledReason, string> = {
  by_person: "It was turned off in Countersign.",
  gone: "The endpoint answered that it no longer exists (status 410).",
  failing: "The endpoint accepted no message for 5 days.",
  agent_revoked: "The agent was revoked.",
  owner_changed: "The agent has a new owner.",
};

export function EndpointProblem({ endpoint, now }: { endpoint: EndpointView; now: Date }) {
  const { disabledReason, disabledAt, failingSince } = endpoint;
  if (disabledReason && disabledAt)
    return (
      <Alert variant="warning" title="This endpoint is off">
        {reasons[disabledReason]} Turned off <Time at={disabledAt} now={now} />.
      </Alert>
    );
  if (!failingSince) return null;
  return (
    <Alert variant="warning" title="This endpoint is failing">
      The first failure was <Time at={failingSince} now={now} />. After 5 days without an accepted message,
      it's turned off.
    </Alert>
  );
}
