"use client";

import { confirmedAction } from "../../../../components/passkey/confirmation.ts";
import { AnswerForIt } from "../answer-for-it.tsx";
import { answerForToken } from "./actions.ts";

const confirmed = confirmedAction(
  answerForToken,
  (form) => `scim-token/answer/${form.get("id") as `sct_${string}`}`,
);

export function AnswerForToken({ tokenId, name }: { tokenId: string; name: string }) {
  return <AnswerForIt action={confirmed} id={tokenId} name={name} />;
}
