import { type ReactNode, useEffect, useRef } from "react";
import type { Refusal } from "#components/api/call.ts";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { useIsOnline } from "#components/ui/use-browser-state.ts";
import type { Change } from "./change-since.ts";
import { decisionTitle } from "./refusal-words.ts";
import { remedyFor } from "./remedies.ts";
import { UnsentLink, type UnsentPlace } from "./safeguards/unsent-text.tsx";

interface NoticesProps {
  /** The page to return to after signing in again, and the fate of the decision. */
  signIn: { returnTo: string; note: string };
  refusal: Refusal | undefined;
  /** The page's act after the refusal, in a sentence. */
  afterRefusal?: string;
  change?: Change | undefined;
  onLookAgain: () => void;
  /** Leads to a typed text after the request has ended. */
  unsent?: UnsentPlace | undefined;
  next?: ReactNode;
  children?: ReactNode;
}

/** Obstacles and changes, each with a remedy. The text under the reader's eyes never moves. */
export function Notices(props: NoticesProps) {
  const { signIn, refusal, afterRefusal = "", change, onLookAgain } = props;
  const isSignedOut = refusal?.code === "unauthenticated";
  const notices = useFocusOffline(refusal);
  return (
    <div ref={notices} role="alert" tabIndex={-1} className="grid gap-2 empty:hidden">
      {props.children}
      {refusal && !change ? (
        <Alert
          variant={refusal.code === "cancelled" ? "warning" : "danger"}
          title={decisionTitle(refusal.code)}
        >
          {isSignedOut ? <SignInAgain {...signIn} /> : [refusal.message, afterRefusal].join(" ")}
          {remedyFor(refusal.code) === "reload" ? <LookAgain onClick={onLookAgain} /> : null}
        </Alert>
      ) : null}
      {change ? (
        <Alert variant={change.tone} title={change.title}>
          {change.text} {change.isFinal ? <LookAgain onClick={onLookAgain} /> : null}
          {change.hasEnded && props.next ? <div className="mt-2">{props.next}</div> : null}
        </Alert>
      ) : null}
      {props.unsent ? <UnsentLink {...props.unsent} /> : null}
    </div>
  );
}

/** A closed dialog with disabled buttons leaves the focus nowhere, so the notice takes the focus. */
function useFocusOffline(refusal: Refusal | undefined) {
  const ref = useRef<HTMLDivElement>(null);
  const isOnline = useIsOnline();
  useEffect(() => {
    if (refusal && !isOnline && document.activeElement === document.body) ref.current?.focus();
  }, [refusal, isOnline]);
  return ref;
}

function LookAgain({ onClick }: { onClick: () => void }) {
  const isOnline = useIsOnline();
  return (
    <Button variant="link" className="min-h-0 py-0 md:min-h-0" disabled={!isOnline} onClick={onClick}>
      Reload
    </Button>
  );
}

function SignInAgain({ returnTo, note }: NoticesProps["signIn"]) {
  return (
    <>
      {note}{" "}
      <a
        className="text-link underline underline-offset-3"
        href={`/signin?next=${encodeURIComponent(returnTo)}`}
      >
        Sign in again
      </a>
    </>
  );
}
