"use client";

import { confirmedAction } from "#components/passkey/confirmation.ts";
import { TakeResponsibility } from "../take-responsibility.tsx";
import { takeResponsibilityForToken } from "./actions.ts";

const confirmed = confirmedAction(
  takeResponsibilityForToken,
  (form) => `scim-token/answer/${form.get("id") as `sct_${string}`}`,
);

export function TakeResponsibilityForToken({ tokenId, name }: { tokenId: string; name: string }) {
  return <TakeResponsibility action={confirmed} id={tokenId} name={name} />;
}
