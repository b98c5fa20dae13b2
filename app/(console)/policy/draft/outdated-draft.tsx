import { Alert } from "#components/ui/alert";

/** Another version came into force after the draft was made. */
export function OutdatedDraft({ made, inForce }: { made: number; inForce: number }) {
  return (
    <Alert
      variant="warning"
      className="mb-4"
      title={`Version ${inForce} was published after this draft was started`}
    >
      This draft was made from version {made} and can no longer be published. Note what you changed, discard
      it and make the changes again.
    </Alert>
  );
}
