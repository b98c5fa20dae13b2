import { Alert } from "#components/ui/alert";

/**
 * The message of a form's action as a whole, announced when it appears. After the session has
 * ended, the sign-in page opens in another tab, so that the form keeps its text.
 */
export function FormMessage(props: {
  message: string | undefined;
  isSignedOut?: boolean;
  /** What the form's button does. */
  verb?: "save" | "run";
}) {
  return (
    <div role="alert" className="empty:absolute">
      {props.message ? (
        <Alert variant="danger">
          {props.message}
          {props.isSignedOut ? (
            <>
              {" "}
              <a
                href="/signin"
                target="_blank"
                className="text-link underline underline-offset-3"
                rel="noopener"
              >
                Sign in in another tab
              </a>
              , then {props.verb ?? "save"} again.
            </>
          ) : null}
        </Alert>
      ) : null}
    </div>
  );
}
