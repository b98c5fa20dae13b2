import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct, withFields } from "#app/web/forms/act";
import { readForm } from "#app/web/forms/run-action";
import { CountersignError } from "#lib/kernel/errors";
import { cancelReplay } from "#lib/policy/replay/running-replay";
import { automaticDays, mostReplayed } from "#lib/policy/replay/scope";
import { startReplay } from "#lib/policy/replay/start-replay";

const startFields = z.object({
  span: z.enum(["days", "last"]),
  last: z.coerce
    .number("Enter a number of requests")
    .int("Enter a number of requests")
    .min(1, "Enter at least 1")
    .max(mostReplayed, "Enter at most 100,000"),
  against: z.enum(["then", "in_force"]),
});

export const replayStart = defineAct({
  name: "replay/start",
  roles: ["admin"],
  refreshes: ["/policy"],
  perform: async (actor, form) => {
    const { db, clock } = runtime();
    const { span, last, against } = readForm(startFields, form);
    const scope = span === "days" ? { days: 30 } : { last };
    await startReplay(db, { actor, scope, against, now: clock() });
  },
});

/** An automatic preview. `isOtherRunning`: another person's preview runs, so none is started. */
interface AutomaticStart {
  isOtherRunning?: boolean;
  isEmpty?: boolean;
}

export const automaticReplay = defineAct({
  name: "replay/start-automatically",
  roles: ["admin"],
  refreshes: ["/policy"],
  keepsPages: ({ isOtherRunning, isEmpty }: AutomaticStart) => Boolean(isOtherRunning || isEmpty),
  perform: async (actor): Promise<AutomaticStart> => {
    const { db, clock } = runtime();
    const usual = { scope: { days: automaticDays }, against: "in_force", isAutomatic: true } as const;
    try {
      return { isOtherRunning: (await startReplay(db, { actor, ...usual, now: clock() })) === undefined };
    } catch (thrown) {
      if (thrown instanceof CountersignError && thrown.details?.reason === "no_requests")
        return { isEmpty: true };
      throw thrown;
    }
  },
});

export const replayCancelling = defineAct({
  name: "replay/cancel",
  roles: ["admin"],
  refreshes: ["/policy"],
  perform: withFields(z.object({ replayId: z.string() }), cancelReplay),
});
