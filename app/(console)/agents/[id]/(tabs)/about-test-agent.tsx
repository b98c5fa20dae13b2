import { act } from "#app/(console)/acts/act";
import { SendTestRequest } from "#components/queue/send-test-request";
import { Card, CardContent, CardHead } from "#components/ui/card";

interface Props {
  /** Undefined for the viewer. */
  owner: string | undefined;
  maySend: boolean;
}

/** Replaces ownership and keys, because nothing about a test agent can be changed. */
export function AboutTestAgent({ owner, maySend }: Props) {
  return (
    <Card>
      <CardHead title="About this agent" />
      <CardContent className="grid gap-3">
        <p>Countersign uses this agent to send {owner ?? "you"} test requests.</p>
        <p>It has no key and gets no grants, so approving a test request executes nothing.</p>
        <p>
          It can't be transferred. It's revoked if{" "}
          {owner === undefined
            ? "you're suspended or deactivated, or lose the Approver role."
            : `${owner} is suspended or deactivated, or loses the Approver role.`}
        </p>
        {maySend ? <SendTestRequest action={act("request/test")} /> : null}
      </CardContent>
    </Card>
  );
}
