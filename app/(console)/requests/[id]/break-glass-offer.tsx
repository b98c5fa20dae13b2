import { runtime } from "#app/runtime/runtime";
import { LinkButton } from "#components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Icon } from "#components/ui/icon";
import { findIfBreakable } from "#lib/approvals/break-glass/find-breakable";
import type { Viewer } from "#lib/sessions/session";

/** Apart from the ordinary decision. For admins who may use break-glass. */
export async function BreakGlassOffer(props: { viewer: Viewer; requestId: string; now: Date }) {
  const { viewer, requestId, now } = props;
  if (!viewer.roles.includes("admin")) return null;
  if (!(await findIfBreakable(runtime().db, { requestId, personId: viewer.personId, now }))) return null;
  return (
    <Card aria-labelledby="break-glass" className="border-danger/40">
      <CardHeader>
        <div>
          <CardTitle id="break-glass" className="text-danger">
            Break-glass approval
          </CardTitle>
          <CardDescription>
            Admins can approve this alone in an emergency. All approvers and admins are notified, and another
            admin must review it.
          </CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        <LinkButton href={`/requests/${requestId}/break-glass`} variant="destructive-outline">
          <Icon name="siren" />
          Use break-glass…
        </LinkButton>
      </CardContent>
    </Card>
  );
}
