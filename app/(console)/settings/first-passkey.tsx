import { Alert } from "#components/ui/alert";
import { CardContent } from "#components/ui/card";

/**
 * For somebody who came in through an identity provider and has no passkey yet. A session of that kind makes none: whoever takes the provider
 * over would make themselves an approver.
 */
export function FirstPasskey({ mayApprove }: { mayApprove: boolean }) {
  return (
    <CardContent className="border-t pt-4">
      <Alert variant="warning" title="Get your first passkey">
        <p>
          {mayApprove
            ? "You are signed in and can look around, but you cannot approve anything yet: that takes a passkey. "
            : "You are signed in and can look around. Anything that has to be confirmed takes a passkey. "}
          Open the one-time link that an admin made for you, in this browser. If you have none or it is over,
          ask an admin for a new one: it is on your page under People.
        </p>
      </Alert>
    </CardContent>
  );
}
