import { Time } from "#components/text/time";
import { Alert } from "#components/ui/alert";
import type { PersonView } from "#lib/membership/find-person";

/**
 * Warns that a directory lists the person as inactive. Renders nothing for a deactivated person,
 * since the directory asked for the deactivation.
 */
export function CalledInactive({ person, now }: { person: PersonView; now: Date }) {
  const { inactiveFlag, status } = person;
  if (!inactiveFlag || status === "left") return null;
  const by = inactiveFlag.by ?? "Your directory";
  const isOut = status === "suspended";
  return (
    <Alert
      variant={isOut ? "info" : "danger"}
      className="mb-4"
      title={isOut ? `Inactive in ${by}` : `Inactive in ${by}, but active here`}
    >
      Reported <Time at={inactiveFlag.since} now={now} />.{" "}
      {isOut
        ? "Check with your directory admin before reactivating them."
        : "Suspend or deactivate them if they should no longer have access."}
    </Alert>
  );
}
