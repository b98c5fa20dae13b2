import type { PasskeyOrigin } from "#db/schema/passkeys";

/** The origin of a passkey, for approvals that a test inserts. */
export const passkeyOrigin: PasskeyOrigin = {
  enrolledVia: "invitation",
  enrolledAt: "2026-11-01T09:00:00.000Z",
  vouchedBy: [],
};
