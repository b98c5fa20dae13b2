import type { Refusal } from "../api/call.ts";
import { Alert } from "../ui/alert.tsx";

const titles: Record<string, string> = {
  cancelled: "Not finished",
  no_webauthn: "Passkeys do not work here",
  already_registered: "This device has a passkey already",
  no_user_verification: "A screen lock is needed",
  wrong_site: "Wrong address",
  offline: "No connection",
  rate_limited: "Too many attempts",
  challenge_expired: "That took too long",
  user_not_verified: "Your device did not check that it is you",
  passkey_refused: "This passkey is not accepted",
  wrong_passkey: "Not the right passkey",
  link_invalid: "This link does not work any more",
  setup_complete: "Set-up is finished already",
  database_unavailable: "Back in a moment",
  busy: "Back in a moment",
  sso_required: "Come in through your organisation",
  provider_failed: "The identity provider failed",
  unauthenticated: "You are signed out",
};

/** What went wrong and what to do, announced at once. A closed prompt is a calm matter; the rest are not. */
export function RefusalAlert({ refusal }: { refusal: Refusal | undefined }) {
  return (
    <div role="alert" className="empty:absolute">
      {refusal ? (
        <Alert
          variant={refusal.code === "cancelled" ? "warning" : "danger"}
          title={titles[refusal.code] ?? "That did not work"}
        >
          {refusal.message}
        </Alert>
      ) : null}
    </div>
  );
}
