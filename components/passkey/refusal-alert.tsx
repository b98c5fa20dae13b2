import type { Refusal } from "#components/api/call.ts";
import { Alert } from "#components/ui/alert";

const titles: Record<string, string> = {
  cancelled: "Not completed",
  no_webauthn: "Passkeys aren't supported here",
  already_registered: "This device already has a passkey",
  no_user_verification: "Turn on your screen lock",
  wrong_site: "Wrong web address",
  offline: "You're offline",
  rate_limited: "Too many attempts",
  challenge_expired: "Timed out",
  user_not_verified: "Your device didn't verify you",
  passkey_refused: "Passkey not accepted",
  wrong_passkey: "Wrong passkey",
  link_invalid: "This link no longer works",
  setup_complete: "Setup is already complete",
  database_unavailable: "Temporarily unavailable",
  busy: "Temporarily unavailable",
  sso_required: "Use single sign-on",
  provider_failed: "Your identity provider isn't responding",
  unauthenticated: "You're signed out",
};

/** What went wrong and what to do, announced immediately. A closed prompt is only a warning. */
export function RefusalAlert({ refusal }: { refusal: Refusal | undefined }) {
  return (
    <div role="alert" className="empty:absolute">
      {refusal ? (
        <Alert
          variant={refusal.code === "cancelled" ? "warning" : "danger"}
          title={titles[refusal.code] ?? "Something went wrong"}
        >
          {refusal.message}
        </Alert>
      ) : null}
    </div>
  );
}
