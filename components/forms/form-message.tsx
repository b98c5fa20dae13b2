import { Alert } from "../ui/alert.tsx";

/** What a form's action has to say as a whole, announced when it appears. */
export function FormMessage({ message }: { message: string | undefined }) {
  return (
    <div role="alert" className="empty:absolute">
      {message ? <Alert variant="danger">{message}</Alert> : null}
    </div>
  );
}
