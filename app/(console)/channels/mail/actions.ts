"use server";

import { runtime } from "#app/runtime/runtime";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { sendTestMail } from "#lib/notifications/mail/send-test-mail";
import type { Proposed } from "#lib/two-admins/propose-change";
import { mailChange, mailRemoval } from "./mail-change.ts";

type Changed = ActionState<Proposed | undefined>;

export async function change(_previous: Changed, form: FormData): Promise<Changed> {
  return runConfirmed(mailChange, ["admin"], form, "/channels");
}

export async function remove(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(mailRemoval, ["admin"], form, "/channels");
}

/** `fault`: why the mail server didn't accept the test. */
export interface TestOutcome {
  sentTo: string;
  fault: string | undefined;
}

/** Changes nothing and sends to the admin's own address alone: a session is enough. */
export async function sendTest(_previous: ActionState<TestOutcome>): Promise<ActionState<TestOutcome>> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, config, secret, clock } = runtime();
    const result = await sendTestMail(db, { actor, config, secret, now: clock() });
    return { sentTo: actor.email, fault: "reason" in result ? result.reason : undefined };
  });
}
