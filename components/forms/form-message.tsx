import { Alert } from "#components/ui/alert";

/** The message of a form's action as a whole, announced when it appears. */
export function FormMessage({ message }: { message: string | undefined }) {
  return (
    <div role="alert" className="empty:absolute">
      {message ? <Alert variant="danger">{message}</Alert> : null}
    </div>
  );
}
