"use client";

import type { Refusal } from "#components/api/call.ts";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { useIsOnline } from "#components/ui/use-browser-state.ts";
import type { Change } from "./change-since.ts";
import { decisionTitle, remedyFor } from "./refusal-words.ts";

interface NoticesProps {
  requestId: string;
  refusal: Refusal | undefined;
  change: Change | undefined;
  hasExpired: boolean;
  onLookAgain: () => void;
}

/**
 * Reasons that prevent a decision, or changes since the page was read, and what to do. The notices
 * neither move nor replace the text the person reads.
 */
export function Notices({ requestId, refusal, change, hasExpired, onLookAgain }: NoticesProps) {
  const isSignedOut = refusal?.code === "unauthenticated";
  return (
    <div id="decision-notices" role="alert" className="grid gap-2 empty:hidden">
      {refusal && !change ? (
        <Alert
          variant={refusal.code === "cancelled" ? "warning" : "danger"}
          title={decisionTitle(refusal.code)}
        >
          {isSignedOut ? null : refusal.message}
          {isSignedOut ? <SignInAgain requestId={requestId} /> : null}
          {remedyFor(refusal.code) === "reload" ? <LookAgain onClick={onLookAgain} /> : null}
        </Alert>
      ) : null}
      {change ? (
        <Alert variant={change.tone} title={change.title}>
          {change.text} {change.isFinal ? <LookAgain onClick={onLookAgain} /> : null}
        </Alert>
      ) : null}
      {hasExpired && !change && !refusal ? (
        <Alert variant="warning" title="This request expired while you were reading">
          It wasn't approved and the agent was notified. <LookAgain onClick={onLookAgain} />
        </Alert>
      ) : null}
    </div>
  );
}

function LookAgain({ onClick }: { onClick: () => void }) {
  const isOnline = useIsOnline();
  return (
    <Button variant="link" className="min-h-0 py-0 md:min-h-0" disabled={!isOnline} onClick={onClick}>
      Reload
    </Button>
  );
}

function SignInAgain({ requestId }: { requestId: string }) {
  return (
    <>
      {"Nothing was decided. Your text is saved. "}
      <a
        className="text-link underline underline-offset-3"
        href={`/signin?next=${encodeURIComponent(`/requests/${requestId}`)}`}
      >
        Sign in again
      </a>
    </>
  );
}
