import { Alert } from "#components/ui/alert";
import { CardContent } from "#components/ui/card";

/**
 * For a person without a passkey who signed in through an identity provider. Such a session cannot
 * create a passkey: an attacker who controls the provider would become an approver.
 */
export function FirstPasskey({ mayApprove }: { mayApprove: boolean }) {
  return (
    <CardContent className="border-t pt-4">
      <Alert variant="warning" title="Set up a passkey">
        <p>
          {mayApprove
            ? "You can look around, but you need a passkey to approve anything. "
            : "You can look around, but you need a passkey to confirm changes. "}
          Open the one-time link from your admin in this browser. If it's missing or expired, ask an admin to
          create a new one from your page under People.
        </p>
      </Alert>
    </CardContent>
  );
}
