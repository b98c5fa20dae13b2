"use client";

import { confirmedAction } from "../../../../components/passkey/confirmation.ts";
import { AnswerForIt } from "../answer-for-it.tsx";
import { answerForTransmitter } from "./actions.ts";

const confirmed = confirmedAction(
  answerForTransmitter,
  (form) => `transmitter/answer/${form.get("id") as `trm_${string}`}`,
);

export function AnswerForTransmitter({ transmitterId, name }: { transmitterId: string; name: string }) {
  return <AnswerForIt action={confirmed} id={transmitterId} name={name} />;
}
