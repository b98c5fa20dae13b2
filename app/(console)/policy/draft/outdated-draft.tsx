import { Alert } from "#components/ui/alert";

export function OutdatedDraft({ made, inForce }: { made: number; inForce: number }) {
  return (
    <Alert
      variant="warning"
      className="mb-4"
      title={`Version ${inForce} was published after this draft was started`}
    >
      This draft is based on version {made} and can't be published. Copy what you need, discard it, and redo
      your changes on version {inForce}.
    </Alert>
  );
}
