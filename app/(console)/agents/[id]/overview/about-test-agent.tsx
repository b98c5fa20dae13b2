import { SendTestRequest } from "#components/queue/send-test-request";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card";
import { sendTest } from "../../../queue/test-request-actions.ts";

/** In place of ownership and keys, of which a test agent has nothing to change. */
export function AboutTestAgent({ owner, maySend }: { owner: string; maySend: boolean }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>About this agent</CardTitle>
      </CardHeader>
      <CardContent className="grid gap-4">
        <p>
          Countersign sends test requests in its name to {owner}. It has no key and gets no grants, so nothing
          can be done with an approval. It can't be transferred, and it ends when {owner} is suspended or
          deactivated, or loses the Approver role.
        </p>
        {maySend ? <SendTestRequest action={sendTest} /> : null}
      </CardContent>
    </Card>
  );
}
