import { act } from "#app/(console)/acts/act";
import { ConfirmAction } from "#components/forms/confirm-action";
import { Card, CardContent } from "#components/ui/card";
import type { Foresight } from "#lib/membership/offboarding/foresee-offboarding";
import { consequences } from "../consequences.ts";

/**
 * Ends the person's access before new owners are chosen, so that the person can't delay the
 * offboarding.
 */
export function SuspendNow(props: {
  person: { id: string; name: string };
  foresight: Foresight;
  isOwnAccount: boolean;
}) {
  const { person, foresight, isOwnAccount } = props;
  return (
    <Card>
      <CardContent className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 pt-4">
        <p className="min-w-0 max-w-prose flex-1 basis-72">
          {isOwnAccount
            ? "You can also suspend yourself. Your access ends right away, and another admin can offboard you later."
            : `Need time to choose new owners? Suspend ${person.name} first. Their access ends right away, and you can offboard them later.`}
        </p>
        <ConfirmAction
          action={act("people/suspend")}
          fields={{ personId: person.id }}
          trigger="Suspend now…"
          title={`Suspend ${person.name}?`}
          description="Right away:"
          consequences={consequences(foresight, "suspend", "active")}
          confirm="Suspend person"
        />
      </CardContent>
    </Card>
  );
}
